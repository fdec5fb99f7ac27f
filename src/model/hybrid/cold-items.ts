import type { Explanation } from '../recommender.js';
import type { SparseRows } from '../sparse.js';
import { topK } from '../top-k.js';

/** For each cold item its nearest trained items by content. */
export interface ColdItemMap {
  /** The cold items, ascending. */
  readonly items: Int32Array;
  /** Bounds of each cold item's neighbours, length items + 1. */
  readonly neighbourPtr: Int32Array;
  readonly neighbours: Int32Array;
  /** At least 0; each item's sum to its best cosine, so at most 1. */
  readonly weights: Float64Array;
}

/**
 * Finds for items that no one had engaged with in training (new content) the trained items most like them: the
 * `neighbours` of largest cosine over 0, with weights `cos_j / sum(cos) * max(cos)`. The factor `max(cos)` holds back items that
 * are like nothing known. Ties go to the smaller place. O(cold items * (length of the posting lists of their terms + rows)).
 * @param vectors rows of norm 1 or empty
 * @param neighbours at most so many for each; default 5
 */
export function mapColdItems(vectors: SparseRows, isCold: (item: number) => boolean, neighbours = 5): ColdItemMap {
  const excluded = Uint8Array.from({ length: vectors.rows }, (_, item) => (isCold(item) ? 1 : 0));
  const postings = postingLists(vectors, excluded);
  const cosine = new Float64Array(vectors.rows);
  const items: number[] = [];
  const neighbourPtr = [0];
  const places: number[] = [];
  const weights: number[] = [];
  for (let item = 0; item < vectors.rows; item++) {
    if (excluded[item] === 0) continue;
    cosine.fill(0);
    for (let p = vectors.rowPtr[item]; p < vectors.rowPtr[item + 1]; p++) {
      const column = vectors.column[p];
      for (let q = postings.ptr[column]; q < postings.ptr[column + 1]; q++)
        cosine[postings.row[q]] += vectors.value[p] * postings.value[q];
    }
    const nearest = Array.from(topK(cosine, neighbours, excluded, null)).filter((row) => cosine[row] > 0);
    const sum = nearest.reduce((total, row) => total + cosine[row], 0);
    for (const row of nearest) {
      places.push(row);
      weights.push((cosine[row] / sum) * Math.min(1, cosine[nearest[0]]));
    }
    items.push(item);
    neighbourPtr.push(places.length);
  }
  return {
    items: Int32Array.from(items),
    neighbourPtr: Int32Array.from(neighbourPtr),
    neighbours: Int32Array.from(places),
    weights: Float64Array.from(weights),
  };
}

/** Writes the cold items' raw scores: the weighted sum of their neighbours', 0 where there are none. */
export function scoreColdItems(map: ColdItemMap, scores: Float64Array): void {
  for (let i = 0; i < map.items.length; i++) {
    let sum = 0;
    for (let p = map.neighbourPtr[i]; p < map.neighbourPtr[i + 1]; p++)
      sum += map.weights[p] * scores[map.neighbours[p]];
    scores[map.items[i]] = sum;
  }
}

/**
 * The exact decomposition of a cold item's raw score, through its neighbours: base and contributions are the weighted sums of
 * theirs, since the score is. Null for an item that is not in the map.
 * @param explain of one trained item
 * @param length entries of the history
 */
export function explainColdItem(
  map: ColdItemMap,
  item: number,
  explain: (neighbour: number) => Explanation,
  length: number,
): Explanation | null {
  const place = placeOf(map.items, item);
  if (place < 0) return null;
  let base = 0;
  const contributions = new Float64Array(length);
  for (let p = map.neighbourPtr[place]; p < map.neighbourPtr[place + 1]; p++) {
    const part = explain(map.neighbours[p]);
    base += map.weights[p] * part.base;
    for (let e = 0; e < length; e++) contributions[e] += map.weights[p] * part.contributions[e];
  }
  return { base, contributions };
}

/** Where an item stands among the cold ones, or -1. */
export function placeOf(items: Int32Array, item: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (items[middle] === item) return middle;
    if (items[middle] < item) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** The rows that are not excluded, by column. */
function postingLists(
  vectors: SparseRows,
  excluded: Uint8Array,
): { ptr: Int32Array; row: Int32Array; value: Float64Array } {
  const ptr = new Int32Array(vectors.columns + 1);
  for (let row = 0; row < vectors.rows; row++) {
    if (excluded[row] === 1) continue;
    for (let p = vectors.rowPtr[row]; p < vectors.rowPtr[row + 1]; p++) ptr[vectors.column[p] + 1]++;
  }
  for (let c = 0; c < vectors.columns; c++) ptr[c + 1] += ptr[c];
  const next = ptr.slice(0, vectors.columns);
  const rows = new Int32Array(ptr[vectors.columns]);
  const value = new Float64Array(ptr[vectors.columns]);
  for (let row = 0; row < vectors.rows; row++) {
    if (excluded[row] === 1) continue;
    for (let p = vectors.rowPtr[row]; p < vectors.rowPtr[row + 1]; p++) {
      const place = next[vectors.column[p]]++;
      rows[place] = row;
      value[place] = vectors.value[p];
    }
  }
  return { ptr, row: rows, value };
}
