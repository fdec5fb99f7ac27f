import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coldStartAlpha, DEFAULT_ALPHA_GRID, fitAlpha } from '../../../../src/model/hybrid/alpha.js';

const fitTo = (values: readonly number[]): number => {
  const grid = DEFAULT_ALPHA_GRID.slice(0, values.length);
  return fitAlpha((alpha) => values[grid.indexOf(alpha)], grid).alpha;
};

describe('fitAlpha', () => {
  it('takes the peak and reports the curve', () => {
    const { alpha, curve } = fitAlpha((a) => 1 - (a - 0.7) ** 2 * 4);
    expect(alpha).toBe(0.7);
    expect(curve.map((point) => point.alpha)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(curve[0].value).toBeCloseTo(1 - 0.49 * 4, 12);
  });

  it('takes the middle of a plateau, not its noisy end', () => {
    //             0    .1   .2    .3     .4     .5    .6   .7
    expect(fitTo([0.1, 0.2, 0.3, 0.399, 0.398, 0.4, 0.3, 0.2])).toBe(0.4);
  });

  it('takes the better of two middles, then the one nearer to 0.5', () => {
    expect(fitTo([0.1, 0.4, 0.399, 0.1])).toBe(0.1);
    expect(fitTo([0.1, 0.4, 0.4, 0.1])).toBe(0.2);
  });

  it('takes one half alone where the other only harms', () => {
    expect(fitTo([0.4, 0.3, 0.2])).toBe(0);
    expect(fitAlpha((alpha) => alpha).alpha).toBe(1);
  });

  it('takes the middle of a flat curve, of zeros, and of no numbers', () => {
    expect(fitAlpha(() => 0.3).alpha).toBe(0.5);
    expect(fitAlpha(() => 0).alpha).toBe(0.5);
    expect(fitAlpha(() => NaN).alpha).toBe(0.5);
    expect(fitAlpha(() => 1, [0.8]).alpha).toBe(0.8);
  });

  it('chooses a grid point within 1% of the best', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 11, maxLength: 11 }), (values) => {
        const { alpha, curve } = fitAlpha((a) => values[DEFAULT_ALPHA_GRID.indexOf(a)]);
        const chosen = curve.find((point) => point.alpha === alpha);
        expect(chosen?.value).toBeGreaterThanOrEqual(Math.max(...values) * 0.99);
      }),
    );
  });
});

describe('coldStartAlpha', () => {
  it('is at least 0.9, whatever was fitted for learners with a history', () => {
    expect([0, 0.5, 0.9, 1].map(coldStartAlpha)).toEqual([0.9, 0.9, 0.9, 1]);
  });
});
