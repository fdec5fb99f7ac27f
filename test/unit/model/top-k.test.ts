import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { topK } from '../../../src/model/top-k.js';

const list = (
  scores: readonly number[],
  k: number,
  excluded: readonly number[] | null = null,
  tieRank: readonly number[] | null = null,
): number[] =>
  Array.from(
    topK(Float64Array.from(scores), k, excluded && Uint8Array.from(excluded), tieRank && Int32Array.from(tieRank)),
  );

describe('topK', () => {
  it('gives the best places, best first', () => {
    expect(list([0.1, 5, -2, 3, 4], 3)).toEqual([1, 4, 3]);
  });

  it('gives all places, once each, when k is larger', () => {
    expect(list([1, 2, 3], 100)).toEqual([2, 1, 0]);
  });

  it('leaves excluded places out and fills the list from the rest', () => {
    expect(list([9, 8, 7, 6, 5], 3, [1, 0, 1, 0, 0])).toEqual([1, 3, 4]);
    expect(list([9, 8], 3, [1, 1])).toEqual([]);
  });

  it('breaks ties by the lower place without ranks, and by the lower rank with them', () => {
    expect(list([1, 1, 1, 1], 2)).toEqual([0, 1]);
    expect(list([1, 1, 1, 2], 3, null, [7, 3, 5, 9])).toEqual([3, 1, 2]);
    expect(list([1, 1, 1], 2, null, [4, 4, 4])).toEqual([0, 1]);
  });

  it('13 equal scores in pages of 5 are 13 different places', () => {
    const ranks = [12, 3, 0, 7, 1, 9, 11, 2, 5, 4, 10, 8, 6];
    const all = list(new Array<number>(13).fill(0.5), 13, null, ranks);
    expect(all.map((place) => ranks[place])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const page of [5, 10])
      expect(list(new Array<number>(13).fill(0.5), page, null, ranks)).toEqual(all.slice(0, page));
  });

  it('is empty for k of 0 or less and for no scores', () => {
    expect(list([1, 2], 0)).toEqual([]);
    expect(list([1, 2], -3)).toEqual([]);
    expect(list([], 5)).toEqual([]);
  });

  it('ranks -Infinity last and never returns NaN', () => {
    expect(list([-Infinity, 1, Number.NaN, Infinity], 4)).toEqual([3, 1, 0]);
    expect(list([Number.NaN, -Infinity, -Infinity], 1)).toEqual([1]);
  });

  it('agrees with sorting everything', () => {
    const entries = fc.array(
      fc.record({
        score: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })),
        out: fc.boolean(),
        rank: fc.nat(4),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 70 }), (all, k) => {
        const expected = all
          .map((entry, place) => ({ ...entry, place }))
          .filter((entry) => !entry.out)
          .sort((a, b) => (a.score === b.score ? a.rank - b.rank || a.place - b.place : a.score < b.score ? 1 : -1))
          .slice(0, k)
          .map((entry) => entry.place);
        const scores = all.map((entry) => entry.score);
        const excluded = all.map((entry) => (entry.out ? 1 : 0));
        expect(
          list(
            scores,
            k,
            excluded,
            all.map((entry) => entry.rank),
          ),
        ).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
