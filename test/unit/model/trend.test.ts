import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { trendScore } from '../../../src/model/trend.js';

describe('trendScore', () => {
  it('is the difference in standard deviations', () => {
    expect(trendScore(9, 0)).toBe(3);
    expect(trendScore(9, 3)).toBeCloseTo(6 / Math.sqrt(12), 12);
    expect(trendScore(3, 1)).toBe(1);
    expect(trendScore(0, 4)).toBe(-2);
    expect(trendScore(0, 0)).toBe(0);
  });

  it('turns its sign with the windows, grows with the count now, and with the evidence for one growth', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(count, count, (now, before) => {
        expect(trendScore(before, now)).toBeCloseTo(-trendScore(now, before), 9);
        expect(trendScore(now + 1, before)).toBeGreaterThan(trendScore(now, before));
        if (now > before) expect(trendScore(2 * now, 2 * before)).toBeGreaterThan(trendScore(now, before));
      }),
    );
  });
});
