import { barY, ruleY } from '@observablehq/plot';
import { useCallback } from 'react';
import { count, duration } from '../components/format.js';
import { PlotFigure } from '../components/plot-figure.js';
import { InsightDurationsDocument, type InsightDurationsQuery } from '../generated/operations.js';
import { Section, type WindowProps } from './section.js';
import styles from './insights.module.css';

type DurationFigures = InsightDurationsQuery['insights']['durations'];

/** How long learners engage, and whether longer is liked more. */
export function Durations({ days }: WindowProps) {
  return (
    <Section title="Durations" days={days} document={InsightDurationsDocument}>
      {({ insights: { durations } }) =>
        durations.count === 0 ? (
          <p className="muted">No engagement has a duration.</p>
        ) : (
          <Histogram durations={durations} />
        )
      }
    </Section>
  );
}

function Histogram({ durations }: { readonly durations: DurationFigures }) {
  const { bins, quartileSeconds: quartiles, meanSeconds: mean, likeCorrelation } = durations;
  const draw = useCallback(
    () => ({
      height: 220,
      marginLeft: 48,
      marginBottom: 40,
      x: {
        type: 'band' as const,
        domain: bins.map((bin) => minutesOf(bin)),
        label: 'minutes',
        padding: 0.08,
        tickSize: 0,
      },
      y: { label: null, grid: true, nice: true, tickFormat: '~s', tickSize: 0 },
      marks: [
        barY(
          bins.map((bin) => ({ name: minutesOf(bin), value: bin.count })),
          { x: 'name', y: 'value', fill: 'var(--collaborative)' },
        ),
        ruleY([0], { stroke: 'var(--line-strong)' }),
      ],
    }),
    [bins],
  );
  const [lower, median, upper] = quartiles ?? [];
  return (
    <PlotFigure
      title="Engagements by duration"
      label={`${count(durations.count)} engagements by duration, median ${median === undefined ? 'unknown' : duration(median)}`}
      draw={draw}
      table={{ head: ['Duration', 'Engagements'], rows: bins.map((bin) => [nameOf(bin), count(bin.count)]) }}
    >
      <p className={styles['figures']}>
        {median !== undefined && lower !== undefined && upper !== undefined && (
          <span>{`half of them last ${duration(lower)} to ${duration(upper)}, the median is ${duration(median)}`}</span>
        )}
        {mean !== null && <span>{`mean ${duration(mean)}`}</span>}
        {likeCorrelation !== null && <span>{`correlation with likes ${likeCorrelation.toFixed(2)}`}</span>}
      </p>
    </PlotFigure>
  );
}

function nameOf({ fromSeconds: from, toSeconds: to }: DurationFigures['bins'][number]): string {
  return to === null
    ? `from ${duration(from)}`
    : from === 0
      ? `under ${duration(to)}`
      : `${duration(from)}–${duration(to)}`;
}

/** The range in minutes, short enough for an axis. */
function minutesOf({ fromSeconds: from, toSeconds: to }: DurationFigures['bins'][number]): string {
  const minutes = (seconds: number): string => String(Math.round((seconds / 60) * 10) / 10);
  return to === null ? `${minutes(from)}+` : `${minutes(from)}–${minutes(to)}`;
}
