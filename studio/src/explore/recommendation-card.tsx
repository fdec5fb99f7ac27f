import { memo } from 'react';
import { percent, words } from '../components/format.js';
import type { ContentCardFragment, FeedbackKind } from '../generated/operations.js';
import { FeedbackActions } from './feedback-actions.js';
import { ScoreBar } from './score-bar.js';
import type { Row } from './shown-list.js';
import styles from './recommendation-card.module.css';

interface CardProps {
  readonly row: Row;
  readonly alpha: number;
  readonly open: boolean;
  readonly onOpen: (id: string) => void;
  readonly onPoint: (id: string | null) => void;
  readonly kinds: readonly FeedbackKind[];
  readonly onSay: (content: ContentCardFragment, kind: FeedbackKind) => void;
}

/** One recommendation: where it stands and stood, what it is, its score and why. */
export const RecommendationCard = memo(function RecommendationCard({
  row,
  alpha,
  open,
  onOpen,
  onPoint,
  kinds,
  onSay,
}: CardProps) {
  const { content } = row;
  return (
    <li
      className={styles['card']}
      data-flip={content.id}
      data-open={open || undefined}
      onPointerEnter={() => onPoint(content.id)}
      onPointerLeave={() => onPoint(null)}
    >
      <div className={styles['rank']}>
        <span>{row.rank}</span>
        <MoveMark row={row} />
      </div>
      <div className={styles['body']}>
        <h3>
          <button type="button" className={styles['title']} aria-expanded={open} onClick={() => onOpen(content.id)}>
            {content.title}
          </button>
        </h3>
        <ContentFacts content={content} />
        {(row.seen || row.explored) && (
          <p className={styles['marks']}>
            {row.seen && <span className="tag">seen</span>}
            {row.explored && <span className="tag">moved up as new</span>}
          </p>
        )}
        <ReadinessLine row={row} />
        <Reasons row={row} />
        <FeedbackActions title={content.title} kinds={kinds} onSay={(kind) => onSay(content, kind)} />
      </div>
      <ScoreBar score={row.score} alpha={alpha} collaborative={row.collaborative} byContent={row.byContent} />
    </li>
  );
});

function MoveMark({ row: { move } }: { readonly row: Row }) {
  if (!move || move.up === 0) return null;
  if (move.up === null) return <span className={styles['new']}>new</span>;
  const up = move.up > 0;
  const places = Math.abs(move.up);
  return (
    <span className={up ? styles['up'] : styles['down']}>
      <span aria-hidden="true">{`${up ? '▲' : '▼'} ${places}`}</span>
      <span className="visually-hidden">{`${up ? 'up' : 'down'} ${places}`}</span>
    </span>
  );
}

/** What content is, in one line. */
export function ContentFacts({ content }: { readonly content: ContentCardFragment }) {
  const facts = [
    content.domain,
    content.subtopic,
    content.difficultyLevel && words(content.difficultyLevel),
    content.contentType,
    content.durationMinutes !== null ? `${content.durationMinutes} min` : null,
    content.language,
  ].filter((fact): fact is string => fact !== null && fact !== '');
  return (
    <p className={styles['facts']}>
      {facts.map((fact, place) => (
        <span key={place}>{fact}</span>
      ))}
    </p>
  );
}

/** What has to be completed first, and what this opens. Silent for content that requires and opens nothing. */
function ReadinessLine({ row: { readiness } }: { readonly row: Row }) {
  if (!readiness) return null;
  const { missing, missingCount, unlocksCount } = readiness;
  if (missingCount === 0 && unlocksCount === 0) return null;
  const more = missingCount - missing.length;
  return (
    <p className={styles['readiness']}>
      {missingCount > 0 && (
        <span>
          <span className="tag tag-warn">needs first</span> {missing.map((content) => content.title).join(', ')}
          {more > 0 && ` and ${more} more`}
        </span>
      )}
      {unlocksCount > 0 && <span className="muted">{`opens the way to ${unlocksCount} more`}</span>}
    </p>
  );
}

function Reasons({ row: { reasons } }: { readonly row: Row }) {
  if (reasons === null) return <p className={styles['waiting']}>Reasons follow when the slider rests.</p>;
  return (
    <ul className={styles['reasons']} aria-label="Reasons">
      {reasons.map((reason, place) => (
        <li key={place}>
          <span className={styles['share']}>{percent(reason.share)}</span>
          <span className={styles['meter']} aria-hidden="true">
            <i style={{ width: percent(reason.share, 1) }} data-kind={reason.kind} />
          </span>
          <span>{reason.text}</span>
        </li>
      ))}
    </ul>
  );
}
