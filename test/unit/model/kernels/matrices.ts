import { expect } from '@jest/globals';
import {
  createMatrix,
  readMatrix,
  writeMatrix,
  type Engine,
  type Matrix,
} from '../../../../src/model/kernels/engine.js';
import type { Random } from '../../../../src/model/random.js';

/** Sizes around the widths that kernels work in: 4 lanes, 8 columns, 64 rows. */
export const SIZES = [1, 3, 4, 5, 8, 13, 64, 65, 100] as const;

export function normals(random: Random, length: number): Float32Array {
  return new Float32Array(length).map(() => random.normal());
}

export function matrixOf(engine: Engine, rows: number, columns: number, values: ArrayLike<number>): Matrix {
  const matrix = createMatrix(engine, rows, columns);
  writeMatrix(matrix, values);
  return matrix;
}

/** The rows without padding, once it is certain that the padding is still 0. */
export function valuesOf(matrix: Matrix): Float32Array {
  for (let r = 0; r < matrix.rows; r++)
    for (let c = matrix.columns; c < matrix.stride; c++) expect(matrix.values[r * matrix.stride + c]).toBe(0);
  return readMatrix(matrix);
}

/** Fails where a value is further from what is expected than `tolerance` times the largest of those. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual).toHaveLength(expected.length);
  let size = 1e-30;
  for (let i = 0; i < expected.length; i++) size = Math.max(size, Math.abs(expected[i]));
  for (let i = 0; i < expected.length; i++)
    if (!(Math.abs(actual[i] - expected[i]) <= tolerance * size)) expect([i, actual[i]]).toEqual([i, expected[i]]);
}

/** Fails where two engines differ in a single bit. */
export function expectSameBytes(a: Float32Array | Float64Array, b: Float32Array | Float64Array): void {
  const bytes = (array: Float32Array | Float64Array): Buffer =>
    Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  expect(Buffer.compare(bytes(a), bytes(b))).toBe(0);
}

/** `a` (n x k) times `b` (k x m), row-major, in double precision. */
export function product(a: ArrayLike<number>, b: ArrayLike<number>, n: number, m: number, k: number): Float64Array {
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) for (let f = 0; f < k; f++) out[i * m + j] += a[i * k + f] * b[f * m + j];
  return out;
}
