import { jsKernels } from './js-kernels.js';

/** Arithmetic on square matrices of factors x factors: row-major, double precision, all n^2 entries. */

/** L with `a = LL'`, zeros above its diagonal. @throws RangeError when `a` is not positive definite */
export function choleskyOf(a: Float64Array, n: number): Float64Array {
  const l = a.slice();
  if (!jsKernels.choleskyFactor(l, n)) throw new RangeError('The factors are too large for the ridge regression.');
  for (let i = 0; i < n; i++) l.fill(0, i * n + i + 1, (i + 1) * n);
  return l;
}

/** L^-1 of a lower triangle. */
export function inverseOfLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      const factor = l[i * n + k];
      for (let j = 0; j <= k; j++) inverse[i * n + j] -= factor * inverse[k * n + j];
    }
    inverse[i * n + i] = 1;
    for (let j = 0; j <= i; j++) inverse[i * n + j] /= l[i * n + i];
  }
  return inverse;
}

export function transposeOf(a: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = a[i * n + j];
  return out;
}

export function productOf(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k];
      if (factor !== 0) for (let j = 0; j < n; j++) out[i * n + j] += factor * b[k * n + j];
    }
  return out;
}
