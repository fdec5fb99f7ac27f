import type { Random } from '../model/random.js';

/** A mean with its 95% interval. */
export interface Measure {
  readonly value: number;
  /** Bounds of the interval; null where there are fewer than two values, or where the measure is no mean. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Replicates that the percentiles are read from. */
const RESAMPLES = 1000;

/**
 * Means of several columns over the same learners with 95% percentile bootstrap intervals (Efron and Tibshirani 1993, "An
 * introduction to the bootstrap", chapter 13): draw n learners with replacement, take the mean, repeat; the bounds are the
 * 2.5% and 97.5% quantiles of those means (linear interpolation, Hyndman and Fan 1996, type 7).
 *
 * One draw of learners serves all columns. The columns lie interleaved, so that a drawn learner is one contiguous read; that is
 * fast enough (n x resamples draws) to need no Poisson weights in place of the exact multinomial draw.
 * @param columns one array per measure, all in the same order of learners
 * @param random source of the draws; same seed, same bounds
 * @param resamples replicates; default 1000
 * @throws RangeError where the lengths differ or `resamples` is not a positive integer
 */
export function bootstrapMeans(
  columns: readonly Float64Array[],
  random: Random,
  resamples: number = RESAMPLES,
): Measure[] {
  const width = columns.length;
  const n = width > 0 ? columns[0].length : 0;
  if (columns.some((column) => column.length !== n)) throw new RangeError('bootstrap: the columns differ in length');
  if (!Number.isInteger(resamples) || resamples < 1) throw new RangeError('bootstrap: resamples must be at least 1');
  const means = columns.map((column) => (n > 0 ? column.reduce((sum, value) => sum + value, 0) / n : 0));
  if (n < 2) return means.map((value) => ({ value, low: null, high: null }));

  const rows = new Float64Array(n * width);
  for (let c = 0; c < width; c++) for (let i = 0; i < n; i++) rows[i * width + c] = columns[c][i];
  const replicates = columns.map(() => new Float64Array(resamples));
  const sums = new Float64Array(width);
  for (let r = 0; r < resamples; r++) {
    sums.fill(0);
    for (let i = 0; i < n; i++) {
      const row = random.integer(n) * width;
      for (let c = 0; c < width; c++) sums[c] += rows[row + c];
    }
    for (let c = 0; c < width; c++) replicates[c][r] = sums[c] / n;
  }
  return means.map((value, c) => {
    const sorted = replicates[c].sort();
    return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
  });
}

/**
 * The mean of one value per learner with its interval; see `bootstrapMeans`. No value at all gives 0 without an interval.
 * @param resamples replicates; default 1000
 */
export function bootstrapMean(values: Float64Array, random: Random, resamples: number = RESAMPLES): Measure {
  return bootstrapMeans([values], random, resamples)[0];
}

/**
 * The mean of `a - b` over the same learners with its 95% interval. Pairing removes what learners have in common; an interval
 * without 0 says that the two differ.
 * @param a one value per learner
 * @param b the other contestant's, in the same order
 * @param resamples replicates; default 1000
 * @throws RangeError where the lengths differ
 */
export function pairedBootstrap(
  a: Float64Array,
  b: Float64Array,
  random: Random,
  resamples: number = RESAMPLES,
): { difference: number; low: number | null; high: number | null } {
  if (a.length !== b.length) throw new RangeError('paired bootstrap: the two sides differ in length');
  const { value, low, high } = bootstrapMean(
    a.map((x, i) => x - b[i]),
    random,
    resamples,
  );
  return { difference: value, low, high };
}

/** @param sorted ascending, at least one value */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
