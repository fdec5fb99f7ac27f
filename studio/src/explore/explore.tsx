import { useState } from 'react';
import { FeedbackList } from './feedback-list.js';
import { EMPTY_PROFILE } from './explore-state.js';
import { ItemPanel } from './item-panel.js';
import { LearnerFinder } from './learner-finder.js';
import { LearnerHistory, useLearner } from './learner-history.js';
import { LearnerSummary } from './learner-summary.js';
import { ProfileForm } from './profile-form.js';
import { RandomLearner } from './random-learner.js';
import { Recommendations } from './recommendations.js';
import { useDocumentTitle } from '../components/use-document-title.js';
import { useExplore } from './use-explore.js';
import styles from './explore.module.css';

/** One learner, or an invented profile, and what is recommended to them. */
export function Explore() {
  const [state, change] = useExplore();
  useDocumentTitle(state.learner === null ? 'Explore' : `Learner ${state.learner}`);
  const choose = (id: string) => change({ learner: id, profile: null, item: null, alpha: null });
  const leave = () => change({ learner: null, profile: null, item: null, alpha: null });
  const invent = () => change({ learner: null, profile: EMPTY_PROFILE, item: null, alpha: null });
  const open = (item: string) => change({ item });
  const close = () => change({ item: null });

  if (state.learner === null && state.profile === null) {
    return (
      <div className={styles['start']}>
        <div className={styles['intro']}>
          <h1>Whose recommendations?</h1>
          <p className="muted">Choose a learner below, take one by chance, or invent somebody without an account.</p>
          <div className={styles['ways']}>
            <RandomLearner onChoose={choose} />
            <button type="button" className="button button-small" onClick={invent}>
              Invent a profile
            </button>
          </div>
        </div>
        <div className={`panel ${styles['box']}`}>
          <LearnerFinder find={state.find} onFind={(find) => change({ find }, { replace: true })} onChoose={choose} />
        </div>
        {state.item !== null && (
          <aside className={`panel ${styles['box']}`}>
            <ItemPanel contentId={state.item} onOpen={open} onClose={close} />
          </aside>
        )}
      </div>
    );
  }

  return (
    <div className={styles['explore']} data-item={state.item !== null || undefined}>
      <div className={styles['left']}>
        <div className={`panel ${styles['box']}`}>
          {state.profile ? (
            <ProfileForm
              profile={state.profile}
              onChange={(profile) => change({ profile }, { replace: true })}
              onLeave={leave}
            />
          ) : (
            <>
              <LearnerSummary userId={state.learner ?? ''} onLeave={leave} />
              <RandomLearner onChoose={choose} />
            </>
          )}
        </div>
        {state.learner !== null && <Past key={state.learner} userId={state.learner} onOpen={open} />}
      </div>
      <Recommendations state={state} change={change} />
      {state.item !== null && (
        <aside className={`panel ${styles['box']} ${styles['item']}`}>
          <ItemPanel contentId={state.item} onOpen={open} onClose={close} />
        </aside>
      )}
    </div>
  );
}

/** What a learner has said and done. */
function Past({ userId, onOpen }: { readonly userId: string; readonly onOpen: (contentId: string) => void }) {
  const [rows, setRows] = useState(0);
  const feedback = useLearner(userId).data?.pages[0]?.feedback;
  return (
    <div className={`panel ${styles['box']} ${styles['history']}`}>
      {feedback && <FeedbackList userId={userId} feedback={feedback} />}
      <LearnerHistory userId={userId} shown={rows} onShow={setRows} onOpen={onOpen} />
    </div>
  );
}
