import { describe, expect, it } from '@jest/globals';
import { rate } from '../../../src/services/model-report.js';

describe('rate', () => {
  // Intervals by R: prop.test(x, n, correct = FALSE)$conf.int
  it.each([
    [10, 100, 0.1, 0.05522854, 0.1743657],
    [0, 10, 0, 0, 0.2775328],
    [7, 10, 0.7, 0.3967732, 0.8922087],
    [3, 3, 1, 0.438503, 1],
  ])('%i of %i', (successes, trials, value, low, high) => {
    const found = rate(successes, trials)!;
    expect(found.value).toBeCloseTo(value, 12);
    expect(found.low).toBeCloseTo(low, 5);
    expect(found.high).toBeCloseTo(high, 5);
  });

  it('is nothing without trials', () => {
    expect(rate(0, 0)).toBeNull();
  });
});
