import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RANKING_METRICS } from '../../../../src/evaluation/metrics/registry.js';
import { judgedLists, scoreOf } from './ranked-lists.js';

/** What holds for every ranking measure. */
describe.each(RANKING_METRICS)('$name', (metric) => {
  it('lies within 0 to 1 for any list, also with repeated items', () => {
    const anyList = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 15 });
    fc.assert(
      fc.property(judgedLists, anyList, (judged, repeating) => {
        for (const list of [judged.list, repeating]) {
          const score = scoreOf(metric, { ...judged, list });
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('is 0 for an empty list, for nothing relevant, and without a hit', () => {
    expect(metric.compute([], () => true, 3, 10)).toBe(0);
    expect(metric.compute([1, 2, 3], () => true, 0, 10)).toBe(0);
    expect(metric.compute([1, 2, 3], () => false, 3, 10)).toBe(0);
    expect(metric.compute([1, 2, 3], () => true, 3, 0)).toBe(0);
  });

  it('is above 0 exactly where there is a hit', () => {
    fc.assert(
      fc.property(judgedLists, (judged) => {
        const hit = judged.list.slice(0, judged.k).some((item) => judged.relevant.has(item));
        expect(scoreOf(metric, judged) > 0).toBe(hit);
      }),
    );
  });

  it('is 1 for a perfect ranking of k relevant items', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (k) => {
        const list = Array.from({ length: k }, (_, item) => item);
        expect(metric.compute(list, (item) => item < k, k, k)).toBe(1);
      }),
    );
  });

  it('does not look past k', () => {
    fc.assert(
      fc.property(judgedLists, (judged) => {
        expect(scoreOf(metric, { ...judged, list: judged.list.slice(0, judged.k) })).toBe(scoreOf(metric, judged));
      }),
    );
  });

  it('does not depend on the names of the items', () => {
    fc.assert(
      fc.property(judgedLists, ({ list, relevant, k }) => {
        const renamed = { list: list.map((i) => 1e6 - i), relevant: new Set([...relevant].map((i) => 1e6 - i)), k };
        expect(scoreOf(metric, renamed)).toBe(scoreOf(metric, { list, relevant, k }));
      }),
    );
  });
});

it('ndcg, map and mrr are 1 where all relevant items stand first, however many they are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (relevant, k) => {
      const list = Array.from({ length: 30 }, (_, item) => item);
      for (const metric of RANKING_METRICS.filter(({ name }) => ['ndcg', 'map', 'mrr'].includes(name)))
        expect(metric.compute(list, (item) => item < relevant, relevant, k)).toBe(1);
    }),
  );
});
