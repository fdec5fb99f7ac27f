import type { Engine, Matrix, Pause } from './engine.js';
import { createTiles } from './tiles.js';

/**
 * Multiplies every row by a small matrix from the right: `out = M * B`. `out` may be `matrix` itself when the column counts
 * are equal. O(rows * matrix.columns * out.columns).
 * @param b `matrix.columns` x `out.columns`, row-major
 */
export function transformRows(engine: Engine, matrix: Matrix, b: Float64Array, out: Matrix, pause?: Pause): void {
  const { rows, columns, stride } = matrix;
  if (engine.jobs) {
    const { jobs } = engine;
    engine.scope(() => {
      const tiles = createTiles(engine, b, columns, out.columns).values;
      const args = [matrix.values, stride, columns, tiles, out.values, out.stride];
      jobs.run('transformRows', rows, 64, args, 256 + 32 * stride, pause);
    });
    return;
  }
  const row = new Float64Array(out.columns);
  for (let r = 0; r < rows; r++) {
    row.fill(0);
    for (let i = 0; i < columns; i++) {
      const a = matrix.values[r * stride + i];
      for (let j = 0; j < row.length; j++) row[j] += a * b[i * row.length + j];
    }
    out.values.set(row, r * out.stride);
    if ((r & 1023) === 1023) pause?.((r + 1) / rows);
  }
}
