import { createMatrix, readMatrix, writeMatrix, type Engine } from '../kernels/engine.js';
import { gram } from '../kernels/gram.js';
import type { Kernels } from '../kernels/kernels.js';
import { choleskyOf, inverseOfLower, transposeOf } from '../kernels/small-square.js';
import { transformRows } from '../kernels/transform-rows.js';

export interface Whitened {
  /** L, lower triangle, with `LL' = Y'Y + ridge I`. */
  readonly factor: Float64Array;
  /** `z_i = L^-1 y_i` by row. */
  readonly rows: Float32Array;
}

/** Multiplications between two pauses: some tens of milliseconds. */
const STRIDE = 30_000_000;

/**
 * Turns factor rows Y into coordinates in which the prior `Y'Y + ridge I` is the identity. O(rows * n^2).
 * @param pause called between units of work
 */
export function whiten(
  kernels: Kernels,
  factors: Float32Array,
  n: number,
  ridge: number,
  pause: () => void = () => undefined,
): Whitened {
  const count = factors.length / n;
  const step = Math.ceil(STRIDE / (n * n));
  const factor = new Float64Array(n * n);
  for (let f = 0; f < n; f++) factor[f * n + f] = ridge;
  for (let from = 0; from < count; from += step) {
    const to = Math.min(from + step, count);
    kernels.rankUpdate(factors.subarray(from * n, to * n), null, null, to - from, n, factor);
    pause();
  }
  if (!kernels.choleskyFactor(factor, n)) throw new RangeError('The factors are too large for the ridge regression.');
  const rows = new Float32Array(factors.length);
  const row = new Float64Array(n);
  for (let i = 0; i < count; i++) {
    row.set(factors.subarray(i * n, (i + 1) * n));
    kernels.forwardSolve(factor, n, row);
    rows.set(row, i * n);
    if (i % step === step - 1) pause();
  }
  return { factor, rows };
}

/** The same on an engine: ten times as fast where kernels are compiled, and in single precision there. */
export function whitenOn(engine: Engine, factors: Float32Array, n: number, ridge: number): Whitened {
  return engine.scope(() => {
    const matrix = createMatrix(engine, factors.length / n, n);
    writeMatrix(matrix, factors);
    const products = new Float64Array(n * n);
    gram(engine, matrix, products);
    for (let f = 0; f < n; f++) products[f * n + f] += ridge;
    const factor = choleskyOf(products, n);
    transformRows(engine, matrix, transposeOf(inverseOfLower(factor, n), n), matrix);
    return { factor, rows: readMatrix(matrix) };
  });
}
