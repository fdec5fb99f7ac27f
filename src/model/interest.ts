import type { History } from './interactions.js';
import type { SparseVector } from './sparse.js';

/** A learner's interest over engaged items: the strengths, by ascending item; what was disliked counts for nothing. */
export function interestVector(history: History): SparseVector {
  const engaged = Array.from(history.items.keys())
    .filter((e) => history.strength[e] > 0)
    .sort((a, b) => history.items[a] - history.items[b]);
  return {
    indices: Int32Array.from(engaged, (e) => history.items[e]),
    values: Float64Array.from(engaged, (e) => history.strength[e]),
  };
}

/** Items of both interests, by the product of the strengths, the largest first; ties by item. */
export function sharedInterest(a: SparseVector, b: SparseVector): number[] {
  const other = new Map(Array.from(b.indices, (item, i) => [item, b.values[i]]));
  return Array.from(a.indices, (item, i) => ({ item, weight: a.values[i] * (other.get(item) ?? 0) }))
    .filter(({ weight }) => weight > 0)
    .sort((x, y) => y.weight - x.weight || x.item - y.item)
    .map(({ item }) => item);
}
