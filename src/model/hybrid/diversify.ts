import type { SparseRows } from '../sparse.js';

/** How many of the best candidates may change places; what stands behind them keeps the order of its scores. */
export const DIVERSITY_POOL = 200;

/**
 * Reorders candidates by maximal marginal relevance (Carbonell and Goldstein 1998): again and again takes the candidate of
 * largest `(1 - diversity) * relevance - diversity * max(cosine to those taken)`. Relevance is the score brought to 0-1
 * over the candidates, so that one value of `diversity` means the same whatever the spread of the scores. The first is
 * always the best candidate, and a longer list starts with the shorter one. Ties go to the candidate that stood before.
 * O(length * candidates * terms).
 * @param candidates places, best first; a permutation of its first `DIVERSITY_POOL` is the candidate set
 * @param scores by place
 * @param vectors by place, norm 1 or empty (an empty one is like nothing)
 * @param diversity 0 (the order as given) to 1 (as different as can be)
 * @param length how many to bring in order; the rest of the candidates follows as it stood
 */
export function diversify(
  candidates: Int32Array,
  scores: Float64Array,
  vectors: SparseRows,
  diversity: number,
  length: number = candidates.length,
): Int32Array {
  const pool = Math.min(candidates.length, DIVERSITY_POOL);
  if (!(diversity > 0) || pool < 3) return candidates;
  const best = scores[candidates[0]];
  const spread = best - scores[candidates[pool - 1]];
  const relevance = Float64Array.from({ length: pool }, (_, i) =>
    spread > 0 ? 1 - (best - scores[candidates[i]]) / spread : 1,
  );
  const nearest = new Float64Array(pool);
  const taken = new Uint8Array(pool);
  const dense = new Float64Array(vectors.columns);
  const { rowPtr, column, value } = vectors;
  const out = candidates.slice();
  let chosen = 0;
  for (let n = 0; n < pool; n++) {
    taken[chosen] = 1;
    out[n] = candidates[chosen];
    if (n + 1 === pool) break;
    if (n + 1 >= length) {
      for (let i = 0, rest = n + 1; i < pool; i++) if (taken[i] === 0) out[rest++] = candidates[i];
      break;
    }
    // One vector spread out makes every comparison a walk along the other alone.
    spreadOut(vectors, candidates[chosen], dense, 1);
    const last = candidates[chosen];
    chosen = -1;
    let largest = -Infinity;
    for (let i = 0; i < pool; i++) {
      if (taken[i] === 1) continue;
      let cosine = 0;
      for (let p = rowPtr[candidates[i]]; p < rowPtr[candidates[i] + 1]; p++) cosine += dense[column[p]] * value[p];
      if (cosine > nearest[i]) nearest[i] = cosine;
      const marginal = (1 - diversity) * relevance[i] - diversity * nearest[i];
      if (marginal > largest) {
        largest = marginal;
        chosen = i;
      }
    }
    spreadOut(vectors, last, dense, 0);
  }
  return out;
}

/** Writes a row's values, times `factor`, to their columns. */
function spreadOut({ rowPtr, column, value }: SparseRows, row: number, out: Float64Array, factor: number): void {
  for (let p = rowPtr[row]; p < rowPtr[row + 1]; p++) out[column[p]] = factor * value[p];
}
