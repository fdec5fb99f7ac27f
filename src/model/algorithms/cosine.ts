import type { Kernels } from '../kernels/kernels.js';

/** Writes the cosine of every factor row with row `item`; 0 where either row is zero or `item` is no row; 1 for itself. */
export function rowCosines(
  kernels: Kernels,
  rows: Float32Array,
  count: number,
  n: number,
  item: number,
  out: Float64Array,
): void {
  out.fill(0);
  if (!(item >= 0 && item < count)) return;
  const length = Math.sqrt(kernels.dot(rows, item * n, rows, item * n, n));
  if (length === 0) return;
  for (let i = 0; i < count; i++) {
    const other = Math.sqrt(kernels.dot(rows, i * n, rows, i * n, n));
    const product = kernels.dot(rows, item * n, rows, i * n, n);
    if (other > 0) out[i] = Math.max(-1, Math.min(1, product / (length * other)));
  }
  out[item] = 1;
}
