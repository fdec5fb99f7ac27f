import { barX, ruleX, text } from '@observablehq/plot';
import { useCallback } from 'react';
import { count, words } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import { InsightCatalogueDocument, type GroupFragment } from '../generated/operations.js';
import { fit } from './rates.js';
import { Section, type WindowProps } from './section.js';
import styles from './insights.module.css';

/** What the catalogue consists of, and what of it nobody engaged with. */
export function Catalogue({ days }: WindowProps) {
  return (
    <Section
      title="Balance of the catalogue"
      days={days}
      document={InsightCatalogueDocument}
      beside={
        <span className={styles['key']}>
          <span>
            <i style={{ background: 'var(--collaborative)' }} />
            engaged with
          </span>
          <span>
            <i style={{ background: 'var(--line-strong)' }} />
            never
          </span>
        </span>
      }
    >
      {({ insights: { catalogue } }) => (
        <div className={styles['plots']}>
          <Groups title="By domain" groups={catalogue.domains} />
          <Groups title="By difficulty" groups={catalogue.difficultyLevels} name={words} missing="All levels" />
          <Groups title="By type" groups={catalogue.contentTypes} />
        </div>
      )}
    </Section>
  );
}

interface GroupsProps {
  readonly title: string;
  readonly groups: readonly GroupFragment[];
  readonly name?: (value: string) => string;
  readonly missing?: string;
}

const plain = (value: string): string => value;

function Groups({ title, groups, name = plain, missing = '(not given)' }: GroupsProps) {
  const labelOf = useCallback(({ value }: GroupFragment) => (value === null ? missing : name(value)), [name, missing]);
  const draw = useCallback(
    (width: number) => {
      const data = groups.flatMap((group) => [
        { name: labelOf(group), part: 'engaged', value: group.contents - group.neverEngaged },
        { name: labelOf(group), part: 'never', value: group.neverEngaged },
      ]);
      const left = Math.min(170, Math.round(width * 0.42));
      return {
        height: 40 + groups.length * 24,
        marginLeft: left,
        marginRight: 40,
        x: { label: null, grid: true, nice: true },
        y: {
          type: 'band' as const,
          domain: groups.map(labelOf),
          label: null,
          tickSize: 0,
          padding: 0.2,
          tickFormat: fit(left),
        },
        marks: [
          barX(data, {
            y: 'name',
            x: 'value',
            fill: (one: { part: string }) => (one.part === 'never' ? 'var(--line-strong)' : 'var(--collaborative)'),
          }),
          text([...groups], {
            y: labelOf,
            x: 'contents',
            text: (one: GroupFragment) => count(one.contents),
            dx: 6,
            textAnchor: 'start',
            fill: 'var(--ink-2)',
          }),
          ruleX([0], { stroke: 'var(--line-strong)' }),
        ],
      };
    },
    [groups, labelOf],
  );
  return (
    <PlotFigure
      title={title}
      label={`Content on offer, ${title.toLowerCase()}: ${groups.length} groups`}
      draw={draw}
      table={{
        head: ['Value', 'Content', 'Never engaged with'],
        rows: groups.map((group) => [labelOf(group), count(group.contents), count(group.neverEngaged)]),
      }}
    />
  );
}
