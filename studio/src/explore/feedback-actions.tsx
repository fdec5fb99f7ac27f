import { Ban, Eye, Feather, Heart, Weight } from '../components/icons.js';
import type { FeedbackKind } from '../generated/operations.js';
import { feedbackName } from './use-feedback.js';
import styles from './feedback-actions.module.css';

const KINDS: readonly { readonly kind: FeedbackKind; readonly Icon: () => React.JSX.Element }[] = [
  { kind: 'ALREADY_KNOW', Icon: Eye },
  { kind: 'MORE_LIKE_THIS', Icon: Heart },
  { kind: 'NOT_RELEVANT', Icon: Ban },
  { kind: 'TOO_EASY', Icon: Feather },
  { kind: 'TOO_HARD', Icon: Weight },
];

interface FeedbackActionsProps {
  readonly title: string;
  /** Kinds that can be said; a profile without an account knows fewer. */
  readonly kinds: readonly FeedbackKind[];
  readonly onSay: (kind: FeedbackKind) => void;
}

/** What a learner can say of content. */
export function FeedbackActions({ title, kinds, onSay }: FeedbackActionsProps) {
  return (
    <div className={styles['actions']} role="group" aria-label={`Say of ${title}`}>
      {KINDS.filter(({ kind }) => kinds.includes(kind)).map(({ kind, Icon }) => (
        <button
          key={kind}
          type="button"
          className="button button-quiet button-small"
          data-kind={kind}
          onClick={() => onSay(kind)}
        >
          <Icon /> {feedbackName(kind)}
        </button>
      ))}
    </div>
  );
}
