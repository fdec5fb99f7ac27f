import { quantile, type Measure } from './bootstrap.js';

/** The difference of two means over the same learners. */
export interface Difference {
  readonly value: number;
  /** Bounds of the interval, by paired bootstrap; null for fewer than two learners. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Means of a report and their replicates, by cell; see `createResampler`. */
export interface Replicates {
  readonly means: Float64Array;
  /** One row of cells after the other. */
  readonly values: Float64Array;
  readonly count: number;
}

export interface Intervals {
  /** The mean of a cell with its 95% interval; null where no learner has a value. @param learners that it is over */
  measure(cell: number, learners: number): Measure | null;
  /** `a - b`, with the interval of `level`, default 0.95. */
  difference(a: number, b: number, learners: number, level?: number): Difference;
  /** `a / b`; null where b is 0. */
  ratio(a: number, b: number, learners: number): Measure | null;
}

/** Bounds are the quantiles of the replicates (linear interpolation); replicates without a value are left out. */
export function createIntervals({ means, values, count }: Replicates): Intervals {
  const cells = means.length;
  const bounds = (of: (row: number) => number, level: number): { low: number; high: number } => {
    const sorted = Float64Array.from({ length: count }, (_, r) => of(r * cells))
      .filter((value) => Number.isFinite(value))
      .sort();
    if (sorted.length === 0) return { low: NaN, high: NaN };
    return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
  };
  const withBounds = (value: number, learners: number, of: (row: number) => number, level = 0.95): Difference => {
    if (learners < 2) return { value, low: null, high: null };
    const { low, high } = bounds(of, level);
    return Number.isNaN(low) ? { value, low: null, high: null } : { value, low, high };
  };
  return {
    measure: (cell, learners) =>
      Number.isNaN(means[cell]) ? null : withBounds(means[cell], learners, (row) => values[row + cell]),
    difference: (a, b, learners, level) =>
      withBounds(means[a] - means[b], learners, (row) => values[row + a] - values[row + b], level),
    ratio: (a, b, learners) =>
      means[b] > 0 ? withBounds(means[a] / means[b], learners, (row) => values[row + a] / values[row + b]) : null,
  };
}
