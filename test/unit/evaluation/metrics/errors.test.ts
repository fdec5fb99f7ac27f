import { describe, expect, it } from '@jest/globals';
import { mae } from '../../../../src/evaluation/metrics/mae.js';
import { ERROR_METRICS } from '../../../../src/evaluation/metrics/registry.js';
import { rmse } from '../../../../src/evaluation/metrics/rmse.js';

it('has the values of scikit-learn', () => {
  // Errors 0.5, 1.5, 1, 1: squares sum to 4.5, absolutes to 4.
  expect(rmse.compute([3, 5.5, 10, 0], [2.5, 7, 9, 1])).toBeCloseTo(1.0606601717798212, 12);
  expect(mae.compute([3, 5.5, 10, 0], [2.5, 7, 9, 1])).toBe(1);
});

describe.each(ERROR_METRICS)('$name', (metric) => {
  it('is 0 for exact predictions, null without pairs', () => {
    expect(metric.compute([1, 2], [1, 2])).toBe(0);
    expect(metric.compute([], [])).toBeNull();
  });

  it('refuses different lengths', () => {
    expect(() => metric.compute([1], [])).toThrow(RangeError);
  });
});
