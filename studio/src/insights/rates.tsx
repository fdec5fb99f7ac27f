import { dot, link, ruleX } from '@observablehq/plot';
import { useCallback } from 'react';
import { count, percent, words } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import { InsightRatesDocument, type RatesFragment } from '../generated/operations.js';
import { Section, type WindowProps } from './section.js';
import styles from './insights.module.css';

const SHOWN = 14;

/** What is liked and completed, by groups. */
export function Rates({ days }: WindowProps) {
  return (
    <Section
      title="Like rate and completion rate"
      days={days}
      document={InsightRatesDocument}
      beside={
        <span className={styles['key']}>
          <span>
            <i style={{ background: 'var(--good)' }} />
            liked
          </span>
          <span>
            <i style={{ background: 'var(--collaborative)' }} />
            completed
          </span>
        </span>
      }
    >
      {({ insights }) => (
        <div className={styles['plots']}>
          <RateDots title="By type" groups={insights.type} />
          <RateDots title="By seniority" groups={insights.seniority} name={words} />
          <RateDots title="By department" groups={insights.department} />
          <RateDots title="By domain" groups={insights.domain} />
        </div>
      )}
    </Section>
  );
}

interface RateDotsProps {
  readonly title: string;
  readonly groups: readonly RatesFragment[];
  readonly name?: (value: string) => string;
}

const plain = (value: string): string => value;

function RateDots({ title, groups, name = plain }: RateDotsProps) {
  const draw = useCallback(
    (width: number) => {
      const data = groups.slice(0, SHOWN).map((group) => ({ ...group, name: labelOf(group, name) }));
      const left = Math.min(170, Math.round(width * 0.42));
      return {
        height: 40 + data.length * 24,
        marginLeft: left,
        marginRight: 24,
        x: { label: null, tickFormat: '.0%', grid: true, nice: true, zero: true },
        y: {
          type: 'band' as const,
          domain: data.map((one) => one.name),
          label: null,
          tickSize: 0,
          tickFormat: fit(left),
        },
        marks: [
          ruleX([0], { stroke: 'var(--line-strong)' }),
          link(data, { y: 'name', x1: 'likeRate', x2: 'completionRate', stroke: 'var(--line-strong)' }),
          dot(data, { y: 'name', x: 'likeRate', r: 5, fill: 'var(--good)' }),
          dot(data, { y: 'name', x: 'completionRate', r: 5, fill: 'var(--collaborative)' }),
        ],
      };
    },
    [groups, name],
  );
  return (
    <PlotFigure
      title={title}
      label={`Like rate and completion rate, ${title.toLowerCase()}, of ${groups.length} groups`}
      draw={draw}
      table={{
        head: ['Group', 'Liked', 'Completed', 'Engagements'],
        rows: groups.map((group) => [
          labelOf(group, name),
          percent(group.likeRate, 1),
          percent(group.completionRate, 1),
          count(group.engagements),
        ]),
      }}
    />
  );
}

function labelOf({ value }: RatesFragment, name: (value: string) => string): string {
  return value === null ? '(not given)' : name(value);
}

/** Cuts names that do not fit beside the plot; the table has them whole. */
export function fit(pixels: number): (value: string) => string {
  const most = Math.max(6, Math.floor(pixels / 7));
  return (value) => (value.length > most ? `${value.slice(0, most - 1)}…` : value);
}
