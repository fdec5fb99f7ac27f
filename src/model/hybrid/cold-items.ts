import type { Explanation } from '../recommender.js';
import type { SparseRows } from '../sparse.js';
import { topK } from '../top-k.js';

/** For each cold item the trained items that stand for it. */
export interface ColdItemMap {
  /** The cold items, ascending. */
  readonly items: Int32Array;
  /** Bounds of each cold item's neighbours, length items + 1. */
  readonly neighbourPtr: Int32Array;
  readonly neighbours: Int32Array;
  /** Over 0; those of one item sum to at most 1. */
  readonly weights: Float64Array;
}

/** Nearest trained items that a cold item may take its score from. */
const NEIGHBOURS = 50;
/**
 * How much the scores of single items are taken to vary beside what their content tells. Chosen by NDCG@10 of held-out items
 * on courses and films, where 1 to 2 are within 2%.
 */
const RIDGE = 1.5;
const SWEEPS = 100;
/** Weights have settled when none moves by more. */
const SETTLED = 1e-7;

/**
 * Predicts a cold item's score (new content, which no one had engaged with in training) from those of the trained items most
 * like it, by ridge regression on content with weights that are not negative:
 *
 *     w = argmin  w'(K + RIDGE I) w / 2 - k'w,   w >= 0;     then w / max(1, sum w)
 *
 * `k` holds the item's cosines with its `neighbours` of largest cosine over 0, `K` theirs with each other. So ten neighbours
 * that say the same count hardly more than one, and an item that is like nothing known is held back. The minimum is unique;
 * coordinate descent finds it (the quadratic program of Slawski, Hein 2013, "Non-negative least squares for high-dimensional
 * linear models"). Ties of cosines go to the smaller place.
 * O(cold items * (length of the posting lists of their terms + trained items + neighbours^2 * (terms + sweeps that move weights))).
 * @param vectors rows of norm 1 or empty
 * @param neighbours at most so many for each; default 50
 * @param known the neighbours of a cold item from an earlier map over the same trained items; null to find them
 */
export function mapColdItems(
  vectors: SparseRows,
  isCold: (item: number) => boolean,
  neighbours = NEIGHBOURS,
  known: (item: number) => ColdNeighbours | null = () => null,
): ColdItemMap {
  const find = createColdFinder(vectors, isCold, neighbours);
  const found = new Map<number, ColdNeighbours>();
  for (let item = 0; item < vectors.rows; item++) if (isCold(item)) found.set(item, known(item) ?? find(item));
  return collectColdItems(found);
}

/** What one cold item takes its score from. */
export interface ColdNeighbours {
  readonly places: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** Those of one cold item of a map; null where it is not in it. */
export function coldNeighbours({ items, neighbourPtr, neighbours, weights }: ColdItemMap, item: number) {
  const place = placeOf(items, item);
  if (place < 0) return null;
  const [from, to] = [neighbourPtr[place], neighbourPtr[place + 1]];
  return { places: neighbours.subarray(from, to), weights: weights.subarray(from, to) };
}

/** Items of one content have the same neighbours: found once. */
function rememberAlike(
  { rowPtr, column, value }: SparseRows,
  find: (item: number) => ColdNeighbours,
): (item: number) => ColdNeighbours {
  const found = new Map<string, ColdNeighbours>();
  return (item) => {
    const [from, to] = [rowPtr[item], rowPtr[item + 1]];
    const key = `${column.subarray(from, to).join()} ${value.subarray(from, to).join()}`;
    const known = found.get(key) ?? find(item);
    found.set(key, known);
    return known;
  };
}

/** @param found by cold item, ascending */
export function collectColdItems(found: ReadonlyMap<number, ColdNeighbours>): ColdItemMap {
  const all = [...found.values()];
  const neighbourPtr = new Int32Array(all.length + 1);
  all.forEach(({ places }, n) => (neighbourPtr[n + 1] = neighbourPtr[n] + places.length));
  const neighbours = new Int32Array(neighbourPtr[all.length]);
  const weights = new Float64Array(neighbourPtr[all.length]);
  all.forEach((one, n) => {
    neighbours.set(one.places, neighbourPtr[n]);
    weights.set(one.weights, neighbourPtr[n]);
  });
  return { items: Int32Array.from(found.keys()), neighbourPtr, neighbours, weights };
}

/** Finds what cold items take their scores from, one after the other; as `mapColdItems`. */
export function createColdFinder(
  vectors: SparseRows,
  isCold: (item: number) => boolean,
  neighbours = NEIGHBOURS,
): (item: number) => ColdNeighbours {
  const trained = Int32Array.from({ length: vectors.rows }, (_, item) => item).filter((item) => !isCold(item));
  return rememberAlike(vectors, createFinder(vectors, trained, neighbours));
}

function createFinder(vectors: SparseRows, trained: Int32Array, neighbours: number): (item: number) => ColdNeighbours {
  let postings: ReturnType<typeof postingLists> | null = null;
  const cosine = new Float64Array(trained.length);
  const dense = new Float64Array(vectors.columns);
  return (item) => {
    postings ??= postingLists(vectors, trained);
    cosine.fill(0);
    for (let p = vectors.rowPtr[item]; p < vectors.rowPtr[item + 1]; p++) {
      const column = vectors.column[p];
      for (let q = postings.ptr[column]; q < postings.ptr[column + 1]; q++)
        cosine[postings.row[q]] += vectors.value[p] * postings.value[q];
    }
    const nearest = topK(cosine, neighbours, null, null).filter((row) => cosine[row] > 0);
    const weight = solveNonNegative(
      cosinesAmong(
        vectors,
        nearest.map((row) => trained[row]),
        dense,
      ),
      Float64Array.from(nearest, (row) => Math.min(1, cosine[row])),
    );
    const scale = Math.max(
      1,
      weight.reduce((total, one) => total + one, 0),
    );
    const used = [...nearest.keys()].filter((n) => weight[n] > 0);
    return { places: used.map((n) => trained[nearest[n]]), weights: used.map((n) => weight[n] / scale) };
  };
}

/** Cosines of some rows with each other, row-major. @param dense zeros, one per column; zeros again afterwards */
function cosinesAmong({ rowPtr, column, value }: SparseRows, rows: Int32Array, dense: Float64Array): Float64Array {
  const n = rows.length;
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let p = rowPtr[rows[i]]; p < rowPtr[rows[i] + 1]; p++) dense[column[p]] = value[p];
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let p = rowPtr[rows[j]]; p < rowPtr[rows[j] + 1]; p++) sum += dense[column[p]] * value[p];
      out[i * n + j] = out[j * n + i] = sum;
    }
    for (let p = rowPtr[rows[i]]; p < rowPtr[rows[i] + 1]; p++) dense[column[p]] = 0;
  }
  return out;
}

/** The weights of `mapColdItems`, before they are scaled. */
function solveNonNegative(among: Float64Array, target: Float64Array): Float64Array {
  const n = target.length;
  const weight = new Float64Array(n);
  // target - among * weight, kept up to date: most weights are 0 and stay so.
  const rest = target.slice();
  for (let sweep = 0, moved = Infinity; sweep < SWEEPS && moved > SETTLED; sweep++) {
    moved = 0;
    for (let i = 0; i < n; i++) {
      const own = among[i * n + i];
      const next = Math.max(0, (rest[i] + own * weight[i]) / (own + RIDGE));
      const step = next - weight[i];
      if (step === 0) continue;
      for (let j = 0; j < n; j++) rest[j] -= among[i * n + j] * step;
      moved = Math.max(moved, Math.abs(step));
      weight[i] = next;
    }
  }
  return weight;
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

/** Some rows by column, as their places among them. */
function postingLists(
  vectors: SparseRows,
  rows: Int32Array,
): { ptr: Int32Array; row: Int32Array; value: Float64Array } {
  const ptr = new Int32Array(vectors.columns + 1);
  for (const row of rows)
    for (let p = vectors.rowPtr[row]; p < vectors.rowPtr[row + 1]; p++) ptr[vectors.column[p] + 1]++;
  for (let c = 0; c < vectors.columns; c++) ptr[c + 1] += ptr[c];
  const next = ptr.slice(0, vectors.columns);
  const places = new Int32Array(ptr[vectors.columns]);
  const value = new Float64Array(ptr[vectors.columns]);
  rows.forEach((row, place) => {
    for (let p = vectors.rowPtr[row]; p < vectors.rowPtr[row + 1]; p++) {
      const at = next[vectors.column[p]]++;
      places[at] = place;
      value[at] = vectors.value[p];
    }
  });
  return { ptr, row: places, value };
}
