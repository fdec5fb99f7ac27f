import { describe, expect, it } from '@jest/globals';
import { isBetterBy, meanOf, pairedDifference } from '../../../../src/model/selection/paired-difference.js';

describe('the paired difference', () => {
  it('is the mean of the differences with its standard error', () => {
    // Differences 1, 2, 3: mean 2, variance 1 over n - 1, error sqrt(1 / 3).
    const { mean, error } = pairedDifference([2, 4, 6], [1, 2, 3]);
    expect(mean).toBeCloseTo(2, 12);
    expect(error).toBeCloseTo(Math.sqrt(1 / 3), 12);
  });

  it('knows no error of fewer than two learners', () => {
    expect(pairedDifference([], [])).toEqual({ mean: 0, error: 0 });
    expect(pairedDifference([3], [1])).toEqual({ mean: 2, error: 0 });
  });

  it('tells better from better by chance', () => {
    expect(isBetterBy(1, [2, 4, 6], [1, 2, 3])).toBe(true);
    expect(isBetterBy(4, [2, 4, 6], [1, 2, 3])).toBe(false);
    expect(isBetterBy(0, [1, 1], [1, 1])).toBe(false);
  });

  it('takes the mean of nothing as 0', () => {
    expect(meanOf([])).toBe(0);
    expect(meanOf([1, 2])).toBe(1.5);
  });
});
