import { diversify, DIVERSITY_POOL } from '../model/hybrid/diversify.js';
import type { SparseRows } from '../model/sparse.js';
import { topK } from '../model/top-k.js';

export interface RankRequest {
  /** By place. */
  readonly scores: Float64Array;
  /** 1 leaves a place out. Changed while ranking, and as it was afterwards. */
  readonly excluded: Uint8Array;
  readonly tieRank: Int32Array;
  readonly vectors: SparseRows;
  /** Lower scores are left out. */
  readonly minScore: number;
  readonly diversity: number;
  /** 1 ranks a place behind all others; null for none. */
  readonly behind: Uint8Array | null;
  /** How many places of the order are wanted. */
  readonly length: number;
}

/**
 * The order of a list: by score, ties by content id, diversified among the best; then, in the same way, what is to stand
 * behind. A longer list starts with the shorter one. Shorter than `length` where there is no more.
 */
export function rankPlaces(request: RankRequest): Int32Array {
  const { excluded, behind, length } = request;
  if (!behind) return rankTier(request, length);
  const kept = excluded.slice();
  for (let p = 0; p < excluded.length; p++) if (behind[p] === 1) excluded[p] = 1;
  const first = rankTier(request, length);
  for (let p = 0; p < excluded.length; p++) excluded[p] = kept[p] === 1 || behind[p] === 0 ? 1 : 0;
  const second = first.length < length ? rankTier(request, length - first.length) : new Int32Array(0);
  excluded.set(kept);
  const order = new Int32Array(first.length + second.length);
  order.set(first);
  order.set(second, first.length);
  return order;
}

function rankTier(request: RankRequest, length: number): Int32Array {
  const { scores, excluded, tieRank, vectors, minScore, diversity } = request;
  // The pool is the same for every length: else a second page would not go on where the first ended.
  const best = topK(scores, diversity > 0 ? Math.max(length, DIVERSITY_POOL) : length, excluded, tieRank);
  let end = best.length;
  while (end > 0 && scores[best[end - 1]] < minScore) end--;
  return diversify(best.subarray(0, end), scores, vectors, diversity, length).subarray(0, length);
}
