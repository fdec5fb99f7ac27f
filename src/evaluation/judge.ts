import type { ListContext } from './metrics/metric.js';
import { LEARNER_METRICS, LIST_METRICS, RANKING_METRICS } from './metrics/registry.js';
import { relevantTo, type Relevance } from './relevance.js';

/** Values that a learner has: one per metric, in the order of `LEARNER_METRICS`. */
export const WIDTH = LEARNER_METRICS.length;

/** Writes one learner's values for one list. NaN where a list is too short for a metric. */
export type Judge = (position: number, list: ArrayLike<number>, out: Float64Array, at: number) => void;

/**
 * Measures lists of single learners.
 * @param relevance learners by position, whose lists are judged
 * @param items of the catalogue
 * @param k places of each list that count
 */
export function createJudge(relevance: Relevance, context: ListContext, items: number, k: number): Judge {
  const relevantFor = new Int32Array(items).fill(-1);
  let marked = -1;
  return (position, list, out, at) => {
    const relevant = relevantTo(relevance, position);
    if (marked !== position) {
      for (const item of relevant) relevantFor[item] = position;
      marked = position;
    }
    const isRelevant = (item: number): boolean => relevantFor[item] === position;
    for (const metric of RANKING_METRICS) out[at++] = metric.compute(list, isRelevant, relevant.length, k);
    for (const metric of LIST_METRICS) out[at++] = metric.compute(list, k, context, position) ?? NaN;
  };
}
