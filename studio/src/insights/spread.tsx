import { barY, ruleY, text } from '@observablehq/plot';
import { useCallback } from 'react';
import { count, percent, share } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import { InsightSpreadDocument, type SpreadFragment } from '../generated/operations.js';
import { Section, type WindowProps } from './section.js';
import styles from './insights.module.css';

/** How engagements are spread over learners and over content. */
export function Spread({ days }: WindowProps) {
  return (
    <Section title="How engagements are spread" days={days} document={InsightSpreadDocument}>
      {({ insights: { perUser, perContent } }) => (
        <div className={styles['plots']} data-columns="2">
          <Histogram title="Engagements per learner, log scale" what="learners" spread={perUser} />
          <Histogram title="Engagements per content, log scale" what="pieces of content" spread={perContent} />
        </div>
      )}
    </Section>
  );
}

/** 1, 2-3, 4-7: the ranges that double. */
function rangeOf(place: number): string {
  const from = 2 ** place;
  return from === 1 ? '1' : `${count(from)}–${count(2 * from - 1)}`;
}

function rowsOf({ without, doubling }: SpreadFragment) {
  return [{ range: '0', value: without }, ...doubling.map((value, place) => ({ range: rangeOf(place), value }))];
}

interface HistogramProps {
  readonly title: string;
  readonly what: string;
  readonly spread: SpreadFragment;
}

function Histogram({ title, what, spread }: HistogramProps) {
  const draw = useCallback(
    (width: number) => {
      const data = rowsOf(spread);
      // Numbers above bars that are narrower than they are would run into one another; the table has them.
      const numbered = (width - 48) / data.length > 34;
      return {
        height: numbered ? 220 : 240,
        marginLeft: 48,
        marginBottom: numbered ? 54 : 74,
        marginTop: 22,
        x: {
          type: 'band' as const,
          domain: data.map((one) => one.range),
          label: null,
          padding: 0.12,
          tickRotate: numbered ? -30 : -60,
          tickSize: 0,
        },
        y: { label: null, grid: true, nice: true, tickFormat: '~s', tickSize: 0 },
        marks: [
          barY(data, {
            x: 'range',
            y: 'value',
            fill: (one: { range: string }) => (one.range === '0' ? 'var(--line-strong)' : 'var(--collaborative)'),
          }),
          ...(numbered
            ? [
                text(data, {
                  x: 'range',
                  y: 'value',
                  text: (one: { value: number }) => count(one.value),
                  dy: -8,
                  fill: 'var(--ink-2)',
                }),
              ]
            : []),
          ruleY([0], { stroke: 'var(--line-strong)' }),
        ],
      };
    },
    [spread],
  );
  const { total, without, median, maximum, gini, topTenthShare } = spread;
  return (
    <PlotFigure
      title={title}
      label={`${count(total)} ${what} by engagements: median ${median}, most ${count(maximum)}, ${count(without)} without any`}
      draw={draw}
      table={{ head: ['Engagements', what], rows: rowsOf(spread).map((one) => [one.range, count(one.value)]) }}
    >
      <p className={styles['figures']}>
        <span>{`median ${median}`}</span>
        <span>{`most ${count(maximum)}`}</span>
        <span>{`none: ${count(without)} of ${count(total)}`}</span>
        {gini !== null && <span>{`Gini ${share(gini)}`}</span>}
        {topTenthShare !== null && <span>{`the top tenth has ${percent(topTenthShare)}`}</span>}
      </p>
    </PlotFigure>
  );
}
