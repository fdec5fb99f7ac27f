import type { Engine, JobRunner, Matrix, Pause } from './engine.js';

/**
 * Replaces a symmetric positive definite matrix by its inverse. Reads the upper triangle (row <= column), writes all of it.
 * Single precision in storage. O(n^3).
 * @returns false, with the matrix spoilt, when it is not positive definite
 */
export function invertSpd(engine: Engine, matrix: Matrix, pause?: Pause): boolean {
  return engine.jobs ? invertByBlocks(engine, engine.jobs, matrix, pause) : invertByRows(matrix, pause);
}

/** Rows and columns of a block of the compiled kernels. */
const BLOCK = 64;

/**
 * With A = U'U and W = U^-T: `A^-1 = W'W`. All three are products of columns, which is what the kernels do on tiles of eight
 * columns. Block rows of U and of W come one after the other, the blocks of a row side by side. Takes as much memory again.
 */
function invertByBlocks(engine: Engine, jobs: JobRunner, matrix: Matrix, pause: Pause = () => undefined): boolean {
  const { rows: n, stride: size, values } = matrix;
  return engine.scope(() => {
    const tiles = size / 8;
    const blocks = Math.ceil(size / BLOCK);
    const u = engine.float32(size * size);
    const pivots = engine.float32(4 * size);
    const failed = engine.int32(1);
    jobs.run('spdPack', tiles, 8, [values, n, size, u]);
    for (let k = 0; k < blocks; k++) {
      // A third of the work each: U, W and their product; the first two grow together.
      const report = (): void => pause((2 / 3) * (k / blocks) ** 2);
      jobs.run('spdUpdate', blocks + 1, 1, [u, values, size, k], 0, report);
      jobs.run('spdPivot', 1, 1, [u, size, k, pivots, failed]);
      if (failed[0] !== 0) return false;
      jobs.run('spdPanel', blocks, 1, [u, values, size, k, pivots], 0, report);
    }
    jobs.run('spdProduct', (blocks * (blocks + 1)) / 2, 1, [values, size, u], 0, (done) => pause(2 / 3 + done / 3));
    jobs.run('spdUnpack', tiles, 1, [u, n, size, values]);
    pause(1);
    return true;
  });
}

function invertByRows(matrix: Matrix, pause?: Pause): boolean {
  const { rows: n, stride, values } = matrix;
  // Cholesky A = U'U by rows, in place in the upper triangle.
  for (let k = 0; k < n; k++) {
    const rowK = k * stride;
    const pivot = values[rowK + k];
    if (!(pivot > 0)) return false;
    const scale = 1 / Math.sqrt(pivot);
    for (let j = k; j < n; j++) values[rowK + j] *= scale;
    for (let i = k + 1; i < n; i++) {
      const factor = values[rowK + i];
      if (factor === 0) continue;
      for (let j = i; j < n; j++) values[i * stride + j] -= factor * values[rowK + j];
    }
    pause?.((0.5 * k) / n);
  }
  // V = U^-1 by rows from below: V_kk = 1/U_kk, V_kj = -(sum_{k<i<=j} U_ki V_ij) / U_kk.
  const row = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    const rowK = k * stride;
    const inverse = 1 / values[rowK + k];
    row.fill(0, k);
    row[k] = 1;
    for (let i = k + 1; i < n; i++) {
      const factor = values[rowK + i];
      if (factor === 0) continue;
      for (let j = i; j < n; j++) row[j] -= factor * values[i * stride + j];
    }
    for (let j = k; j < n; j++) values[rowK + j] = row[j] * inverse;
  }
  pause?.(0.75);
  // A^-1 = V V', V upper: entry (i, j) for j >= i is the product of rows i and j from column j on; row i's own tail stays until used.
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      let sum = 0;
      for (let k = j; k < n; k++) sum += values[i * stride + k] * values[j * stride + k];
      row[j] = sum;
    }
    for (let j = i; j < n; j++) values[i * stride + j] = row[j];
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) values[i * stride + j] = values[j * stride + i];
  pause?.(1);
  return true;
}
