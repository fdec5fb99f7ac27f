import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  rowDot,
  rowOf,
  sparseCosine,
  sparseDot,
  sparseNorm,
  stackRows,
  type SparseVector,
} from '../../../src/model/sparse.js';

const vector = (entries: Record<number, number>): SparseVector => ({
  indices: Int32Array.from(Object.keys(entries), Number),
  values: Float64Array.from(Object.values(entries)),
});
const EMPTY = vector({});

const arbitraryVector = fc
  .dictionary(fc.nat({ max: 12 }).map(String), fc.double({ min: 0.001, max: 1000, noNaN: true }))
  .map((entries) => vector(entries));

describe('sparse rows', () => {
  it('give back the vectors they were stacked from, empty ones too', () => {
    const rows = [vector({ 1: 2, 4: 3 }), EMPTY, vector({ 0: 5 })];
    const matrix = stackRows(rows, 6);
    expect([matrix.rows, matrix.columns]).toEqual([3, 6]);
    expect(Array.from(matrix.rowPtr)).toEqual([0, 2, 2, 3]);
    rows.forEach((row, r) => expect(rowOf(matrix, r)).toEqual(row));
  });
});

describe('sparse arithmetic', () => {
  it('multiplies where columns meet', () => {
    expect(sparseDot(vector({ 0: 1, 2: 3, 5: 7 }), vector({ 1: 9, 2: 4, 5: 2 }))).toBe(3 * 4 + 7 * 2);
    expect(sparseDot(vector({ 0: 1 }), EMPTY)).toBe(0);
  });

  it('multiplies rows of a matrix as vectors', () => {
    fc.assert(
      fc.property(fc.array(arbitraryVector, { minLength: 2, maxLength: 5 }), (rows) => {
        const matrix = stackRows(rows, 13);
        rows.forEach((a, i) => rows.forEach((b, j) => expect(rowDot(matrix, i, j)).toBe(sparseDot(a, b))));
      }),
    );
  });

  it('measures length and angle', () => {
    expect(sparseNorm(vector({ 3: 3, 9: 4 }))).toBe(5);
    expect(sparseCosine(vector({ 0: 1, 1: 1 }), vector({ 0: 5 }))).toBeCloseTo(Math.SQRT1_2, 12);
    expect(sparseCosine(EMPTY, vector({ 0: 1 }))).toBe(0);
  });

  it('has cosines of 0 to 1 for positive values, the same both ways, 1 with itself', () => {
    fc.assert(
      fc.property(arbitraryVector, arbitraryVector, (a, b) => {
        const cosine = sparseCosine(a, b);
        expect(cosine).toBeGreaterThanOrEqual(0);
        expect(cosine).toBeLessThanOrEqual(1);
        expect(sparseCosine(b, a)).toBeCloseTo(cosine, 12);
        expect(sparseCosine(a, a)).toBeCloseTo(a.indices.length > 0 ? 1 : 0, 12);
      }),
    );
  });
});
