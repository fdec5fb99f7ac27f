import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  coldNeighbours,
  explainColdItem,
  mapColdItems,
  scoreColdItems,
} from '../../../../src/model/hybrid/cold-items.js';
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

  it('find their nearest trained items, weighted by ridge regression', () => {
    expect(Array.from(map.items)).toEqual([3, 4]);
    expect(Array.from(map.neighbourPtr)).toEqual([0, 2, 2]);
    expect(Array.from(map.neighbours)).toEqual([1, 0]);
    // The two have nothing in common, so each is on its own: cosine / (1 + 1.5).
    expect(map.weights[0]).toBeCloseTo(0.8 / 2.5, 9);
    expect(map.weights[1]).toBeCloseTo(0.6 / 2.5, 9);
  });

  it('take the weighted sum of their neighbours, 0 where there are none', () => {
    const scores = Float64Array.of(7, 14, 1, 99, 99);
    scoreColdItems(map, scores);
    expect(Array.from(scores.subarray(0, 3))).toEqual([7, 14, 1]);
    expect(scores[3]).toBeCloseTo(0.32 * 14 + 0.24 * 7, 9);
    expect(scores[4]).toBe(0);
  });

  it('count neighbours that say the same hardly more than one, and none against them', () => {
    // Two equal neighbours: (1 + 1.5) w + w = cosine for each, so 0.8 / 3.5.
    const twins = stackRows([unit(0, 1), unit(0, 1), unit(3, 4)], 2);
    const weights = [...mapColdItems(twins, (item) => item === 2).weights];
    expect(weights).toEqual([expect.closeTo(0.8 / 3.5, 6), expect.closeTo(0.8 / 3.5, 6)]);
    // The item is (0.8, 0.6, 0). With a = (1, 0, 0) and b = (0.6, 0, 0.8), like it only through a: the equations
    // 2.5 w_a + 0.6 w_b = 0.8 and 0.6 w_a + 2.5 w_b = 0.48 give the weights.
    const chain = stackRows([unit(1, 0, 0), unit(3, 0, 4), unit(4, 3, 0)], 3);
    const determinant = 2.5 * 2.5 - 0.6 * 0.6;
    expect([...mapColdItems(chain, (item) => item === 2).weights]).toEqual([
      expect.closeTo((0.8 * 2.5 - 0.6 * 0.48) / determinant, 6),
      expect.closeTo((2.5 * 0.48 - 0.6 * 0.8) / determinant, 6),
    ]);
  });

  it('are held to the scores of their neighbours where many unlike ones stand for them', () => {
    // Sixteen parts of it, each with a neighbour of its own, of cosine 1/4: 16 * 0.25 / 2.5 = 1.6 is scaled to 1.
    const parts = Array.from({ length: 16 }, (_, i) =>
      unit(...Array.from({ length: 16 }, (_, j) => (i === j ? 1 : 0))),
    );
    const map = mapColdItems(stackRows([...parts, unit(...new Array<number>(16).fill(1))], 16), (item) => item === 16);
    expect([...map.weights]).toEqual(Array.from({ length: 16 }, () => expect.closeTo(1 / 16, 9)));
  });

  it('take no more neighbours than asked, and none from one another', () => {
    const one = mapColdItems(vectors, (item) => item > 2, 1);
    expect(Array.from(one.neighbours)).toEqual([1]);
    expect(one.weights[0]).toBeCloseTo(0.32, 9);
    const all = mapColdItems(vectors, () => true);
    expect(all.neighbours).toHaveLength(0);
    expect(mapColdItems(vectors, () => false).items).toHaveLength(0);
  });

  it('are explained through their neighbours, exactly', () => {
    // Item 3 takes 0.32 of item 1 and 0.24 of item 0.
    const parts = [
      { base: 1, contributions: Float64Array.of(6, 0) },
      { base: 2, contributions: Float64Array.of(13, -1) },
    ];
    const explanation = explainColdItem(map, 3, (item) => parts[item], 2)!;
    const mean = (first: number, second: number) => expect.closeTo(0.24 * first + 0.32 * second, 9);
    expect(explanation.base).toEqual(mean(1, 2));
    expect([...explanation.contributions]).toEqual([mean(6, 13), mean(0, -1)]);
    const scores = Float64Array.of(7, 14, 1, 99, 99);
    scoreColdItems(map, scores);
    expect(explanation.base + explanation.contributions[0] + explanation.contributions[1]).toBeCloseTo(scores[3], 12);
    expect(explainColdItem(map, 4, (item) => parts[item], 2)).toEqual({ base: 0, contributions: new Float64Array(2) });
    for (const known of [0, 2, 5]) expect(explainColdItem(map, known, (item) => parts[item], 2)).toBeNull();
  });

  it('are found again from an earlier map, as if anew', () => {
    const row = fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }).map((values) => unit(...values));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.boolean()), { minLength: 1, maxLength: 12 }), row, (items, added) => {
        const isCold = (item: number): boolean => items[item]?.[1] ?? true;
        const rows = items.map(([vector]) => vector);
        const before = mapColdItems(stackRows(rows, 4), isCold);
        const now = stackRows([...rows, added], 4);
        const anew = mapColdItems(now, isCold);
        expect(mapColdItems(now, isCold, undefined, (item) => coldNeighbours(before, item))).toEqual(anew);
        expect(anew.items).toHaveLength(before.items.length + 1);
      }),
    );
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
