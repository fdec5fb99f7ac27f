import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stackRows } from '../../../src/model/sparse.js';
import { rankPlaces, type RankRequest } from '../../../src/services/rank-list.js';

function request(scores: readonly number[], changes: Partial<RankRequest> = {}): RankRequest {
  return {
    scores: Float64Array.from(scores),
    excluded: new Uint8Array(scores.length),
    tieRank: Int32Array.from(scores.keys()),
    vectors: stackRows(
      scores.map((_, i) => ({ indices: Int32Array.of(i % 3), values: Float64Array.of(1) })),
      3,
    ),
    minScore: -Infinity,
    diversity: 0,
    behind: null,
    length: scores.length,
    ...changes,
  };
}
const ranked = (...parameters: Parameters<typeof request>): number[] => [...rankPlaces(request(...parameters))];

describe('rankPlaces', () => {
  it('orders by score, ties by rank, without what is excluded or scores too little', () => {
    expect(ranked([1, 5, 3, 5, 2])).toEqual([1, 3, 2, 4, 0]);
    expect(ranked([1, 5, 3, 5, 2], { excluded: Uint8Array.of(0, 1, 0, 0, 0), minScore: 2 })).toEqual([3, 2, 4]);
    expect(ranked([1, 5, 3], { length: 2 })).toEqual([1, 2]);
  });

  it('puts behind all others what is to stand there, in the same order', () => {
    const behind = Uint8Array.of(0, 1, 1, 0, 0);
    expect(ranked([1, 5, 3, 4, 2], { behind })).toEqual([3, 4, 0, 1, 2]);
    expect(ranked([1, 5, 3, 4, 2], { behind, length: 2 })).toEqual([3, 4]);
    expect(ranked([1, 5, 3, 4, 2], { behind, excluded: Uint8Array.of(0, 0, 1, 0, 1) })).toEqual([3, 0, 1]);
  });

  it('gives the same order for every length, and leaves the mask as it was', () => {
    const item = fc.record({
      score: fc.integer({ min: 0, max: 5 }),
      excluded: fc.nat({ max: 1 }),
      behind: fc.nat({ max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(item), fc.constantFrom(0, 0.4, 1), fc.nat({ max: 12 }), (items, diversity, length) => {
        const scores = items.map(({ score }) => score);
        const excluded = Uint8Array.from(items, (one) => one.excluded);
        const behind = Uint8Array.from(items, (one) => one.behind);
        const changes = { excluded, behind, diversity, minScore: 1 };
        const whole = ranked(scores, changes);
        expect(ranked(scores, { ...changes, length })).toEqual(whole.slice(0, length));
        expect([...excluded]).toEqual(items.map((one) => one.excluded));
        const expected = items.flatMap((one, i) => (one.excluded === 0 && one.score >= 1 ? [i] : []));
        expect([...whole].sort((a, b) => a - b)).toEqual(expected);
        const tiers = whole.map((i) => behind[i]);
        expect(tiers).toEqual([...tiers].sort());
      }),
    );
  });
});
