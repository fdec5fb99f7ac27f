import type { Kernels } from './kernels.js';

/** The kernels in plain TypeScript: the reference that other implementations are compared with, and the fallback. */
export const jsKernels: Kernels = {
  dot(a, aOffset, b, bOffset, n) {
    // Four sums: the additions of one alone would wait for each other.
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let f = 0;
    for (; f + 4 <= n; f += 4) {
      s0 += a[aOffset + f] * b[bOffset + f];
      s1 += a[aOffset + f + 1] * b[bOffset + f + 1];
      s2 += a[aOffset + f + 2] * b[bOffset + f + 2];
      s3 += a[aOffset + f + 3] * b[bOffset + f + 3];
    }
    for (; f < n; f++) s0 += a[aOffset + f] * b[bOffset + f];
    return s0 + s1 + (s2 + s3);
  },

  axpy(alpha, x, xOffset, y, n) {
    for (let f = 0; f < n; f++) y[f] += alpha * x[xOffset + f];
  },

  rankUpdate(rows, index, weights, count, n, out) {
    // Four rows at a time: each element of `out` is then read and written once for four products.
    let k = 0;
    for (; k + 4 <= count; k += 4) {
      const o0 = (index ? index[k] : k) * n;
      const o1 = (index ? index[k + 1] : k + 1) * n;
      const o2 = (index ? index[k + 2] : k + 2) * n;
      const o3 = (index ? index[k + 3] : k + 3) * n;
      for (let i = 0; i < n; i++) {
        const a0 = rows[o0 + i] * (weights ? weights[k] : 1);
        const a1 = rows[o1 + i] * (weights ? weights[k + 1] : 1);
        const a2 = rows[o2 + i] * (weights ? weights[k + 2] : 1);
        const a3 = rows[o3 + i] * (weights ? weights[k + 3] : 1);
        const base = i * n;
        for (let j = 0; j <= i; j++)
          out[base + j] += a0 * rows[o0 + j] + a1 * rows[o1 + j] + (a2 * rows[o2 + j] + a3 * rows[o3 + j]);
      }
    }
    for (; k < count; k++) {
      const o = (index ? index[k] : k) * n;
      for (let i = 0; i < n; i++) {
        const a = rows[o + i] * (weights ? weights[k] : 1);
        const base = i * n;
        for (let j = 0; j <= i; j++) out[base + j] += a * rows[o + j];
      }
    }
  },

  choleskyFactor(a, n) {
    for (let i = 0; i < n; i++) {
      const ri = i * n;
      for (let j = 0; j <= i; j++) {
        const rj = j * n;
        let sum = a[ri + j];
        for (let k = 0; k < j; k++) sum -= a[ri + k] * a[rj + k];
        if (i !== j) a[ri + j] = sum / a[rj + j];
        else if (sum > 0) a[ri + i] = Math.sqrt(sum);
        else return false;
      }
    }
    return true;
  },

  forwardSolve(l, n, b) {
    for (let i = 0; i < n; i++) {
      const row = i * n;
      let sum = b[i];
      for (let k = 0; k < i; k++) sum -= l[row + k] * b[k];
      b[i] = sum / l[row + i];
    }
  },

  backwardSolve(l, n, b) {
    // By rows of L, that is by columns of L': memory is read in order.
    for (let i = n - 1; i >= 0; i--) {
      const row = i * n;
      const x = b[i] / l[row + i];
      b[i] = x;
      for (let k = 0; k < i; k++) b[k] -= l[row + k] * x;
    }
  },

  multiply(rows, index, count, n, vector, out) {
    for (let k = 0; k < count; k++) {
      const row = (index ? index[k] : k) * n;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let f = 0;
      for (; f + 4 <= n; f += 4) {
        s0 += rows[row + f] * vector[f];
        s1 += rows[row + f + 1] * vector[f + 1];
        s2 += rows[row + f + 2] * vector[f + 2];
        s3 += rows[row + f + 3] * vector[f + 3];
      }
      for (; f < n; f++) s0 += rows[row + f] * vector[f];
      out[k] = s0 + s1 + (s2 + s3);
    }
  },

  sgdStep(p, pOffset, q, qOffset, n, pull, shrink) {
    for (let f = 0; f < n; f++) {
      const pf = p[pOffset + f];
      const qf = q[qOffset + f];
      p[pOffset + f] = pf + (pull * qf - shrink * pf);
      q[qOffset + f] = qf + (pull * pf - shrink * qf);
    }
  },
};
