import type { SparseRows } from '../sparse.js';
import { foldCase } from './fold-case.js';

/** Lengths of the pieces of a word, its boundaries counted as one character each. */
const SHORTEST = 3;
const LONGEST = 5;
/** Hash buckets, a power of 2. */
const COLUMNS = 2 ** 18;
/** Characters of a text that are read. */
const LONGEST_TEXT = 200;
/** Stored values in all, 12 bytes each; a large catalogue keeps fewer pieces of each text, the rarest. */
const MOST_VALUES = 2 ** 24;
/** Texts between two pauses. */
const TEXTS = 1024;

/**
 * Rows of tf-idf over the pieces of 3 to 5 characters of each word, its boundaries included, so that `programming` and
 * `programmer`, or the words of languages that inflect or compound, have something in common. Each row has norm 1, or is empty.
 *
 * Memory does not follow the number of distinct pieces: they are hashed into 2^18 columns (Weinberger et al. 2009, "Feature
 * hashing for large scale multitask learning"). Pieces of one text only say nothing about any other and have no values;
 * only the first 200 characters of a text are read; past 2^24 values in all, the rarest pieces
 * of each text stay. O(characters).
 * @param mostValues default 2^24, of 12 bytes each
 */
export function gramRows(
  texts: readonly string[],
  pause?: (fraction: number) => void,
  mostValues = MOST_VALUES,
): SparseRows {
  const frequency = new Int32Array(COLUMNS);
  const pieces = new Int32Array((LONGEST - SHORTEST + 1) * (2 * LONGEST_TEXT + 2));
  texts.forEach((text, row) => {
    const sorted = pieces.subarray(0, hashPieces(text, pieces)).sort();
    for (let p = 0; p < sorted.length; p++) if (p === 0 || sorted[p] !== sorted[p - 1]) frequency[sorted[p]]++;
    if (row % TEXTS === TEXTS - 1) pause?.((0.5 * row) / texts.length);
  });

  const keep = Math.max(1, Math.floor(mostValues / Math.max(1, texts.length)));
  const rowPtr = new Int32Array(texts.length + 1);
  const columns: Int32Array[] = [];
  const values: Float64Array[] = [];
  texts.forEach((text, row) => {
    const sorted = pieces.subarray(0, hashPieces(text, pieces)).sort();
    const found: number[] = [];
    for (let p = 0; p < sorted.length; p++)
      if (frequency[sorted[p]] > 1 && sorted[p] !== sorted[p - 1]) found.push(sorted[p]);
    const kept = found.length <= keep ? Int32Array.from(found) : rarest(found, frequency, keep);
    const weights = new Float64Array(kept.length);
    let squares = 0;
    for (let n = 0, p = 0; n < kept.length; n++) {
      while (sorted[p] !== kept[n]) p++;
      let count = 0;
      for (; sorted[p] === kept[n]; p++) count++;
      weights[n] = count * (Math.log((1 + texts.length) / (1 + frequency[kept[n]])) + 1);
      squares += weights[n] ** 2;
    }
    columns.push(kept);
    values.push(weights.map((weight) => weight / Math.sqrt(squares)));
    rowPtr[row + 1] = rowPtr[row] + kept.length;
    if (row % TEXTS === TEXTS - 1) pause?.(0.5 + (0.5 * row) / texts.length);
  });
  const column = new Int32Array(rowPtr[texts.length]);
  const value = new Float64Array(rowPtr[texts.length]);
  for (let row = 0; row < texts.length; row++) {
    column.set(columns[row], rowPtr[row]);
    value.set(values[row], rowPtr[row]);
  }
  return { rows: texts.length, columns: COLUMNS, rowPtr, column, value };
}

/** The rarest columns, ascending; ties to the lower. */
function rarest(found: readonly number[], frequency: Int32Array, keep: number): Int32Array {
  const byRarity = [...found].sort((a, b) => frequency[a] - frequency[b] || a - b);
  return Int32Array.from(byRarity.slice(0, keep)).sort();
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const BOUNDARY = 32;

/** Writes the hash bucket of every piece. @returns how many */
function hashPieces(text: string, out: Int32Array): number {
  let size = 0;
  for (const [word] of foldCase(text.slice(0, LONGEST_TEXT)).matchAll(WORD)) {
    const length = word.length + 2;
    const at = (n: number): number => (n === 0 || n === length - 1 ? BOUNDARY : word.charCodeAt(n - 1));
    for (let start = 0; start + SHORTEST <= length; start++) {
      let hash = 0x811c9dc5;
      for (let n = 0; n < LONGEST && start + n < length; n++) {
        hash = Math.imul(hash ^ at(start + n), 0x01000193);
        if (n + 1 >= SHORTEST) out[size++] = bucket(hash, n);
      }
    }
  }
  return size;
}

/** FNV-1a's low bits are weak: mixed once more, with the length. */
function bucket(hash: number, length: number): number {
  const h = Math.imul(hash ^ (hash >>> 16) ^ length, 0x85ebca6b);
  return ((h ^ (h >>> 13)) >>> 0) & (COLUMNS - 1);
}
