import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useSubscription } from '../api/subscribe.js';
import { Failure } from '../components/state.js';
import { useDebounced } from '../components/use-debounced.js';
import { useFlip } from '../components/use-flip.js';
import { ListChangesDocument, type ContentCardFragment, type FeedbackKind } from '../generated/operations.js';
import { useNotice } from '../shell/notices.js';
import { BlendPanel } from './blend-panel.js';
import { CopyOperation } from './copy-operation.js';
import { isReordered, type ExploreState } from './explore-state.js';
import { ListControls } from './list-controls.js';
import { feedbackName, useFeedback, useRefreshLearner } from './use-feedback.js';
import { listOperationOf, listQuery, poolQuery, subjectOf } from './list-queries.js';
import { RecommendationCard } from './recommendation-card.js';
import { ServedBy, Shortfall } from './served-by.js';
import { shownList } from './shown-list.js';
import type { ChangeExplore } from './use-explore.js';
import styles from './recommendations.module.css';

/** Milliseconds after which a slider that rests asks for the exact list. */
const REST = 180;
/** The same where lists cannot be blended on this side. */
const REST_REORDERED = 60;

const ALL_KINDS: readonly FeedbackKind[] = ['ALREADY_KNOW', 'MORE_LIKE_THIS', 'NOT_RELEVANT', 'TOO_EASY', 'TOO_HARD'];
/** What a profile without an account can say: it stands in the address. */
const PROFILE_KINDS: readonly FeedbackKind[] = ['ALREADY_KNOW', 'MORE_LIKE_THIS'];

interface RecommendationsProps {
  readonly state: ExploreState;
  readonly change: ChangeExplore;
}

/** The list, what it is blended from, and what shapes it. */
export function Recommendations({ state, change }: RecommendationsProps) {
  const subject = subjectOf(state);
  // Where the slider is while it moves; null when it rests at the alpha of the address.
  const [sliding, setSliding] = useState<{ readonly subject: string | null; readonly alpha: number } | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const list = useQuery({
    ...listQuery(state),
    placeholderData: (previous, query) => (query?.queryKey[1] === subject ? keepPreviousData(previous) : undefined),
  });
  const pool = useQuery({
    ...poolQuery(state),
    placeholderData: (previous, query) => (query?.queryKey[1] === subject ? keepPreviousData(previous) : undefined),
  });
  const unblended = pool.isError || pool.data === null;
  const reordered = isReordered(state) || pool.data?.ordered === false || unblended;
  const slides = sliding !== null && sliding.subject === subject;
  const alpha = slides ? sliding.alpha : state.alpha;
  const stale = list.isPlaceholderData || (slides && sliding.alpha !== state.alpha);
  const blendable = reordered || pool.isPlaceholderData ? undefined : (pool.data ?? undefined);
  const shown = useMemo(
    () => shownList({ list: list.data ?? undefined, stale, pool: blendable, alpha, k: state.k }),
    [list.data, stale, blendable, alpha, state.k],
  );
  const settle = useDebounced(
    (value: number) => {
      change({ alpha: value }, { replace: true });
      setSliding(null);
    },
    reordered ? REST_REORDERED : REST,
  );
  const slide = (value: number) => {
    setSliding({ subject, alpha: value });
    settle(value);
  };
  const open = useCallback((item: string) => change({ item }), [change]);
  const order = shown?.rows.map((row) => row.content.id).join(' ') ?? '';
  const items = useFlip<HTMLOListElement>(order);
  const operation = listOperationOf(state);
  const { say, hidden } = useFeedback(state.learner);
  const sayOf = useSay(state, change, say);
  const refresh = useRefreshLearner(state.learner);
  useSubscription(ListChangesDocument, state.learner === null ? null : { userId: state.learner }, () => void refresh());

  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  return (
    <div className={styles['column']}>
      {shown ? (
        <BlendPanel
          alpha={alpha ?? shown.alpha}
          pool={blendable}
          reordered={reordered}
          failed={unblended}
          chosen={alpha !== null}
          exact={shown.exact}
          k={state.k}
          pointed={pointed ?? state.item}
          onSlide={slide}
          onReset={() => {
            setSliding(null);
            change({ alpha: null }, { replace: true });
          }}
          onPoint={setPointed}
        />
      ) : (
        <div className={`panel skeleton ${styles['blendWait']}`} />
      )}
      <ListControls state={state} change={change} />
      <section className={`panel ${styles['list']}`} aria-labelledby="list-title">
        <div className={styles['head']}>
          <div>
            <h2 id="list-title">Recommendations</h2>
            {list.data && <ServedBy servedBy={list.data.servedBy} />}
          </div>
          {operation &&
            (operation.kind === 'learner' ? (
              <CopyOperation document={operation.document} variables={operation.variables} />
            ) : (
              <CopyOperation document={operation.document} variables={operation.variables} />
            ))}
        </div>
        {!shown && <Waiting rows={state.k} />}
        {shown && (
          <>
            <ol ref={items} aria-label="Recommendations" aria-busy={list.isFetching}>
              {shown.rows
                .filter((row) => !hidden.has(row.content.id))
                .map((row) => (
                  <RecommendationCard
                    key={row.content.id}
                    row={row}
                    alpha={shown.alpha}
                    open={row.content.id === state.item}
                    onOpen={open}
                    onPoint={setPointed}
                    kinds={state.learner === null ? PROFILE_KINDS : ALL_KINDS}
                    onSay={sayOf}
                  />
                ))}
            </ol>
            {list.data?.shortfall && !stale && <Shortfall shortfall={list.data.shortfall} />}
            {shown.left.length > 0 && (
              <section className={styles['left']} aria-label="Not in this list">
                <h3>In the list at the fitted alpha, not in this one</h3>
                <ul>
                  {shown.left.map(({ content, rank }) => (
                    <li key={content.id}>
                      <span className={styles['was']}>was {rank}</span>
                      <button type="button" onClick={() => open(content.id)}>
                        {content.title}
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </section>
    </div>
  );
}

/** For a learner it is kept by the service; for a profile it goes into the address. */
function useSay(state: ExploreState, change: ChangeExplore, say: ReturnType<typeof useFeedback>['say']) {
  const notice = useNotice();
  const { profile } = state;
  return useCallback(
    ({ id, title }: ContentCardFragment, kind: FeedbackKind) => {
      if (!profile) return say({ contentId: id, title, kind });
      const list = kind === 'MORE_LIKE_THIS' ? 'liked' : 'seen';
      change({ profile: { ...profile, [list]: [...profile[list], id] } }, { replace: true });
      notice({
        text: `${feedbackName(kind)}: ${title}`,
        action: { label: 'Undo', run: () => change({ profile }, { replace: true }) },
      });
    },
    [profile, change, say, notice],
  );
}

function Waiting({ rows }: { readonly rows: number }) {
  return (
    <div role="status" aria-label="Loading the list">
      {Array.from({ length: Math.min(rows, 6) }, (_, n) => (
        <div key={n} className={styles['wait']}>
          <div className="skeleton" />
          <div className="skeleton" />
        </div>
      ))}
    </div>
  );
}
