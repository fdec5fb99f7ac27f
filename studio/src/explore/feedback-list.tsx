import type { LearnerQuery } from '../generated/operations.js';
import { feedbackName, useFeedback } from './use-feedback.js';
import styles from './feedback-list.module.css';

interface FeedbackListProps {
  readonly userId: string;
  readonly feedback: NonNullable<LearnerQuery['user']>['feedback'];
}

/** What the learner has said, each to be taken back. */
export function FeedbackList({ userId, feedback }: FeedbackListProps) {
  const { undo } = useFeedback(userId);
  if (feedback.nodes.length === 0) return null;
  return (
    <section className={styles['said']} aria-labelledby="said-title">
      <h2 id="said-title">
        Said <span className="muted">{feedback.totalCount}</span>
      </h2>
      <ul>
        {feedback.nodes.map(({ content, kind }) => (
          <li key={`${content.id} ${kind}`}>
            <span className="tag">{feedbackName(kind)}</span>
            <span>{content.title}</span>
            <button
              type="button"
              className="button button-small"
              aria-label={`Undo ${feedbackName(kind).toLowerCase()}: ${content.title}`}
              onClick={() => undo({ contentId: content.id, title: content.title, kind })}
            >
              Undo
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
