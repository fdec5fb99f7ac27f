import type { History } from '../interactions.js';
import type { SparseRows, SparseVector } from '../sparse.js';
import type { ContentField, ContentModel } from './features.js';

/**
 * How much less an engagement counts than one of the next newer instant. Chosen by NDCG@10 on online courses, where
 * .6 to .8 are within 2% and 1 loses 5%; the slowest of them, because it forgets least.
 */
export const DEFAULT_RECENCY = 0.8;

export interface ProfileOptions {
  /** Over 0, at most 1; 1 counts all the same; default `DEFAULT_RECENCY`. */
  readonly recency?: number;
}

/**
 * What a learner is interested in, in the content space: the mean of the engaged items' vectors, weighted by
 * `strength * recency^steps`, divided by its norm; zeros where nothing counts. `steps` is the number of distinct newer
 * instants at which the learner engaged something that counts, so data without times, or with one time for all, has no
 * decay, and what happened at once counts alike.
 * Entries of strength 0 (dislikes) and items past the last row count for nothing.
 */
export function contentProfile(history: History, vectors: SparseRows, options: ProfileOptions = {}): Float64Array {
  const profile = new Float64Array(vectors.columns);
  addWeighted(history, vectors, options, (weight, from, to) => {
    for (let p = from; p < to; p++) profile[vectors.column[p]] += weight * vectors.value[p];
  });
  let squares = 0;
  for (let c = 0; c < profile.length; c++) squares += profile[c] * profile[c];
  if (squares > 0) {
    const norm = Math.sqrt(squares);
    for (let c = 0; c < profile.length; c++) profile[c] /= norm;
  }
  return profile;
}

/**
 * Makes `contentProfile` of one history after the other as a sparse vector, the same to the last bit, in time and memory that
 * follow the history and not the columns.
 */
export function createProfiler(vectors: SparseRows, options: ProfileOptions = {}): (history: History) => SparseVector {
  const sums = new Float64Array(vectors.columns);
  const isTouched = new Uint8Array(vectors.columns);
  let touched = new Int32Array(1024);
  return (history) => {
    let count = 0;
    addWeighted(history, vectors, options, (weight, from, to) => {
      const { column, value } = vectors;
      while (count + to - from > touched.length) touched = grown(touched);
      for (let p = from; p < to; p++) {
        const c = column[p];
        if (isTouched[c] === 0) {
          isTouched[c] = 1;
          touched[count++] = c;
        }
        sums[c] += weight * value[p];
      }
    });
    const indices = touched.slice(0, count).sort();
    const values = new Float64Array(count);
    let squares = 0;
    for (let n = 0; n < count; n++) {
      values[n] = sums[indices[n]];
      squares += values[n] * values[n];
      sums[indices[n]] = 0;
      isTouched[indices[n]] = 0;
    }
    const norm = Math.sqrt(squares);
    if (norm > 0) for (let n = 0; n < count; n++) values[n] /= norm;
    return { indices, values };
  };
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** Hands out each engaged item's weight, and where its vector begins and ends. */
function addWeighted(
  history: History,
  vectors: SparseRows,
  { recency = DEFAULT_RECENCY }: ProfileOptions,
  add: (weight: number, from: number, to: number) => void,
): void {
  let decay = 1;
  let newer = NaN;
  for (let e = history.length - 1; e >= 0; e--) {
    const item = history.items[e];
    if (!(history.strength[e] > 0) || item >= vectors.rows || history.disliked[e] === 1) continue;
    if (history.timestamp[e] < newer) decay *= recency;
    newer = history.timestamp[e];
    const weight = history.strength[e] * decay;
    add(weight, vectors.rowPtr[item], vectors.rowPtr[item + 1]);
  }
}

/**
 * Writes every item's cosine with the profile, 0 to 1; 0 for items without a vector. O(stored values).
 * @param profile norm 1 or zeros, length `vectors.columns`
 * @param vectors rows of norm 1 or empty
 * @param out length `vectors.rows`
 */
export function scoreContent(profile: Float64Array, vectors: SparseRows, out: Float64Array): void {
  for (let row = 0; row < vectors.rows; row++) out[row] = contentCosine(profile, vectors, row);
}

/** One item's cosine with the profile, to the last bit what `scoreContent` writes for it. */
export function contentCosine(profile: Float64Array, { rowPtr, column, value }: SparseRows, row: number): number {
  const end = rowPtr[row + 1];
  let p = rowPtr[row];
  // Four sums, because one would make every addition wait for the one before it: twice as fast.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (; p + 3 < end; p += 4) {
    a += profile[column[p]] * value[p];
    b += profile[column[p + 1]] * value[p + 1];
    c += profile[column[p + 2]] * value[p + 2];
    d += profile[column[p + 3]] * value[p + 3];
  }
  for (; p < end; p++) a += profile[column[p]] * value[p];
  const cosine = a + b + (c + d);
  return cosine < 1 ? cosine : 1;
}

/** One column's part of a cosine. */
export interface SharedTerm {
  readonly column: number;
  readonly field: ContentField;
  readonly term: string;
  /** Over 0; the shares of all shared terms sum to the cosine. */
  readonly share: number;
}

/**
 * The exact decomposition of a cosine by column, the largest part first (ties by column).
 * @param left a profile (dense) or another item's vector, norm 1
 * @param right an item's vector, norm 1
 * @param top how many parts at most; `Infinity` for all
 */
export function sharedTerms(
  left: Float64Array | SparseVector,
  right: SparseVector,
  model: Pick<ContentModel, 'describe'>,
  top: number,
): SharedTerm[] {
  const parts: { column: number; share: number }[] = [];
  const add = (column: number, share: number): void => {
    if (share > 0) parts.push({ column, share });
  };
  if (left instanceof Float64Array) {
    right.indices.forEach((column, i) => add(column, left[column] * right.values[i]));
  } else {
    for (let i = 0, j = 0; i < left.indices.length && j < right.indices.length;) {
      const order = left.indices[i] - right.indices[j];
      if (order === 0) add(left.indices[i], left.values[i++] * right.values[j++]);
      else if (order < 0) i++;
      else j++;
    }
  }
  parts.sort((a, b) => b.share - a.share || a.column - b.column);
  return parts.slice(0, top).map(({ column, share }) => ({ column, ...model.describe(column), share }));
}
