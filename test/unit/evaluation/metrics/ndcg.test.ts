import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ndcg } from '../../../../src/evaluation/metrics/ndcg.js';
import { exampleScores, judgedLists, scoreOf, scoreOfRanks } from './ranked-lists.js';

describe('ndcg', () => {
  it('has the known values', () => {
    // Ranks 1 and 3: DCG 1 + 1/2 = 1.5; the ideal of four is 2.561606, of seven cut at five 2.948459.
    expect(scoreOfRanks(ndcg, [1, 3], 4, 5)).toBeCloseTo(0.58557, 6);
    expect(scoreOfRanks(ndcg, [1, 3], 7, 5)).toBeCloseTo(0.50874, 6);
    expect(scoreOfRanks(ndcg, [2], 1, 5)).toBeCloseTo(0.63093, 6);
    expect(scoreOfRanks(ndcg, [3], 1, 5)).toBe(0.5);
  });

  it('equals scikit-learn', () => {
    expect(scoreOfRanks(ndcg, [2, 5, 9], 12, 10)).toBeCloseTo(0.2902597849695645, 12);
    expect(exampleScores(ndcg)).toEqual([expect.closeTo(0.4776237035032179, 12), 1, 0, 1]);
  });

  it('is not lower when a relevant item moves up past an irrelevant one', () => {
    fc.assert(
      fc.property(judgedLists, (judged) => {
        const { list, relevant } = judged;
        for (let place = 1; place < list.length; place++) {
          if (!relevant.has(list[place]) || relevant.has(list[place - 1])) continue;
          const better = [...list];
          [better[place - 1], better[place]] = [better[place], better[place - 1]];
          expect(scoreOf(ndcg, { ...judged, list: better })).toBeGreaterThanOrEqual(scoreOf(ndcg, judged));
        }
      }),
    );
  });

  it('is not lower when a miss becomes a hit', () => {
    fc.assert(
      fc.property(judgedLists, (judged) => {
        const missing = [...judged.relevant].find((item) => !judged.list.includes(item));
        const miss = judged.list.findIndex((item) => !judged.relevant.has(item));
        fc.pre(missing !== undefined && miss >= 0);
        const better = judged.list.with(miss, missing as number);
        expect(scoreOf(ndcg, { ...judged, list: better })).toBeGreaterThanOrEqual(scoreOf(ndcg, judged));
      }),
    );
  });
});
