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
