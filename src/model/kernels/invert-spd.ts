import type { Engine, Matrix, Pause } from './engine.js';

/**
 * Replaces a symmetric positive definite matrix by its inverse. Reads the upper triangle (row <= column), writes all of it.
 * Single precision in storage. O(n^3).
 * @returns false, with the matrix spoilt, when it is not positive definite
 */
export function invertSpd(_engine: Engine, matrix: Matrix, pause?: Pause): boolean {
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
