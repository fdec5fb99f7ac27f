import { scoreContent } from '../content/profile.js';
import { rowOf } from '../sparse.js';
import { placeOf, scoreColdItems } from './cold-items.js';
import type { HybridModel, ItemSpace } from './hybrid-model.js';

/** Writes every item's cosine with one item by content, 0 to 1. @returns the item's own vector, dense */
export function contentSimilarity(space: ItemSpace, item: number, out: Float64Array): Float64Array {
  const { vectors } = space;
  const own = rowOf(vectors, item);
  const dense = new Float64Array(vectors.columns);
  for (let e = 0; e < own.indices.length; e++) dense[own.indices[e]] = own.values[e];
  scoreContent(dense, vectors, out);
  for (let i = 0; i < out.length; i++) if (out[i] < 0) out[i] = 0;
  return dense;
}

/**
 * Writes every item's similarity with one item by who engages with both, 0 to 1; dissimilar ones get 0. Items that nobody had
 * engaged with at the fit, on either side, take it from their neighbours by content, as they take their scores: the weights
 * of a cold item sum to at most 1, so that nothing comes above the best of its neighbours.
 */
export function collaborativeSimilarity(
  { collaborative }: Pick<HybridModel, 'collaborative'>,
  { cold }: Pick<ItemSpace, 'cold'>,
  item: number,
  out: Float64Array,
): void {
  const trained = out.subarray(0, collaborative.items);
  out.fill(0);
  const place = placeOf(cold.items, item);
  if (place < 0) collaborative.similar(item, trained);
  else {
    const ofNeighbour = new Float64Array(collaborative.items);
    for (let p = cold.neighbourPtr[place]; p < cold.neighbourPtr[place + 1]; p++) {
      collaborative.similar(cold.neighbours[p], ofNeighbour);
      for (let i = 0; i < trained.length; i++) trained[i] += cold.weights[p] * ofNeighbour[i];
    }
  }
  for (let i = 0; i < trained.length; i++) trained[i] = Math.min(1, Math.max(0, trained[i]));
  scoreColdItems(cold, out);
}
