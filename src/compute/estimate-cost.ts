import type { Interactions } from '../model/interactions.js';
import type { AlgorithmName, HyperParameters } from '../model/recommender.js';

/** What the time of a fit depends on. */
export interface DataShape {
  readonly users: number;
  /** Items that anybody engaged with. */
  readonly items: number;
  readonly pairs: number;
  /** Sum over learners of the square of their entries: what counting co-occurrences takes. */
  readonly products: number;
}

export function shapeOf(data: Interactions): DataShape {
  const engaged = new Uint8Array(data.items);
  for (const item of data.item) engaged[item] = 1;
  let products = 0;
  for (let u = 0; u < data.users; u++) products += (data.rowPtr[u + 1] - data.rowPtr[u]) ** 2;
  return { users: data.users, items: engaged.reduce((sum, one) => sum + one, 0), pairs: data.size, products };
}

/** Steps a second of plain loops with scattered reads, and of compiled kernels on one thread: those of a slow machine. */
const SCATTERED = 8e7;
const COMPILED = 2.5e9;
/** So much faster are the inverse of a matrix and the normal equations of ALS, whose operands stay in a core's cache. */
const BLOCKED = 5;

/**
 * Seconds that a fit takes, from what its time grows with. Meant to tell seconds from minutes before anything was fitted;
 * once an algorithm has been fitted to the data, its measured time corrects this (see `createCostEstimate`).
 */
export function expectedSeconds(
  algorithm: AlgorithmName,
  options: HyperParameters,
  { users, items, pairs, products }: DataShape,
  threads: number,
): number {
  const compiled = COMPILED * threads;
  const { factors = 0, epochs = 0 } = options;
  switch (algorithm) {
    case 'POPULARITY':
      return pairs / SCATTERED;
    case 'EASE':
      return products / SCATTERED + (items ** 3 / BLOCKED + 8 * items ** 2) / compiled;
    case 'IALS':
      return (epochs * (2 * pairs * factors ** 2 + (users + items) * factors ** 2)) / (BLOCKED * compiled);
    case 'PURE_SVD':
      return (pairs + 40 * (pairs + users + items) * factors) / compiled + pairs / SCATTERED;
    case 'SVD':
      return (epochs * pairs * factors * 4) / compiled;
    default:
      return products / SCATTERED + (items * Math.min(items, 2000)) / SCATTERED;
  }
}

/** Expected seconds of the fits of one data set, corrected by those that were made. */
export interface CostEstimate {
  fit(algorithm: AlgorithmName, options: HyperParameters): number;
  learn(algorithm: AlgorithmName, options: HyperParameters, seconds: number): void;
}

export function createCostEstimate(shape: DataShape, threads: number): CostEstimate {
  const corrections = new Map<AlgorithmName, number>();
  const expected = (algorithm: AlgorithmName, options: HyperParameters): number =>
    Math.max(1e-3, expectedSeconds(algorithm, options, shape, threads));
  return {
    fit: (algorithm, options) => expected(algorithm, options) * (corrections.get(algorithm) ?? 1),
    learn: (algorithm, options, seconds) => {
      corrections.set(algorithm, seconds / expected(algorithm, options));
    },
  };
}
