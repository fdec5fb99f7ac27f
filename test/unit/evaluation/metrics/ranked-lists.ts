import fc from 'fast-check';
import type { RankingMetric } from '../../../../src/evaluation/metrics/metric.js';

/** A list with relevant items at these 1-based ranks and fillers elsewhere; `relevant` counts those outside the list, too. */
export function scoreOfRanks(
  metric: RankingMetric,
  ranks: readonly number[],
  relevant: number,
  k: number,
  length = k,
): number {
  const list = Array.from({ length }, (_, place) => place + 1);
  return metric.compute(list, (item) => ranks.includes(item), relevant, k);
}

/**
 * Four learners of ten items with k = 5. The numbers that tests expect of them come from scikit-learn 1.9.1 (`ndcg_score`) and
 * numpy 2.4.6 (cumulative precision), not from this code.
 */
export const EXAMPLES: readonly { readonly list: readonly number[]; readonly relevant: readonly number[] }[] = [
  { list: [3, 1, 4, 0, 5], relevant: [1, 5, 9] },
  { list: [2, 6, 5, 3, 7], relevant: [2, 6] },
  { list: [9, 8, 7, 6, 5], relevant: [0, 1] },
  { list: [0, 1, 2, 3, 4], relevant: [0, 1, 2, 3, 4, 5, 6] },
];

export function exampleScores(metric: RankingMetric): number[] {
  return EXAMPLES.map(({ list, relevant }) =>
    metric.compute(list, (item) => relevant.includes(item), relevant.length, 5),
  );
}

export interface Judged {
  readonly list: number[];
  readonly relevant: Set<number>;
  readonly k: number;
}

/** Any list without repeats of items 0..11, any relevant set, any k: shorter and longer than the list, empty both. */
export const judgedLists: fc.Arbitrary<Judged> = fc.record({
  list: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 12 }),
  relevant: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 12 }).map((items) => new Set(items)),
  k: fc.integer({ min: 1, max: 15 }),
});

export const scoreOf = (metric: RankingMetric, { list, relevant, k }: Judged): number =>
  metric.compute(list, (item) => relevant.has(item), relevant.size, k);
