import type { Kernels } from '../kernels/kernels.js';
import type { ServingRows } from '../kernels/serving-rows.js';

/**
 * The terms that one learner's history (or one item's audience) puts on a vector v, as columns. The first `count` places
 * of each array count.
 */
export interface FoldInTerms {
  count: number;
  /** How much of `FoldInOptions.extra` the prior gains. */
  share: number;
  /** Row of the factor matrix. */
  readonly row: Int32Array;
  /** Weight of the term's square, at least 0. */
  readonly weight: Float64Array;
  /** Weight times the value that the row's product should have. */
  readonly pull: Float64Array;
  /** Added to the row's product for the term's prediction; only read for one-sided terms. */
  readonly offset: Float64Array;
  /** 1: the term counts only while its prediction is above 0 (a dislike pushes down, never up). */
  readonly oneSided: Uint8Array;
}

export function createTerms(capacity: number): FoldInTerms {
  return {
    count: 0,
    share: 0,
    row: new Int32Array(capacity),
    weight: new Float64Array(capacity),
    pull: new Float64Array(capacity),
    offset: new Float64Array(capacity),
    oneSided: new Uint8Array(capacity),
  };
}

export interface FoldIn {
  /**
   * Writes the v that minimises `|v|^2 + sum_k weight_k (z_k . v - pull_k / weight_k)^2` over the terms in force, that is
   * `v = A^-1 sum_k pull_k z_k` with `A = I + sum_k weight_k z_k z_k'` (plus `share * extra`).
   */
  solve(terms: FoldInTerms, out: Float64Array): void;
  /**
   * How `rows[row] . v` of that kind comes about: writes for each term `pull_k z_row' A^-1 z_k`; 0 for terms not in
   * force. They sum to the product. Row after row for the same terms object, which must not have changed, costs one factoring.
   */
  decompose(terms: FoldInTerms, row: number, out: Float64Array): void;
}

/** Rounds after which a one-sided term that is in force stays so: ends the rare cycle of the active set. */
const ROUNDS = 12;

/**
 * Exact ridge regression of a vector on fixed factor rows (already whitened: the prior is the identity), with one-sided terms
 * by an active set. With n terms in force and d columns: by the d x d system, O(n d^2 + d^3), or for n < d by the n x n
 * system of the Woodbury identity `A^-1 r = r - Z'W^(1/2) (I + W^(1/2) ZZ' W^(1/2))^-1 W^(1/2) Z r`, O(n^2 d + n^3).
 * Keeps scratch memory, so that an instance serves one call at a time.
 * @param serving the same rows where compiled kernels reach them: `solve` then runs there, in single precision
 * @param extra d x d, row-major: what the prior gains in terms with a `share`; these take the d x d system
 */
export function createFoldIn(
  kernels: Kernels,
  rows: Float32Array,
  columns: number,
  extra: Float64Array | null = null,
  serving: ServingRows | null = null,
): FoldIn {
  const d = columns;
  let capacity = 0;
  let active = new Int32Array(0); // terms in force
  let count = 0;
  let primal = false;
  let row = new Int32Array(0);
  let root = new Float64Array(0); // square roots of their weights
  let product = new Float64Array(0);
  let small = new Float64Array(0);
  let large = new Float64Array(0);

  const reserve = (terms: number): void => {
    if (terms <= capacity) return;
    capacity = Math.max(terms, 2 * capacity);
    active = new Int32Array(capacity);
    row = new Int32Array(capacity);
    root = new Float64Array(capacity);
    product = new Float64Array(capacity);
    const side = Math.min(capacity, d);
    small = new Float64Array(side * side);
  };

  /** Factors the system of the terms in force. */
  const factor = (terms: FoldInTerms): void => {
    for (let k = 0; k < count; k++) {
      row[k] = terms.row[active[k]];
      root[k] = Math.sqrt(terms.weight[active[k]]);
    }
    let definite: boolean;
    primal = count >= d || terms.share !== 0;
    if (!primal) {
      for (let a = 0; a < count; a++) {
        for (let b = 0; b <= a; b++)
          small[a * count + b] = root[a] * root[b] * kernels.dot(rows, row[a] * d, rows, row[b] * d, d);
        small[a * count + a] += 1;
      }
      definite = kernels.choleskyFactor(small, count);
    } else {
      if (large.length === 0) large = new Float64Array(d * d);
      large.fill(0);
      if (extra) for (let f = 0; f < large.length; f++) large[f] = terms.share * extra[f];
      for (let f = 0; f < d; f++) large[f * d + f] += 1;
      for (let k = 0; k < count; k++) product[k] = terms.weight[active[k]];
      kernels.rankUpdate(rows, row, product, count, d, large);
      definite = kernels.choleskyFactor(large, d);
    }
    if (!definite) throw new RangeError('The factors or the weights are too large for the ridge regression.');
  };

  /** Replaces r by `A^-1 r` with the last factored system. */
  const applyInverse = (r: Float64Array): void => {
    if (primal) {
      kernels.forwardSolve(large, d, r);
      kernels.backwardSolve(large, d, r);
      return;
    }
    kernels.multiply(rows, row, count, d, r, product);
    for (let k = 0; k < count; k++) product[k] *= root[k];
    kernels.forwardSolve(small, count, product);
    kernels.backwardSolve(small, count, product);
    for (let k = 0; k < count; k++) kernels.axpy(-root[k] * product[k], rows, row[k] * d, r, d);
  };

  const inForce = new Set<number>();
  /** @param keep whether `applyInverse` is needed afterwards */
  const solve = (terms: FoldInTerms, out: Float64Array, keep: boolean): void => {
    reserve(terms.count);
    inForce.clear();
    for (let round = 0; ; round++) {
      count = 0;
      for (let k = 0; k < terms.count; k++) if (terms.oneSided[k] === 0 || inForce.has(k)) active[count++] = k;
      if (serving?.solve && !keep && terms.share === 0) {
        for (let k = 0; k < count; k++) {
          row[k] = terms.row[active[k]];
          root[k] = terms.weight[active[k]];
          product[k] = terms.pull[active[k]];
        }
        serving.solve(count, row, root, product, out);
      } else {
        factor(terms);
        out.fill(0);
        for (let k = 0; k < count; k++) kernels.axpy(terms.pull[active[k]], rows, row[k] * d, out, d);
        applyInverse(out);
      }

      let changed = false;
      for (let k = 0; k < terms.count; k++) {
        if (terms.oneSided[k] === 0) continue;
        kernels.multiply(rows, terms.row.subarray(k, k + 1), 1, d, out, product);
        const above = terms.offset[k] + product[0] > 0;
        if (above && !inForce.has(k)) changed = inForce.add(k).has(k);
        else if (!above && round < ROUNDS) changed = inForce.delete(k) || changed;
      }
      if (!changed) return;
    }
  };

  const vector = new Float64Array(d);
  /** The terms whose system is the factored one. */
  let factored: FoldInTerms | null = null;
  return {
    solve(terms, out) {
      factored = null;
      solve(terms, out, false);
    },
    decompose(terms, target, out) {
      if (factored !== terms) {
        factored = null;
        solve(terms, vector, true);
        factored = terms;
      }
      vector.fill(0);
      kernels.axpy(1, rows, target * d, vector, d);
      applyInverse(vector);
      kernels.multiply(rows, row, count, d, vector, product);
      out.fill(0);
      for (let k = 0; k < count; k++) out[active[k]] = terms.pull[active[k]] * product[k];
    },
  };
}
