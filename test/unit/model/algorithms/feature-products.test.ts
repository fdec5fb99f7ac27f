import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createFeatureProducts } from '../../../../src/model/algorithms/feature-products.js';
import { createRandom } from '../../../../src/model/random.js';
import { rowOf, sparseDot, type SparseRows } from '../../../../src/model/sparse.js';
import { featureRows, featuresOf } from '../../../support/datasets.js';

/** `Phi Phi'` by merging rows pair by pair. */
const product = (features: SparseRows, i: number, j: number): number =>
  sparseDot(rowOf(features, i), rowOf(features, j));

describe('feature products', () => {
  it('gives rows of Phi Phi, added to what is there', () => {
    const out = Float64Array.of(1, 0, 0);
    createFeatureProducts(
      featuresOf([
        [1, 0],
        [0.6, 0.8],
        [0, 0],
      ]),
    ).addRow(1, 10, out);
    expect([...out]).toEqual([7, 10, 0]);
  });

  it('agrees with the product pair by pair, whole and from a place on', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }), (seed, items, columns) => {
        const features = featureRows(createRandom(seed), items, columns);
        const products = createFeatureProducts(features);
        const from = seed % items;
        for (let i = 0; i < items; i++) {
          const whole = new Float64Array(items);
          const part = new Float64Array(items);
          products.addRow(i, 2, whole);
          products.addRow(i, 2, part, from);
          for (let j = 0; j < items; j++) {
            expect(whole[j]).toBeCloseTo(2 * product(features, i, j), 12);
            expect(part[j]).toBe(j < from ? 0 : whole[j]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('names each content of a row once, beside those already named', () => {
    const features = featuresOf([
      [0.6, 0.8],
      [1, 0],
      [0, 1],
      [0, 0],
      [0.8, 0.6],
    ]);
    const out = new Float64Array(5);
    // Column 0 has three entries, column 1 three.
    expect(createFeatureProducts(features).workOf(0)).toBe(6);
    const row = { touchedBy: Int32Array.of(-1, -1, -1, -1, 0), touched: Int32Array.of(4, 0, 0, 0, 0), count: 1 };
    createFeatureProducts(features).touchRow(0, 1, out, row);
    expect([...row.touched.subarray(0, row.count)].sort()).toEqual([0, 1, 2, 4]);
    [1, 0.6, 0.8, 0, 0.96].forEach((value, item) => expect(out[item]).toBeCloseTo(value, 12));
  });

  it('leaves out the columns of most contents where all products would be too many', () => {
    const features = featuresOf([
      [0.6, 0.8, 0],
      [0.6, 0.8, 0],
      [0.6, 0, 0.8],
    ]);
    // 9 + 4 + 1 products; within 8 only the last two columns.
    const row = (mostProducts?: number): number[] => {
      const out = new Float64Array(3);
      createFeatureProducts(features, mostProducts).addRow(0, 1, out);
      return [...out].map((value) => Math.round(value * 1e12) / 1e12);
    };
    expect(row()).toEqual([1, 1, 0.36]);
    expect(row(8)).toEqual([0.64, 0.64, 0]);
    expect(row(4)).toEqual([0, 0, 0]);
  });
});
