import { ndcg } from '../evaluation/metrics/ndcg.js';
import { relevantTo, type Relevance } from '../evaluation/relevance.js';
import { historyOf, type History, type Interactions } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import type { FittedRecommender } from '../model/recommender.js';
import { restoreRecommender } from '../model/registry.js';
import { topK } from '../model/top-k.js';
import type { Checkpoint } from './progress.js';

/** Length of the list that validation measures. */
export const VALIDATION_K = 10;
/** Learners between two checkpoints. */
const LEARNERS = 16;

/** What validation measures with: the learners that decide, and what they had seen. Never those that a report measures. */
export interface Validation {
  readonly train: Interactions;
  readonly relevance: Relevance;
  readonly tieRank: Int32Array;
}

/**
 * NDCG@10 of each validation learner in several rankings at once, what they had seen left out.
 * @param rankings how many
 * @param score writes the scores of one learner, whose place is given, in every ranking
 * @param items length of `out`
 * @returns one array per ranking, one value per learner, in single precision so that stored values are the very same
 */
export function learnerNdcg(
  { train, relevance, tieRank }: Validation,
  rankings: number,
  items: number,
  score: (history: History, out: readonly Float64Array[], user: number) => void,
  checkpoint: Checkpoint,
): Float32Array[] {
  const learners = relevance.users.length;
  const scores = Array.from({ length: rankings }, () => new Float64Array(items));
  const values = Array.from({ length: rankings }, () => new Float32Array(learners));
  const seen = new Uint8Array(items);
  for (let n = 0; n < learners; n++) {
    if (n % LEARNERS === 0) checkpoint(n / learners, `${n} of ${learners} learners`);
    const history = historyOf(train, relevance.users[n]);
    score(history, scores, relevance.users[n]);
    for (const item of history.items) seen[item] = 1;
    const relevant = new Set(relevantTo(relevance, n));
    scores.forEach((one, r) => {
      const ranked = topK(one, VALIDATION_K, seen, tieRank);
      values[r][n] = ndcg.compute(ranked, (item) => relevant.has(item), relevant.size, VALIDATION_K);
    });
    for (const item of history.items) seen[item] = 0;
  }
  return values;
}

/** The same for one fit, which scores in the engine where it can. */
export function fitNdcg(
  validation: Validation,
  fit: FittedRecommender,
  engine: Engine | undefined,
  checkpoint: Checkpoint,
): Float32Array {
  const measure = (model: FittedRecommender): Float32Array =>
    learnerNdcg(validation, 1, model.items, (history, [out]) => model.score(history, out), checkpoint)[0];
  return engine ? engine.scope(() => measure(restoreRecommender(fit.state(), engine))) : measure(fit);
}
