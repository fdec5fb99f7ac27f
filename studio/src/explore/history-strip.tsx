import { count, date } from '../components/format.js';
import type { LearnerEngagement } from './learner-history.js';
import styles from './history-strip.module.css';

const WIDTH = 320;
const HEIGHT = 56;
const EDGE = 6;

interface HistoryStripProps {
  /** Newest first, at least one. */
  readonly engagements: readonly LearnerEngagement[];
  /** Whether nothing older is left to read. */
  readonly complete: boolean;
}

/** A time line: one mark for each engagement, as high as its score. */
export function HistoryStrip({ engagements, complete }: HistoryStripProps) {
  const times = engagements.map((engagement) => Date.parse(engagement.timestamp));
  const last = times[0] ?? 0;
  const first = times.at(-1) ?? last;
  const span = Math.max(last - first, 1);
  const liked = engagements.filter((engagement) => engagement.liked === true).length;
  return (
    <figure className={styles['figure']}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Time line of ${count(engagements.length)} engagements, ${count(liked)} of them liked`}
      >
        <line className={styles['axis']} x1={0} x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} />
        {engagements.map((engagement, place) => {
          const x = EDGE + (((times[place] ?? 0) - first) / span) * (WIDTH - 2 * EDGE);
          const top = HEIGHT - 1 - (0.12 + (0.88 * engagement.score) / 10) * (HEIGHT - EDGE);
          return (
            <g key={place} className={styles['mark']} data-liked={engagement.liked ?? undefined}>
              <title>{`${date(engagement.timestamp)}: ${engagement.content.title}`}</title>
              <line x1={x} x2={x} y1={HEIGHT - 1} y2={top} />
              <circle cx={x} cy={top} r={3} />
            </g>
          );
        })}
      </svg>
      <figcaption className={styles['caption']}>
        <span>{`${complete ? '' : 'since '}${date(new Date(first).toISOString())}`}</span>
        <span className={styles['key']}>
          <i data-liked="true" /> liked <i data-liked="false" /> disliked <i /> neither
        </span>
        <span>{date(new Date(last).toISOString())}</span>
      </figcaption>
    </figure>
  );
}
