import { DomainError } from '../errors.js';
import { buildInteractions, createVocabulary, distinctSorted, historyOf } from '../model/interactions.js';
import { interestVector, sharedInterest } from '../model/interest.js';
import { sparseCosine } from '../model/sparse.js';
import type { CoEngagementStore } from '../store/co-engagement.store.js';
import type { ContentStore } from '../store/content.store.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { UserStore } from '../store/user.store.js';
import { checkK } from './list-controls.js';
import { toContent, toUser } from './rows.js';
import type { Content, User } from './services.js';

export interface SimilarUser {
  readonly user: User;
  /** Over 0, at most 1: cosine of the two learners' interests over engaged content. */
  readonly score: number;
  /** Pieces of content that both engaged with. */
  readonly sharedCount: number;
  /** At most five of them, those that count most first. */
  readonly sharedContent: readonly Content[];
}

/** Learners compared at most: those who share most content. */
const CANDIDATES = 150;
/** The newest content by which candidates are found; the comparison takes all. */
const FOUND_BY = 100;
const SHARED_CONTENT = 5;

/**
 * Learners whose interests are most like one learner's. Needs no model: who shares nothing has similarity 0 and is never
 * listed, and of the others those who share most are compared.
 * @throws DomainError NOT_FOUND, BAD_USER_INPUT
 */
export function createSimilarUsers(stores: {
  users: UserStore;
  contents: Pick<ContentStore, 'findByPks'>;
  engagements: Pick<EngagementStore, 'historyOf'>;
  coEngagements: CoEngagementStore;
}): (userId: string, k: number) => Promise<readonly SimilarUser[]> {
  const { users, contents, engagements, coEngagements } = stores;
  return async (userId, k) => {
    checkK(k);
    const [user] = await users.findByIds([userId]);
    if (!user) throw new DomainError('NOT_FOUND', `No learner has the id "${userId}".`, { userId });
    const own = await engagements.historyOf([user.pk]);
    if (own.length === 0) return [];
    const newest = [...new Set(own.contentPk.slice().reverse())].slice(0, FOUND_BY);
    const candidates = await coEngagements.learnersSharing(newest, user.pk, CANDIDATES);
    if (candidates.length === 0) return [];

    const columns = await engagements.historyOf([user.pk, ...candidates]);
    const learners = createVocabulary(Int32Array.of(user.pk, ...candidates));
    const items = createVocabulary(distinctSorted(columns.contentPk));
    const data = buildInteractions(columns, learners, items);
    const [interest, ...others] = Array.from(learners.keys, (_, n) => interestVector(historyOf(data, n)));
    const nearest = others
      .map((other, n) => ({ pk: candidates[n], other, score: sparseCosine(interest, other) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.pk - b.pk)
      .slice(0, k)
      .map((one) => ({ ...one, shared: sharedInterest(interest, one.other).map((item) => items.keys[item]) }));

    const rows = await users.findByPks(nearest.map(({ pk }) => pk));
    const userOf = new Map(rows.map((row) => [row.pk, row]));
    const named = new Set(nearest.flatMap(({ shared }) => shared.slice(0, SHARED_CONTENT)));
    const contentOf = new Map((await contents.findByPks([...named])).map((row) => [row.pk, row]));
    return nearest.flatMap(({ pk, score, shared }) => {
      const row = userOf.get(pk);
      // Deleted between the reads.
      if (!row) return [];
      return {
        user: toUser(row),
        score,
        sharedCount: shared.length,
        sharedContent: shared.slice(0, SHARED_CONTENT).flatMap((content) => {
          const found = contentOf.get(content);
          return found ? [toContent(found)] : [];
        }),
      };
    });
  };
}
