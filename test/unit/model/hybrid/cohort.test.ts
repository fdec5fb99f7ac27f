import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COHORT_SHRINKAGE, cohortPopularity, cohortsOf } from '../../../../src/model/hybrid/cohort.js';

const popularity = Int32Array.of(80, 10);

describe('cohortPopularity', () => {
  it('is the mean of the group and of general popularity, weighted by learners and shrinkage', () => {
    // 20 learners count as much as the shrinkage: item 0 (0.8 + 0.1) / 2, item 1 (0.1 + 0.9) / 2, item 2 (0 + 0.2) / 2; of 100.
    const group = { counts: Float64Array.of(2, 18, 4), learners: COHORT_SHRINKAGE };
    const { expected, own } = cohortPopularity(popularity, 100, [group], 3)!;
    [45, 50, 10].forEach((value, i) => expect(expected[i]).toBeCloseTo(value, 10));
    [5, 45, 10].forEach((value, i) => expect(own[i]).toBeCloseTo(value, 10));
  });

  it('shrinks the inner group towards the outer one', () => {
    const outer = { counts: Float64Array.of(2, 18, 4), learners: 20 };
    const inner = { counts: Float64Array.of(0, 5, 5), learners: 5 };
    const { expected } = cohortPopularity(popularity, 100, [outer, inner], 3)!;
    // 20 / 25 of the outer estimate and 100 * counts / 25.
    [36, 60, 28].forEach((value, i) => expect(expected[i]).toBeCloseTo(value, 10));
  });

  it('passes over groups of fewer than five, and has nothing where there is no other', () => {
    const few = { counts: Float64Array.of(0, 4, 4), learners: 4 };
    const twenty = { counts: Float64Array.of(2, 18, 4), learners: 20 };
    for (const groups of [[], [few], [few, few]]) expect(cohortPopularity(popularity, 100, groups, 3)).toBeNull();
    expect(cohortPopularity(popularity, 100, [twenty, few], 3)).toEqual(cohortPopularity(popularity, 100, [twenty], 3));
  });

  it('lies between the group and general popularity, and its own part within it', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(share, share), { maxLength: 8 }),
        fc.integer({ min: 5, max: 500 }),
        (items, learners) => {
          const counts = Float64Array.from(items, ([, own]) => own * learners);
          const general = Int32Array.from(items, ([all]) => Math.round(all * 1000));
          const { expected, own } = cohortPopularity(general, 1000, [{ counts, learners }], items.length)!;
          items.forEach(([, inGroup], i) => {
            const bounds = [general[i], 1000 * inGroup];
            expect(expected[i]).toBeGreaterThanOrEqual(Math.min(...bounds) - 1e-6);
            expect(expected[i]).toBeLessThanOrEqual(Math.max(...bounds) + 1e-6);
            expect(own[i]).toBeLessThanOrEqual(expected[i] + 1e-9);
          });
        },
      ),
    );
  });
});

describe('cohortsOf', () => {
  it('is the department, then the level within it', () => {
    expect(cohortsOf({ department: 'Sales', seniorityLevel: 'MID' })).toEqual([
      { department: 'Sales', seniorityLevel: null },
      { department: 'Sales', seniorityLevel: 'MID' },
    ]);
    expect(cohortsOf({ department: null, seniorityLevel: 'MID' })).toEqual([
      { department: null, seniorityLevel: 'MID' },
    ]);
    expect(cohortsOf({ department: null, seniorityLevel: null })).toEqual([]);
  });
});
