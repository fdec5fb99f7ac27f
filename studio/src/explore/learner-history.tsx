import { useInfiniteQuery } from '@tanstack/react-query';
import { nameOf } from '../api/query.js';
import { request } from '../api/request.js';
import { count, date, duration, score, words } from '../components/format.js';
import { Failure } from '../components/state.js';
import { LearnerDocument, type LearnerQuery } from '../generated/operations.js';
import { HistoryStrip } from './history-strip.js';
import styles from './learner-history.module.css';

export type LearnerEngagement = NonNullable<LearnerQuery['user']>['engagements']['nodes'][number];

const PAGE = 100;
/** Rows shown at first; the strip shows everything that has been read. */
const AT_FIRST = 12;

/** Who a learner is, with their history, page by page. Shared by those who show parts of it. */
export function useLearner(userId: string) {
  return useInfiniteQuery({
    queryKey: [nameOf(LearnerDocument as never), { userId }],
    queryFn: async ({ pageParam, signal }) =>
      (await request(LearnerDocument, { userId, first: PAGE, ...(pageParam && { after: pageParam }) }, signal)).user,
    initialPageParam: '',
    getNextPageParam: (user) => (user?.engagements.pageInfo.hasNextPage ? user.engagements.pageInfo.endCursor : null),
  });
}

interface LearnerHistoryProps {
  readonly userId: string;
  readonly shown: number;
  readonly onShow: (rows: number) => void;
  readonly onOpen: (contentId: string) => void;
}

/** What a learner did, newest first, under a time line of it. */
export function LearnerHistory({ userId, shown, onShow, onOpen }: LearnerHistoryProps) {
  const learner = useLearner(userId);
  if (learner.error) return <Failure error={learner.error} retry={() => void learner.refetch()} />;
  const engagements = learner.data?.pages.flatMap((user) => user?.engagements.nodes ?? []);
  const total = learner.data?.pages[0]?.engagements.totalCount ?? 0;
  return (
    <section className={styles['history']} aria-labelledby="history-title" aria-busy={learner.isPending}>
      <h2 id="history-title">History {engagements && <span className="muted">{count(total)}</span>}</h2>
      {!engagements && <div className={`skeleton ${styles['wait']}`} />}
      {engagements?.length === 0 && (
        <p className="small muted">
          Nothing yet. The list rests on what learners of the same department and seniority engage with.
        </p>
      )}
      {engagements && engagements.length > 0 && (
        <>
          <HistoryStrip engagements={engagements} complete={engagements.length >= total} />
          <ol className={styles['rows']}>
            {engagements.slice(0, Math.max(shown, AT_FIRST)).map((engagement) => (
              <EngagementRow
                key={`${engagement.timestamp} ${engagement.content.id} ${engagement.engagementType}`}
                engagement={engagement}
                onOpen={onOpen}
              />
            ))}
          </ol>
          {Math.max(shown, AT_FIRST) < total && (
            <button
              type="button"
              className="button button-small"
              disabled={learner.isFetchingNextPage}
              onClick={() => {
                const next = Math.max(shown, AT_FIRST) + 40;
                onShow(next);
                if (next > engagements.length && learner.hasNextPage) void learner.fetchNextPage();
              }}
            >
              Show more
            </button>
          )}
        </>
      )}
    </section>
  );
}

interface EngagementRowProps {
  readonly engagement: LearnerEngagement;
  readonly onOpen: (contentId: string) => void;
}

function EngagementRow({ engagement, onOpen }: EngagementRowProps) {
  const { content, liked, durationSeconds } = engagement;
  const facts = [
    words(engagement.engagementType),
    durationSeconds !== null && durationSeconds > 0 ? duration(durationSeconds) : null,
    liked === true ? 'liked' : liked === false ? 'disliked' : null,
  ].filter(Boolean);
  return (
    <li className={styles['row']} data-liked={liked ?? undefined}>
      <time dateTime={engagement.timestamp}>{date(engagement.timestamp)}</time>
      <button type="button" className={styles['title']} onClick={() => onOpen(content.id)}>
        {content.title}
      </button>
      <span className={styles['facts']}>{facts.join(' · ')}</span>
      <span className={styles['score']} title="Engagement score, 0 to 10">
        {score(engagement.score)}
      </span>
    </li>
  );
}
