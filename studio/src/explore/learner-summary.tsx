import { count, words } from '../components/format.js';
import { useLearner } from './learner-history.js';
import styles from './learner-summary.module.css';

interface LearnerSummaryProps {
  readonly userId: string;
  readonly onLeave: () => void;
}

/** Who the list is for. */
export function LearnerSummary({ userId, onLeave }: LearnerSummaryProps) {
  const learner = useLearner(userId);
  const user = learner.data?.pages[0];
  const job = [user?.department, user?.seniorityLevel && words(user.seniorityLevel)].filter(Boolean).join(' · ');
  return (
    <section className={styles['summary']} aria-label="Learner">
      <div className={styles['head']}>
        <h1 className={styles['id']}>
          <span className="visually-hidden">Learner </span>
          {userId}
        </h1>
        <button type="button" className="button button-small" onClick={onLeave}>
          Other learner
        </button>
      </div>
      {learner.isPending && <div className={`skeleton ${styles['wait']}`} />}
      {learner.isSuccess &&
        (user ? (
          <>
            <p className={styles['title']}>{user.title ?? 'No title'}</p>
            <p className="small muted">{job || 'No department or seniority'}</p>
            <p className="small muted">
              {`${count(user.engagements.totalCount)} engagements`}
              {user.learningStyle && ` · prefers ${words(user.learningStyle).toLowerCase()}`}
            </p>
          </>
        ) : (
          <p className="small">Nobody has this id. Such a learner is answered too, with the list that suits most.</p>
        ))}
    </section>
  );
}
