import { randomUUID } from 'node:crypto';
import { DomainError } from '../errors.js';
import { learnerRecord } from '../model/content/learner-record.js';
import { blend, blendAll } from '../model/hybrid/blend.js';
import { createHalves, isInformative, scoreColdStart, scoreHalves, type Halves } from '../model/hybrid/hybrid-model.js';
import { buildInteractions, createVocabulary, EMPTY_HISTORY, historyOf, type History } from '../model/interactions.js';
import { topK } from '../model/top-k.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { UserRow, UserStore } from '../store/user.store.js';
import type { ModelCache } from './model-cache.js';
import { explainRecommendation } from './reasons.js';
import type { Recommendation, RecommendationList, RecommendRequest, Services, Strategy } from './services.js';
import type { ServingModel } from './serving-model.js';
import { toContent } from './rows.js';

export const DEFAULT_K = 10;
export const MAXIMUM_K = 100;

/** Lists for learners: their whole history is read and folded in at every call, so that the last engagement counts. */
export function createRecommend(deps: {
  users: UserStore;
  engagements: EngagementStore;
  cache: ModelCache;
}): Services['recommendations'] {
  const { users, engagements, cache } = deps;

  const forUsers = async (
    userIds: readonly string[],
    options: Omit<RecommendRequest, 'userId'>,
  ): Promise<readonly RecommendationList[]> => {
    const k = checkK(options.k ?? DEFAULT_K);
    if (options.alpha !== undefined) checkAlpha(options.alpha);
    const serving = cache.require();
    const known = new Map((await users.findByIds([...new Set(userIds)])).map((row) => [row.id, row]));
    const histories = await readHistories(serving, [...known.values()], engagements);
    const halves = createHalves(serving.rows.length);
    return userIds.map((userId) => {
      const user = known.get(userId);
      const history = user ? (histories.get(user.pk) ?? EMPTY_HISTORY) : EMPTY_HISTORY;
      return recommendFor({ serving, userId, user, history, k, alpha: options.alpha, halves });
    });
  };

  return {
    forUsers,
    forUser: async ({ userId, ...options }) => (await forUsers([userId], options))[0],
  };
}

/** The whole histories of some learners over the places of the serving catalogue, by surrogate key. */
async function readHistories(
  serving: ServingModel,
  rows: readonly UserRow[],
  engagements: EngagementStore,
): Promise<Map<number, History>> {
  if (rows.length === 0) return new Map();
  const pks = Int32Array.from(rows, (row) => row.pk);
  const columns = await engagements.historyOf([...pks]);
  const data = buildInteractions(columns, createVocabulary(pks), serving.places, {
    halfLifeDays: serving.halfLifeDays,
    ...(serving.version.lastEngagementAt ? { now: serving.version.lastEngagementAt.getTime() } : {}),
  });
  return new Map(rows.map((row, n) => [row.pk, historyOf(data, n)]));
}

function recommendFor(input: {
  serving: ServingModel;
  userId: string;
  user: UserRow | undefined;
  history: History;
  k: number;
  alpha: number | undefined;
  halves: Halves;
}): RecommendationList {
  const { serving, user, history, k, halves } = input;
  const { model, space } = serving;
  const alpha = input.alpha ?? model.alpha;
  const items = serving.rows.length;
  const warm = isInformative(history, items);
  if (warm) scoreHalves(model, space, history, halves);
  else scoreColdStart(model, space, model.content.vectorise(learnerRecord(user)), halves);

  const scores = new Float64Array(items);
  blendAll(alpha, halves.collaborative, halves.content, scores);
  const excluded = serving.hidden.slice();
  for (let e = 0; e < history.length; e++) excluded[history.items[e]] = 1;
  const chosen = topK(scores, k, excluded, serving.tieRank);

  const strategy: Strategy = warm ? 'HYBRID' : user ? 'COLD_START' : 'UNKNOWN_USER';
  const list: Recommendation[] = Array.from(chosen, (item, n) => {
    const breakdown = { collaborative: halves.collaborative[item], content: halves.content[item] };
    return {
      rank: n + 1,
      score: blend(alpha, breakdown.collaborative, breakdown.content),
      breakdown,
      content: toContent(serving.rows[item]!),
      reasons: (maxReasons) => explainRecommendation({ serving, history, warm, item, alpha, breakdown, maxReasons }),
    };
  });
  return {
    id: randomUUID(),
    userId: input.userId,
    alpha,
    servedBy: {
      modelVersion: serving.version.id,
      trainedAt: serving.version.trainedAt,
      algorithm: model.collaborative.algorithm,
      strategy,
      foldedInEngagements: history.length,
      fallbackReason: FALLBACKS[strategy],
    },
    items: list,
  };
}

const FALLBACKS: Readonly<Record<Strategy, string | null>> = {
  HYBRID: null,
  COLD_START:
    'This learner has no engagement that says what they like yet: the list rests on their job title and department, and on what most learners engage with.',
  UNKNOWN_USER: 'No learner has this id: the list is what most learners engage with.',
};

/** @throws DomainError BAD_USER_INPUT */
export function checkK(k: number): number {
  if (!Number.isInteger(k) || k < 1 || k > MAXIMUM_K)
    throw new DomainError('BAD_USER_INPUT', `k must be an integer from 1 to ${MAXIMUM_K}, not ${k}.`, {
      argument: 'k',
    });
  return k;
}

/** @throws DomainError BAD_USER_INPUT */
export function checkAlpha(alpha: number): number {
  if (!(alpha >= 0 && alpha <= 1))
    throw new DomainError('BAD_USER_INPUT', `alpha must be a number from 0 to 1, not ${alpha}.`, { argument: 'alpha' });
  return alpha;
}
