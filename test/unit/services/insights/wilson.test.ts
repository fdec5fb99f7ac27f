import { describe, expect, it } from '@jest/globals';
import { wilson } from '../../../../src/services/insights/wilson.js';

describe('wilson', () => {
  it('is the published interval', () => {
    // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    for (const [r, n, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ]) {
      expect(wilson(r, n).low).toBeCloseTo(low, 4);
      expect(wilson(r, n).high).toBeCloseTo(high, 4);
    }
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
