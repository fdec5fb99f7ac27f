import type { Engine, Matrix, Pause } from './engine.js';

/** Rows whose products are summed in single precision; the sums of such groups are then added in double precision. */
const GROUP = 64;
/** Groups that one unit of parallel work sums up, at most; fewer units for wide matrices, whose sums are large. */
const UNITS = 32;

/**
 * `out = M'M`, all of `columns` x `columns`, row-major. Summed in single precision over 64 rows, in double precision beyond.
 * O(rows * columns^2).
 */
export function gram(engine: Engine, matrix: Matrix, out: Float64Array, pause?: Pause): void {
  const { rows, columns: n, stride, values } = matrix;
  out.fill(0, 0, n * n);
  if (engine.jobs) {
    const { jobs } = engine;
    engine.scope(() => {
      // The cut depends on the shape alone, so that the sum does not depend on the threads.
      const groups = Math.ceil(rows / GROUP);
      const units = Math.max(1, Math.min(UNITS, groups, Math.floor(2 ** 22 / stride ** 2)));
      const unitRows = Math.ceil(groups / units) * GROUP;
      const sums = engine.float64(units * stride * stride);
      const scratch = 4 * stride * (GROUP + stride);
      jobs.run('gram', units, 1, [values, rows, stride, unitRows, sums], scratch, pause);
      for (let u = 0; u < units; u++)
        for (let i = 0; i < n; i++) for (let j = i; j < n; j++) out[i * n + j] += sums[(u * stride + i) * stride + j];
    });
  } else {
    for (let r = 0; r < rows; r++) {
      const row = r * stride;
      for (let i = 0; i < n; i++) {
        const a = values[row + i];
        for (let j = i; j < n; j++) out[i * n + j] += a * values[row + j];
      }
      if ((r & 4095) === 4095) pause?.((r + 1) / rows);
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) out[i * n + j] = out[j * n + i];
}
