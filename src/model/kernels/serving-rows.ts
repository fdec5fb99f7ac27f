import { createMatrix, type Engine } from './engine.js';
import { jsKernels } from './js-kernels.js';
import { baseTiles, solveExactly } from './solve-rows.js';
import type { WeightedRows } from './weighted-rows.js';

/** Factor rows that answer one learner after the other. */
export interface ServingRows {
  /** Writes `out[r] = row r . vector`; in single precision where kernels are compiled. O(rows * columns). */
  score(vector: Float64Array, out: Float64Array): void;
  /**
   * Writes the v that minimises `|v|^2 + sum_k weight_k (row_k . v - pull_k / weight_k)^2` over `count` terms; null where
   * the caller is as fast by itself. O(n^2 columns + n^3) for n terms.
   */
  readonly solve:
    ((count: number, row: Int32Array, weight: Float64Array, pull: Float64Array, out: Float64Array) => void) | null;
}

/**
 * Copies the rows into the engine, where they stay: make it outside of scopes that end before it. An instance serves one
 * call at a time.
 * @param rows `count` x `columns`
 */
export function createServingRows(engine: Engine, rows: Float32Array, count: number, columns: number): ServingRows {
  const { jobs } = engine;
  if (!jobs)
    return { score: (vector, out) => jsKernels.multiply(rows, null, count, columns, vector, out), solve: null };
  const matrix = createMatrix(engine, count, columns);
  const { stride, values } = matrix;
  for (let r = 0; r < count; r++) values.set(rows.subarray(r * columns, (r + 1) * columns), r * stride);
  const padded = values.length / stride;
  const inside = engine.float32(stride);
  const scores = engine.float32(padded);
  const real = scores.subarray(0, count);
  const scoreArgs = [values, stride, inside, scores];
  const solution = createMatrix(engine, 1, columns);
  const system = { base: baseTiles(engine, null, columns), ridge: null, dual: true };
  let terms = createTerms(engine, 64);
  return {
    score(vector, out) {
      inside.set(vector);
      jobs.run('scoreRows', padded / 4, 1024, scoreArgs);
      out.set(real);
    },
    solve(n, row, weight, pull, out) {
      if (n > terms.place.length) terms = createTerms(engine, 2 * n);
      terms.ptr[1] = n;
      for (let k = 0; k < n; k++) {
        terms.place[k] = row[k];
        terms.weight[k] = weight[k];
        terms.pull[k] = pull[k];
      }
      solveExactly(engine, terms, matrix, system, solution);
      out.set(solution.values.subarray(0, columns));
    },
  };
}

function createTerms(engine: Engine, capacity: number): WeightedRows & { readonly pull: Float32Array } {
  return {
    rows: 1,
    entries: capacity,
    ptr: engine.int32(2),
    place: engine.int32(capacity),
    weight: engine.float32(capacity),
    pull: engine.float32(capacity),
  };
}
