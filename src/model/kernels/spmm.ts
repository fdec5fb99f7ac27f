import type { Engine, Matrix, Pause, SparseMatrix } from './engine.js';

/** Products between two pauses: some tens of milliseconds. */
const STRIDE = 30_000_000;

/** Sparse times dense: `out = sparse * dense`, rows in the sparse rows' order. O(entries * columns). */
export function spmm(engine: Engine, sparse: SparseMatrix, dense: Matrix, out: Matrix, pause?: Pause): void {
  if (engine.jobs) {
    const args = [sparse.ptr, sparse.column, sparse.value, dense.values, out.values, out.stride];
    engine.jobs.run('spmm', sparse.rows, 64, args, 0, pause);
    return;
  }
  const { stride } = out;
  let work = 0;
  for (let r = 0; r < sparse.rows; r++) {
    const to = r * stride;
    out.values.fill(0, to, to + stride);
    for (let e = sparse.ptr[r]; e < sparse.ptr[r + 1]; e++) {
      const from = sparse.column[e] * stride;
      const value = sparse.value[e];
      for (let f = 0; f < stride; f++) out.values[to + f] += value * dense.values[from + f];
    }
    work += stride * (sparse.ptr[r + 1] - sparse.ptr[r]);
    if (work >= STRIDE) {
      work = 0;
      pause?.((r + 1) / sparse.rows);
    }
  }
}
