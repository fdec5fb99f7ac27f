import { memo, useMemo } from 'react';
import { rankTraces, type BlendPool, type RankTrace } from './blend.js';
import styles from './rank-plot.module.css';

const STEPS = 41;
const ALPHAS = Array.from({ length: STEPS }, (_, step) => step / (STEPS - 1));
const WIDTH = 1000;
/** Height of one rank. Lists longer than this many ranks are shown up to it. */
const ROW = 12;
const MOST_RANKS = 12;

interface RankPlotProps {
  readonly pool: BlendPool;
  readonly alpha: number;
  readonly k: number;
  readonly pointed: string | null;
  readonly onPoint: (id: string | null) => void;
}

/** How the places of the list go from content alone, on the left, to collaborative alone: one line for each content. */
export function RankPlot({ pool, alpha, k, pointed, onPoint }: RankPlotProps) {
  const ranks = Math.min(k, MOST_RANKS);
  const traces = useMemo(() => rankTraces(pool, ALPHAS, ranks), [pool, ranks]);
  const height = ranks * ROW;
  const name = pointed && traces.find((trace) => trace.content.id === pointed)?.content.title;
  return (
    <figure className={styles['figure']}>
      <svg
        className={styles['plot']}
        viewBox={`0 0 ${WIDTH} ${height}`}
        style={{ height: `${Math.max(height, 72)}px` }}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Ranks 1 to ${ranks} of ${traces.length} pieces of content, for alphas from 0 to 1`}
        onPointerLeave={() => onPoint(null)}
      >
        <Lines traces={traces} onPoint={onPoint} />
        {pointed && <Lines traces={traces.filter((trace) => trace.content.id === pointed)} strong />}
        <line
          className={styles['fitted']}
          x1={pool.fittedAlpha * WIDTH}
          x2={pool.fittedAlpha * WIDTH}
          y1={0}
          y2={height}
        />
        <line className={styles['now']} x1={alpha * WIDTH} x2={alpha * WIDTH} y1={0} y2={height} />
      </svg>
      <figcaption className={styles['caption']}>{name ?? `rank 1 at the top, ${ranks} at the foot`}</figcaption>
    </figure>
  );
}

interface LinesProps {
  readonly traces: readonly RankTrace[];
  readonly strong?: boolean;
  readonly onPoint?: (id: string | null) => void;
}

const Lines = memo(function Lines({ traces, strong, onPoint }: LinesProps) {
  return traces.map(({ content, ranks }) => {
    const path = pathOf(ranks);
    return (
      <g key={content.id}>
        <path className={strong ? styles['strong'] : styles['line']} d={path} />
        {onPoint && <path className={styles['hit']} d={path} onPointerEnter={() => onPoint(content.id)} />}
      </g>
    );
  });
});

/** A line that holds each rank for a while and then crosses to the next. */
function pathOf(ranks: RankTrace['ranks']): string {
  const step = WIDTH / (STEPS - 1);
  const parts: string[] = [];
  let before: number | null = null;
  ranks.forEach((rank, place) => {
    const x = place * step;
    if (rank !== null) {
      const y = (rank - 0.5) * ROW;
      if (before === null) parts.push(`M${Math.max(0, x - step / 2)} ${y}H${x}`);
      else if (before === rank) parts.push(`H${x}`);
      else parts.push(`C${x - step / 2} ${(before - 0.5) * ROW} ${x - step / 2} ${y} ${x} ${y}`);
    } else if (before !== null) parts.push(`h${step / 2}`);
    before = rank;
  });
  return parts.join('');
}
