import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explainColdItem, mapColdItems, scoreColdItems } from '../../../../src/model/hybrid/cold-items.js';
import { stackRows, type SparseVector } from '../../../../src/model/sparse.js';

function unit(...values: readonly number[]): SparseVector {
  const norm = Math.hypot(...values);
  const indices = values.flatMap((value, column) => (value > 0 ? [column] : []));
  return { indices: Int32Array.from(indices), values: Float64Array.from(indices, (column) => values[column] / norm) };
}

describe('cold items', () => {
  // 0, 1, 2 trained; 3 shares cosines 0.6, 0.8 and 0 with them; 4 shares nothing.
  const vectors = stackRows([unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1), unit(3, 4, 0), unit()], 3);
  const map = mapColdItems(vectors, (item) => item > 2);

  it('find their nearest trained items, weights shrunk by the best cosine', () => {
    expect(Array.from(map.items)).toEqual([3, 4]);
    expect(Array.from(map.neighbourPtr)).toEqual([0, 2, 2]);
    expect(Array.from(map.neighbours)).toEqual([1, 0]);
    expect(map.weights[0]).toBeCloseTo((0.8 * 0.8) / 1.4, 12);
    expect(map.weights[1]).toBeCloseTo((0.8 * 0.6) / 1.4, 12);
  });

  it('take the weighted sum of their neighbours, 0 where there are none', () => {
    const scores = Float64Array.of(7, 14, 1, 99, 99);
    scoreColdItems(map, scores);
    expect(Array.from(scores.subarray(0, 3))).toEqual([7, 14, 1]);
    expect(scores[3]).toBeCloseTo((0.64 * 14 + 0.48 * 7) / 1.4, 12);
    expect(scores[4]).toBe(0);
  });

  it('take no more neighbours than asked, and none from one another', () => {
    const one = mapColdItems(vectors, (item) => item > 2, 1);
    expect(Array.from(one.neighbours)).toEqual([1]);
    expect(one.weights[0]).toBeCloseTo(0.8, 12);
    const all = mapColdItems(vectors, () => true);
    expect(all.neighbours).toHaveLength(0);
    expect(mapColdItems(vectors, () => false).items).toHaveLength(0);
  });

  it('are explained through their neighbours, exactly', () => {
    // Item 3 takes 0.64 / 1.4 of item 1 and 0.48 / 1.4 of item 0.
    const parts = [
      { base: 1, contributions: Float64Array.of(6, 0) },
      { base: 2, contributions: Float64Array.of(13, -1) },
    ];
    const explanation = explainColdItem(map, 3, (item) => parts[item], 2)!;
    const mean = (first: number, second: number) => expect.closeTo((0.48 * first + 0.64 * second) / 1.4, 12);
    expect(explanation.base).toEqual(mean(1, 2));
    expect([...explanation.contributions]).toEqual([mean(6, 13), mean(0, -1)]);
    const scores = Float64Array.of(7, 14, 1, 99, 99);
    scoreColdItems(map, scores);
    expect(explanation.base + explanation.contributions[0] + explanation.contributions[1]).toBeCloseTo(scores[3], 12);
    expect(explainColdItem(map, 4, (item) => parts[item], 2)).toEqual({ base: 0, contributions: new Float64Array(2) });
    for (const known of [0, 2, 5]) expect(explainColdItem(map, known, (item) => parts[item], 2)).toBeNull();
  });

  it('never score above the best trained score or below 0', () => {
    const row = fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }).map((values) => unit(...values));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(row, fc.boolean(), fc.double({ min: 0, max: 5, noNaN: true })), { maxLength: 12 }),
        (items) => {
          const rows = stackRows(
            items.map(([vector]) => vector),
            4,
          );
          const scores = Float64Array.from(items, ([, , score]) => score);
          const best = Math.max(0, ...items.filter(([, cold]) => !cold).map(([, , score]) => score));
          scoreColdItems(
            mapColdItems(rows, (item) => items[item][1]),
            scores,
          );
          items.forEach(([, cold, score], i) => {
            if (!cold) expect(scores[i]).toBe(score);
            expect(scores[i]).toBeGreaterThanOrEqual(0);
            if (cold) expect(scores[i]).toBeLessThanOrEqual(best * (1 + 1e-12));
          });
        },
      ),
    );
  });
});
