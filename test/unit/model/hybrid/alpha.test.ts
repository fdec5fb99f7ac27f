import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coldStartAlpha, DEFAULT_ALPHA_GRID, fitAlpha } from '../../../../src/model/hybrid/alpha.js';

const LEARNERS = 50;
/** Every learner has the same value, so that any difference of means is certain. */
const certain = (means: readonly number[]): Float64Array[] =>
  means.map((mean) => new Float64Array(LEARNERS).fill(mean));
const along = (mean: (alpha: number) => number): Float64Array[] => certain(DEFAULT_ALPHA_GRID.map(mean));

describe('fitAlpha', () => {
  it('takes the peak and reports the curve', () => {
    const { alpha, curve } = fitAlpha(along((a) => 1 - (a - 0.7) ** 2 * 4));
    expect(alpha).toBe(0.7);
    expect(curve.map((point) => point.alpha)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(curve[0].value).toBeCloseTo(1 - 0.49 * 4, 12);
  });

  it('takes the middle of a plateau, not its noisy end', () => {
    //                               0    .1   .2    .3     .4     .5    .6   .7  .8   .9   1
    const means = [0.1, 0.2, 0.3, 0.399, 0.398, 0.4, 0.3, 0.2, 0.1, 0.1, 0.1];
    expect(fitAlpha(certain(means)).alpha).toBe(0.4);
  });

  it('takes the better of two middles, then the one nearer to 0.5', () => {
    const grid = [0, 0.25, 0.5, 1];
    expect(fitAlpha(certain([0.1, 0.4, 0.399, 0.1]), grid).alpha).toBe(0.25);
    expect(fitAlpha(certain([0.1, 0.4, 0.4, 0.1]), grid).alpha).toBe(0.5);
  });

  it('takes one half alone where the other only harms', () => {
    expect(fitAlpha(along((alpha) => 1 - alpha)).alpha).toBe(0);
    expect(fitAlpha(along((alpha) => alpha)).alpha).toBe(1);
  });

  it('takes the collaborative half where the blend adds nothing, and the middle where nothing was hit', () => {
    expect(fitAlpha(along(() => 0.3)).alpha).toBe(1);
    expect(fitAlpha(along(() => 0)).alpha).toBe(0.5);
    expect(fitAlpha(along(() => NaN)).alpha).toBe(0.5);
  });

  it('takes the better half where the blend is better by less than a standard error', () => {
    // 50 learners: at the middle one gains .5 and one loses .4, so the mean gain is .002 and its error .0091.
    const half = Float64Array.from({ length: LEARNERS }, () => 0.5);
    const blend = half.map((value, n) => (n === 0 ? value + 0.5 : n === 1 ? value - 0.4 : value));
    const worse = half.map(() => 0.1);
    expect(fitAlpha([worse, blend, half], [0, 0.5, 1]).alpha).toBe(1);
    expect(fitAlpha([half, blend, worse], [0, 0.5, 1]).alpha).toBe(0);
    // Where every learner gains alike there is no doubt.
    expect(fitAlpha([worse, half.map((value) => value + 0.02), half], [0, 0.5, 1]).alpha).toBe(0.5);
  });

  it('never chooses what is worse than the better half', () => {
    const mean = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.array(mean, { minLength: 5, maxLength: 5 }), { minLength: 11, maxLength: 11 }),
        (values) => {
          const { alpha, curve } = fitAlpha(values);
          const chosen = curve.find((point) => point.alpha === alpha)!.value;
          expect(chosen).toBeGreaterThanOrEqual(Math.max(curve[0].value, curve[10].value));
        },
      ),
    );
  });
});

describe('coldStartAlpha', () => {
  it('is at least 0.9, whatever was fitted for learners with a history', () => {
    expect([0, 0.5, 0.9, 1].map(coldStartAlpha)).toEqual([0.9, 0.9, 0.9, 1]);
  });
});
