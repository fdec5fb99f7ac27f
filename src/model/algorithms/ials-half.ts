import type { Engine, Matrix, Pause } from '../kernels/engine.js';
import { gram } from '../kernels/gram.js';
import { choleskyOf, inverseOfLower, productOf, transposeOf } from '../kernels/small-square.js';
import { solveRows } from '../kernels/solve-rows.js';
import { transformRows } from '../kernels/transform-rows.js';
import type { WeightedRows } from '../kernels/weighted-rows.js';
import type { HyperParameters } from '../recommender.js';

/** One side's vectors during a fit. */
export interface Side {
  readonly matrix: Matrix;
  /** L when the rows are `L^-1 x` in place of x. */
  root: Float64Array | null;
}

/**
 * One half of an epoch: solves the rows of `solved` against those of `fixed`.
 *
 * Plain: with `Y'Y + regularization I = LL'` the fixed rows become `z = L^-1 y`, in place, since the next half solves them
 * anew; the systems then start from the identity, and `x = L^-T x'`. With frequencyScaling each row has a ridge of its own,
 * so that the systems start from Y'Y and have no dual form.
 */
export function alternate(
  engine: Engine,
  entries: WeightedRows,
  fixed: Side,
  solved: Side,
  options: HyperParameters,
  pause: Pause,
): void {
  const n = fixed.matrix.columns;
  const { regularization, frequencyScaling, cgSteps } = options;
  const still = (): void => pause(0);
  const products = new Float64Array(n * n);
  gram(engine, fixed.matrix, products, still);
  if (frequencyScaling > 0) {
    engine.scope(() => {
      const { sums, mean } = confidenceSums(entries, fixed.matrix.rows);
      const ridge = engine.float32(entries.rows);
      for (let r = 0; r < ridge.length; r++) ridge[r] = regularization * (sums[r] / mean) ** frequencyScaling;
      solveRows(engine, entries, fixed.matrix, { base: products, ridge, cgSteps: 0 }, solved.matrix, pause);
    });
    return;
  }
  for (let f = 0; f < n; f++) products[f * n + f] += regularization;
  const root = choleskyOf(products, n);
  const inverse = inverseOfLower(root, n);
  if (cgSteps > 0) {
    // Conjugate gradients start from the last solution, x' = L'x.
    const start = solved.root ? productOf(transposeOf(solved.root, n), root, n) : root;
    transformRows(engine, solved.matrix, start, solved.matrix, still);
  }
  transformRows(engine, fixed.matrix, transposeOf(inverse, n), fixed.matrix, still);
  fixed.root = root;
  solveRows(engine, entries, fixed.matrix, { base: null, ridge: null, cgSteps }, solved.matrix, pause);
  transformRows(engine, solved.matrix, inverse, solved.matrix, () => pause(1));
  solved.root = null;
}

/** Sums of confidences over all of a row's cells, 1 for each and w more for each engagement, and their mean. */
export function confidenceSums(entries: WeightedRows, others: number): { sums: Float64Array; mean: number } {
  const sums = new Float64Array(entries.rows).fill(others);
  let mean = 0;
  for (let r = 0; r < entries.rows; r++) {
    for (let e = entries.ptr[r]; e < entries.ptr[r + 1]; e++) sums[r] += Math.max(0, entries.weight[e]);
    mean += sums[r] / entries.rows;
  }
  return { sums, mean };
}
