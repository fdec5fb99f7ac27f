import type { SparseRows } from '../sparse.js';

const MOST_PRODUCTS = 2e9;

/** The places that a sparse row has touched. */
export interface TouchedRow {
  /** The item whose row last touched j; j is appended to `touched` where it is another. */
  readonly touchedBy: Int32Array;
  readonly touched: Int32Array;
  count: number;
}

/** Phi by column too: each column's rows, ascending. */
export interface FeatureProducts {
  readonly rows: number;
  /** Products that a row takes: at least as many as it has entries that are not 0. */
  workOf(item: number): number;
  /** Adds `weight * (Phi Phi')_ij` for j >= `from` to `out[j]`. */
  addRow(item: number, weight: number, out: Float64Array, from?: number): void;
  /** The same for all j, which are also named in `row`. */
  touchRow(item: number, weight: number, out: Float64Array, row: TouchedRow): void;
}

/**
 * Turns Phi round, so that a row of `Phi Phi'` takes the lists of its own columns only. Columns that very many contents share
 * (a language, a level) would make this quadratic in the catalogue, and say least: from the most common down they are left out
 * until the products of all rows, the sum over columns of their squared lengths, are at most `mostProducts`.
 * @param mostProducts default 2e9: some seconds
 */
export function createFeatureProducts(features: SparseRows, mostProducts = MOST_PRODUCTS): FeatureProducts {
  const { rows, columns, rowPtr, column, value } = features;
  const ptr = new Int32Array(columns + 1);
  for (let p = 0; p < rowPtr[rows]; p++) ptr[column[p] + 1]++;
  const longest = longestAllowed(ptr.subarray(1), rows, mostProducts);
  for (let c = 1; c <= columns; c++) if (ptr[c] > longest) ptr[c] = 0;
  for (let c = 0; c < columns; c++) ptr[c + 1] += ptr[c];
  const place = new Int32Array(ptr[columns]);
  const entry = new Float64Array(ptr[columns]);
  const next = ptr.slice(0, columns);
  for (let row = 0; row < rows; row++)
    for (let p = rowPtr[row]; p < rowPtr[row + 1]; p++) {
      const c = column[p];
      if (ptr[c + 1] === ptr[c]) continue;
      place[next[c]] = row;
      entry[next[c]++] = value[p];
    }
  return {
    rows,
    workOf(item) {
      let work = 0;
      for (let p = rowPtr[item]; p < rowPtr[item + 1]; p++) work += ptr[column[p] + 1] - ptr[column[p]];
      return work;
    },
    addRow(item, weight, out, from = 0) {
      for (let p = rowPtr[item]; p < rowPtr[item + 1]; p++) {
        const scaled = weight * value[p];
        const end = ptr[column[p] + 1];
        for (let q = lowerBound(place, ptr[column[p]], end, from); q < end; q++) out[place[q]] += scaled * entry[q];
      }
    },
    touchRow(item, weight, out, row) {
      const { touchedBy, touched } = row;
      let { count } = row;
      for (let p = rowPtr[item]; p < rowPtr[item + 1]; p++) {
        const scaled = weight * value[p];
        const end = ptr[column[p] + 1];
        for (let q = ptr[column[p]]; q < end; q++) {
          const j = place[q];
          if (touchedBy[j] !== item) {
            touchedBy[j] = item;
            touched[count++] = j;
          }
          out[j] += scaled * entry[q];
        }
      }
      row.count = count;
    },
  };
}

/** The first of the ascending places from `low` to `high` that is at least `least`. */
function lowerBound(places: Int32Array, low: number, high: number, least: number): number {
  if (least === 0) return low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The length of the longest lists that stay. */
function longestAllowed(lengths: Int32Array, rows: number, mostProducts: number): number {
  const count = new Float64Array(rows + 1);
  for (const length of lengths) count[length]++;
  let work = 0;
  for (let length = 1; length <= rows; length++) {
    work += count[length] * length ** 2;
    if (work > mostProducts) return length - 1;
  }
  return rows;
}
