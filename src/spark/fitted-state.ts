import type { HyperParameters, RecommenderState } from '../model/recommender.js';

/** What a fit on Spark was made from. */
export interface SparkShape {
  /** Engaged pairs, without dislikes. */
  readonly pairs: number;
  /** Learners and content in any of them. */
  readonly users: number;
  readonly items: number;
}

/**
 * Spark's factors as a fitted IALS with countScaling 1.
 *
 * With n the engaged entries of a row, Spark's ridge is `r n` on both sides and ours `regularization n / mean n`; with
 * `r = regularization / sqrt(mean_u mean_i)` the products of the two sides' ridges agree, and with them the products of learners and
 * content: `x' = x / t`, `y' = t y` carries the one problem over into the other for `t^2 = sqrt(mean_i / mean_u)`.
 * @param itemFactors Spark's, items x factors; stretched in place
 */
export function fittedState(
  itemFactors: Float32Array,
  { pairs, users, items }: SparkShape,
  options: HyperParameters,
): RecommenderState {
  const meanCount = users > 0 ? pairs / users : 1;
  if (pairs > 0) {
    const stretch = (pairs / items / meanCount) ** 0.25;
    for (let i = 0; i < itemFactors.length; i++) itemFactors[i] *= stretch;
  }
  return {
    algorithm: 'IALS',
    options,
    numbers: { items: itemFactors.length / options.factors, meanCount },
    arrays: { itemFactors },
  };
}
