import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mapColdItems } from '../../../../src/model/hybrid/cold-items.js';
import { collaborativeSimilarity, contentSimilarity } from '../../../../src/model/hybrid/similar-items.js';
import type { FittedRecommender } from '../../../../src/model/recommender.js';
import { stackRows, type SparseVector } from '../../../../src/model/sparse.js';

function unit(...values: readonly number[]): SparseVector {
  const norm = Math.hypot(...values);
  const indices = values.flatMap((value, column) => (value > 0 ? [column] : []));
  return { indices: Int32Array.from(indices), values: Float64Array.from(indices, (column) => values[column] / norm) };
}
/** Only `similar` is asked for. */
const fitted = (table: readonly (readonly number[])[]) =>
  ({
    items: table.length,
    similar: (item: number, out: Float64Array) => out.set(table[item]),
  }) as unknown as FittedRecommender;

// 0, 1, 2 trained; 3 came later and is like 1 (cosine 0.8) and 0 (0.6); 4 is like nothing.
const vectors = stackRows([unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1), unit(3, 4, 0), unit()], 3);
const space = { vectors, cold: mapColdItems(vectors, (item) => item > 2) };
const model = {
  collaborative: fitted([
    [1, 0.5, -0.2],
    [0.5, 1, 0.1],
    [-0.2, 0.1, 1],
  ]),
};
const WEIGHT_1 = 0.8 / 2.5;
const WEIGHT_0 = 0.6 / 2.5;

describe('collaborativeSimilarity', () => {
  const similarTo = (item: number): number[] => {
    const out = new Float64Array(5).fill(9);
    collaborativeSimilarity(model, space, item, out);
    return [...out];
  };

  it('is the fitted one, without what is dissimilar; new items take it from their neighbours', () => {
    const [zero, one, two, three, four] = similarTo(0);
    expect([zero, one, two, four]).toEqual([1, 0.5, 0, 0]);
    expect(three).toBeCloseTo(WEIGHT_1 * 0.5 + WEIGHT_0, 9);
  });

  it('of a new item is that of its neighbours', () => {
    const [zero, one, two] = similarTo(3);
    expect(zero).toBeCloseTo(WEIGHT_1 * 0.5 + WEIGHT_0 * 1, 9);
    expect(one).toBeCloseTo(WEIGHT_1 * 1 + WEIGHT_0 * 0.5, 9);
    // 0.1 of one neighbour and -0.2 of the other come to less than nothing.
    expect(two).toBe(0);
    expect(similarTo(4)).toEqual([0, 0, 0, 0, 0]);
  });

  it('is never below 0 or above 1', () => {
    const row = fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 3 }).map((values) => unit(...values));
    const value = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 3, maxLength: 8 }),
        fc.array(value, { minLength: 9, maxLength: 9 }),
        (rows, s) => {
          const all = stackRows(rows, 3);
          const anySpace = { vectors: all, cold: mapColdItems(all, (item) => item > 2) };
          const table = [s.slice(0, 3), s.slice(3, 6), s.slice(6, 9)];
          const out = new Float64Array(rows.length);
          for (let item = 0; item < rows.length; item++) {
            collaborativeSimilarity({ collaborative: fitted(table) }, anySpace, item, out);
            expect(out.every((one) => one >= 0 && one <= 1 + 1e-12)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('contentSimilarity', () => {
  it('is the cosine, and gives the vector of the item', () => {
    const out = new Float64Array(5);
    expect([...contentSimilarity(space, 3, out)]).toEqual([0.6, 0.8, 0]);
    [0.6, 0.8, 0, 1, 0].forEach((cosine, i) => expect(out[i]).toBeCloseTo(cosine, 12));
  });
});
