import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exposureGini } from '../../../../src/evaluation/metrics/exposure-gini.js';

/** Lists of one item, so that item i is recommended counts[i] times. */
const exposed = (counts: readonly number[]): number[][] =>
  counts.flatMap((count, item) => Array.from({ length: count }, () => [item]));

describe('exposureGini', () => {
  it('equals the mean absolute difference of numpy', () => {
    // sum |x_i - x_j| / (2 n^2 mean) * n / (n - 1)
    expect(exposureGini.compute(exposed([3, 1, 0, 0]), 1, 4)).toBeCloseTo(0.8333333333333334, 12);
    expect(exposureGini.compute(exposed([1, 2, 3, 4]), 1, 4)).toBeCloseTo(0.3333333333333333, 12);
    expect(exposureGini.compute(exposed([1, 5, 0, 2, 0, 3, 1, 0]), 1, 8)).toBeCloseTo(0.6666666666666667, 12);
  });

  it('is 0 where all are alike, 1 where one item gets every place', () => {
    expect(exposureGini.compute(exposed([2, 2, 2]), 1, 3)).toBe(0);
    expect(exposureGini.compute(exposed([4]), 1, 4)).toBe(1);
  });

  it('is 0 where it is undefined', () => {
    expect([
      exposureGini.compute([], 5, 10),
      exposureGini.compute([[0]], 5, 1),
      exposureGini.compute([], 5, 0),
    ]).toEqual([0, 0, 0]);
  });

  it('lies within 0 to 1 and equals the definition for any exposure', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6), { minLength: 2, maxLength: 12 }), (counts) => {
        const n = counts.length;
        const total = counts.reduce((sum, x) => sum + x, 0);
        fc.pre(total > 0);
        let differences = 0;
        for (const x of counts) for (const y of counts) differences += Math.abs(x - y);
        const gini = exposureGini.compute(exposed(counts), 1, n);
        expect(gini).toBeCloseTo(differences / (2 * (n - 1) * total), 10);
        expect(gini).toBeGreaterThanOrEqual(0);
        expect(gini).toBeLessThanOrEqual(1);
      }),
    );
  });
});
