import type { Random } from '../model/random.js';
import { bootstrapMean, bootstrapMeans, type Measure } from './bootstrap.js';
import { coverage } from './metrics/coverage.js';
import type { ListContext } from './metrics/metric.js';
import { LIST_METRICS, RANKING_METRICS, type ListMetricName, type RankingMetricName } from './metrics/registry.js';
import { relevantTo, type Relevance } from './relevance.js';

export interface MeasureContext extends ListContext {
  /** Places of each list that count. */
  readonly k: number;
  /** Items ranked for each learner, before masking. */
  readonly catalogueSize: number;
  /**
   * Gives the bootstrap's draws through a named fork: the same `random` for several contestants compares them on the same draws.
   */
  readonly random: Random;
  /** Bootstrap replicates; default 1000. */
  readonly resamples?: number;
}

/** Every measure of one contestant by its name in the API. */
export type Measures = Readonly<Record<RankingMetricName | ListMetricName | 'coverage', Measure>>;

/** One value per learner, in the order of the lists. */
export type LearnerValues = Readonly<Record<RankingMetricName, Float64Array>>;

/**
 * The ranking measures of every learner, for paired comparisons.
 * @param lists one list per learner of `relevance`, in its order, best first
 * @param k places of each list that count
 * @throws RangeError where lists and learners differ in number
 */
export function learnerValues(lists: readonly ArrayLike<number>[], relevance: Relevance, k: number): LearnerValues {
  const n = relevance.users.length;
  if (lists.length !== n) throw new RangeError(`${lists.length} lists do not match ${n} learners`);
  const values = Object.fromEntries(RANKING_METRICS.map(({ name }) => [name, new Float64Array(n)])) as Record<
    RankingMetricName,
    Float64Array
  >;
  for (let i = 0; i < n; i++) {
    const relevant = relevantTo(relevance, i);
    const isRelevant = (item: number): boolean => includesSorted(relevant, item);
    for (const metric of RANKING_METRICS)
      values[metric.name][i] = metric.compute(lists[i], isRelevant, relevant.length, k);
  }
  return values;
}

/**
 * All measures of one contestant. Ranking measures, novelty and diversity are means over learners with bootstrap 95% intervals;
 * learners whose list is too short for novelty or diversity are left out of those two. Coverage is of all lists together and
 * has no interval. Without learners every value is 0 and no interval is given.
 * @param lists one list per learner of `relevance`, in its order, best first
 * @throws RangeError where lists and learners differ in number
 */
export function measure(lists: readonly ArrayLike<number>[], relevance: Relevance, context: MeasureContext): Measures {
  const { k, resamples } = context;
  const draws = (): Random => context.random.fork('bootstrap');
  const values = learnerValues(lists, relevance, k);
  const ranking = bootstrapMeans(Object.values(values), draws(), resamples);
  const entries: [string, Measure][] = Object.keys(values).map((name, i) => [name, ranking[i]]);
  entries.push(['coverage', { value: coverage.compute(lists, k, context.catalogueSize), low: null, high: null }]);
  for (const metric of LIST_METRICS) {
    const known = lists.map((list) => metric.compute(list, k, context)).filter((value) => value !== null);
    entries.push([metric.name, bootstrapMean(Float64Array.from(known), draws(), resamples)]);
  }
  return Object.fromEntries(entries) as Measures;
}

function includesSorted(ascending: Int32Array, item: number): boolean {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] === item) return true;
    if (ascending[middle] < item) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
