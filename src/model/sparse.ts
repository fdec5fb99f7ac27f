/** A sparse vector: ascending columns and their values. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Sparse rows in compressed form; within a row the columns ascend. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  readonly rowPtr: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

export function rowOf(matrix: SparseRows, row: number): SparseVector {
  const a = matrix.rowPtr[row];
  const b = matrix.rowPtr[row + 1];
  return { indices: matrix.column.subarray(a, b), values: matrix.value.subarray(a, b) };
}

export function stackRows(vectors: readonly SparseVector[], columns: number): SparseRows {
  const rowPtr = new Int32Array(vectors.length + 1);
  for (let r = 0; r < vectors.length; r++) rowPtr[r + 1] = rowPtr[r] + vectors[r].indices.length;
  const column = new Int32Array(rowPtr[vectors.length]);
  const value = new Float64Array(rowPtr[vectors.length]);
  for (let r = 0; r < vectors.length; r++) {
    column.set(vectors[r].indices, rowPtr[r]);
    value.set(vectors[r].values, rowPtr[r]);
  }
  return { rows: vectors.length, columns, rowPtr, column, value };
}

/** The matrix with some rows new, or with rows added at the end. O(entries). @param rows those without a vector, old or new, are empty */
export function replaceRows(matrix: SparseRows, fresh: ReadonlyMap<number, SparseVector>, rows: number): SparseRows {
  const rowPtr = new Int32Array(rows + 1);
  const lengthOf = (row: number): number =>
    fresh.get(row)?.indices.length ?? (row < matrix.rows ? matrix.rowPtr[row + 1] - matrix.rowPtr[row] : 0);
  for (let row = 0; row < rows; row++) rowPtr[row + 1] = rowPtr[row] + lengthOf(row);
  const column = new Int32Array(rowPtr[rows]);
  const value = new Float64Array(rowPtr[rows]);
  // What stays is copied in runs between the rows that are new.
  const changed = [...fresh.keys()].sort((a, b) => a - b);
  let from = 0;
  for (const row of [...changed, matrix.rows]) {
    const to = Math.min(row, matrix.rows);
    if (to > from) {
      column.set(matrix.column.subarray(matrix.rowPtr[from], matrix.rowPtr[to]), rowPtr[from]);
      value.set(matrix.value.subarray(matrix.rowPtr[from], matrix.rowPtr[to]), rowPtr[from]);
    }
    const vector = fresh.get(row);
    if (vector) {
      column.set(vector.indices, rowPtr[row]);
      value.set(vector.values, rowPtr[row]);
    }
    from = row + 1;
  }
  return { rows, columns: matrix.columns, rowPtr, column, value };
}

/** Dot product by merging; O(|a| + |b|). */
export function sparseDot(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.indices.length && j < b.indices.length;) {
    const d = a.indices[i] - b.indices[j];
    if (d === 0) sum += a.values[i++] * b.values[j++];
    else if (d < 0) i++;
    else j++;
  }
  return sum;
}

/** Dot product of two rows of a matrix, without a view on either. */
export function rowDot({ rowPtr, column, value }: SparseRows, a: number, b: number): number {
  let sum = 0;
  const endA = rowPtr[a + 1];
  const endB = rowPtr[b + 1];
  for (let i = rowPtr[a], j = rowPtr[b]; i < endA && j < endB;) {
    const d = column[i] - column[j];
    if (d === 0) sum += value[i++] * value[j++];
    else if (d < 0) i++;
    else j++;
  }
  return sum;
}

export function sparseNorm(a: SparseVector): number {
  let sum = 0;
  for (const v of a.values) sum += v * v;
  return Math.sqrt(sum);
}

/** Cosine, 0 where either vector is empty; never above 1. */
export function sparseCosine(a: SparseVector, b: SparseVector): number {
  const norms = sparseNorm(a) * sparseNorm(b);
  return norms > 0 ? Math.min(1, sparseDot(a, b) / norms) : 0;
}
