import type { Engine, Matrix, Pause } from './engine.js';
import { gram } from './gram.js';
import { jsKernels } from './js-kernels.js';
import { transformRows } from './transform-rows.js';

/**
 * Replaces the columns by an orthonormal basis of their span: Cholesky QR, twice (Fukaya et al. 2014, "CholeskyQR2").
 * `M = QR` with `M'M = R'R`, `Q = M R^-1`; the second round removes what the first one's rounding left. Columns that depend
 * on those before them come out as 0. O(rows * columns^2).
 */
export function orthonormalise(engine: Engine, matrix: Matrix, pause?: Pause): void {
  const n = matrix.columns;
  const products = new Float64Array(n * n);
  for (let round = 0; round < 2; round++) {
    gram(engine, matrix, products, pause && ((done) => pause((round + done / 2) / 2)));
    transformRows(
      engine,
      matrix,
      inverseRoot(products, n),
      matrix,
      pause && ((done) => pause((round + 0.5 + done / 2) / 2)),
    );
  }
}

/** Columns shorter than this share of their own length, once the others are taken out, are rounding only. */
const DEPENDENT = 1e-10;

/** R^-1, upper triangle, with `a = R'R`; a zero column where `a` is singular. */
function inverseRoot(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  const kept = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= l[i * n + k] * l[j * n + k];
      if (i !== j) l[i * n + j] = kept[j] === 1 ? sum / l[j * n + j] : 0;
      else if (sum > DEPENDENT * a[i * n + i]) {
        l[i * n + i] = Math.sqrt(sum);
        kept[i] = 1;
      } else l[i * n + i] = 1;
    }
  }
  const out = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let c = 0; c < n; c++) {
    if (kept[c] === 0) continue;
    // Column c of L^-T: the solution of L' x = e_c.
    column.fill(0);
    column[c] = 1;
    jsKernels.backwardSolve(l, n, column);
    for (let i = 0; i < n; i++) out[i * n + c] = kept[i] === 1 ? column[i] : 0;
  }
  return out;
}
