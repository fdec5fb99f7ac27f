import type { Measure } from './bootstrap.js';
import type { Contestant } from './contestants.js';
import type { Intervals } from './intervals.js';
import { createJudge, WIDTH } from './judge.js';
import type { ListContext } from './metrics/metric.js';
import {
  CATALOGUE_METRICS,
  LEARNER_METRICS,
  RANKING_METRICS,
  type CatalogueMetricName,
  type LearnerMetricName,
  type RankingMetricName,
} from './metrics/registry.js';
import type { Relevance } from './relevance.js';
import { outcomeOf, type Comparison } from './verdict.js';

/** One value per learner, in the order of the lists. */
export type LearnerValues = Readonly<Record<RankingMetricName, Float64Array>>;

const NOTHING: ListContext = { popularity: new Float64Array(0), users: 0, contentSimilarity: () => 0 };

/**
 * The ranking measures of every learner, for paired comparisons.
 * @param lists one list per learner of `relevance`, in its order, best first
 * @param items of the catalogue
 * @param k places of each list that count
 * @throws RangeError where lists and learners differ in number
 */
export function learnerValues(
  lists: readonly ArrayLike<number>[],
  relevance: Relevance,
  items: number,
  k: number,
): LearnerValues {
  const n = relevance.users.length;
  if (lists.length !== n) throw new RangeError(`${lists.length} lists do not match ${n} learners`);
  const judge = createJudge(relevance, NOTHING, items, k);
  const row = new Float64Array(WIDTH);
  const values = RANKING_METRICS.map(({ name }) => [name, new Float64Array(n)] as const);
  for (let i = 0; i < n; i++) {
    judge(i, lists[i], row, 0);
    values.forEach(([, of], metric) => (of[i] = row[metric]));
  }
  return Object.fromEntries(values) as LearnerValues;
}

/** The measures that are means over learners, of one contestant in one group. Without learners 0, without intervals. */
export function meansOf(
  intervals: Intervals,
  cellOf: (metric: number) => number,
  learners: number,
): Readonly<Record<LearnerMetricName, Measure | null>> {
  return Object.fromEntries(
    LEARNER_METRICS.map(({ name }, metric) => [name, intervals.measure(cellOf(metric), learners)]),
  ) as Record<LearnerMetricName, Measure | null>;
}

/** The measures of all lists together, which have no interval. */
export function catalogueMeasures(
  lists: readonly ArrayLike<number>[],
  k: number,
  catalogueSize: number,
): Readonly<Record<CatalogueMetricName, Measure>> {
  return Object.fromEntries(
    CATALOGUE_METRICS.map((metric) => [
      metric.name,
      { value: metric.compute(lists, k, catalogueSize), low: null, high: null },
    ]),
  ) as Record<CatalogueMetricName, Measure>;
}

export const NDCG = LEARNER_METRICS.findIndex(({ name }) => name === 'ndcg');

/** NDCG of one contestant less another's. @param level of the interval; default 0.95 */
export function compareNdcg(
  intervals: Intervals,
  cellOf: (contestant: Contestant, metric: number) => number,
  contestant: Contestant,
  against: Contestant,
  learners: number,
  level?: number,
): Comparison {
  const difference = intervals.difference(cellOf(contestant, NDCG), cellOf(against, NDCG), learners, level);
  return { contestant, against, ...difference, outcome: outcomeOf(difference) };
}
