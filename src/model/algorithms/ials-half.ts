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
 * anew; the systems then start from the identity, and `x = L^-T x'`. With frequencyScaling or countScaling each row has a ridge
 * of its own, so that the systems start from Y'Y and have no dual form.
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
  const { regularization, cgSteps } = options;
  const still = (): void => pause(0);
  const products = new Float64Array(n * n);
  gram(engine, fixed.matrix, products, still);
  if (scalesRidges(options)) {
    engine.scope(() => {
      const ridge = engine.float32(entries.rows);
      writeRidges(entries, fixed.matrix.rows, options, ridge);
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

/** Whether each row has a ridge of its own. */
export function scalesRidges({ frequencyScaling, countScaling }: HyperParameters): boolean {
  return frequencyScaling > 0 || countScaling > 0;
}

function writeRidges(entries: WeightedRows, others: number, options: HyperParameters, ridge: Float32Array): void {
  const { regularization, frequencyScaling, countScaling } = options;
  const confidences = confidenceSums(entries, others);
  const counts = engagedCounts(entries);
  for (let r = 0; r < ridge.length; r++)
    ridge[r] =
      regularization *
      (confidences.sums[r] / confidences.mean) ** frequencyScaling *
      (Math.max(1, counts.counts[r]) / counts.mean) ** countScaling;
}

/** Engaged entries of each row, and their mean over rows that have any; the mean is 1 where none has. */
export function engagedCounts(entries: WeightedRows): { counts: Int32Array; mean: number } {
  const counts = new Int32Array(entries.rows);
  let engaged = 0;
  let rows = 0;
  for (let r = 0; r < entries.rows; r++) {
    for (let e = entries.ptr[r]; e < entries.ptr[r + 1]; e++) if (entries.weight[e] >= 0) counts[r]++;
    engaged += counts[r];
    if (counts[r] > 0) rows++;
  }
  return { counts, mean: rows > 0 ? engaged / rows : 1 };
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
