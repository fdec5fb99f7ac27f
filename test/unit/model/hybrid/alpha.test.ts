import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../../src/model/random.js';
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

  it('takes of the blends that are as good as the best the nearest to the better half', () => {
    // 0.3 is the best by luck: of 50 learners one gains .1 against 0.6, so that the gain is .002 and its error .002.
    const flat = (mean: number): Float64Array => new Float64Array(LEARNERS).fill(mean);
    const lucky = flat(0.4);
    lucky[0] = 0.5;
    const grid = [0, 0.3, 0.6, 1];
    expect(fitAlpha([flat(0.1), lucky, flat(0.4), flat(0.2)], grid).alpha).toBe(0.6);
    expect(fitAlpha([flat(0.2), flat(0.4), lucky, flat(0.1)], grid).alpha).toBe(0.3);
    expect(fitAlpha([flat(0.1), flat(0.41), flat(0.4), flat(0.2)], grid).alpha).toBe(0.3);
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

  it('takes the better half where the blend is better by less than two standard errors', () => {
    const half = Float64Array.from({ length: LEARNERS }, () => 0.5);
    // So many learners gain .1 at the middle, the others nothing.
    const blend = (gains: readonly number[]): Float64Array => half.map((value, n) => value + (gains[n] ?? 0));
    const errors = (gains: readonly number[]): number => {
      const mean = gains.reduce((sum, gain) => sum + gain, 0) / LEARNERS;
      const squares = Array.from({ length: LEARNERS }, (_, n) => ((gains[n] ?? 0) - mean) ** 2);
      return mean / Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (LEARNERS - 1) / LEARNERS);
    };
    const worse = half.map(() => 0.1);
    const doubtful = [0.1, 0.1, 0.1];
    const clear = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
    expect(errors(doubtful)).toBeCloseTo(1.77, 2);
    expect(errors(clear)).toBeCloseTo(2.58, 2);
    expect(fitAlpha([worse, blend(doubtful), half], [0, 0.5, 1]).alpha).toBe(1);
    expect(fitAlpha([half, blend(doubtful), worse], [0, 0.5, 1]).alpha).toBe(0);
    expect(fitAlpha([worse, blend(clear), half], [0, 0.5, 1]).alpha).toBe(0.5);
  });

  it('takes the better half where the blend is surely better by less than half a percent', () => {
    expect(fitAlpha(certain([0.1, 0.4015, 0.4]), [0, 0.5, 1]).alpha).toBe(1);
    expect(fitAlpha(certain([0.1, 0.403, 0.4]), [0, 0.5, 1]).alpha).toBe(0.5);
  });

  it('seldom takes a blend that is no better than the half, whatever the learners', () => {
    // A tenth of the learners hit at each alpha by chance, alike for all: what is chosen was better by luck.
    const random = createRandom(5);
    let taken = 0;
    for (let n = 0; n < 200; n++) {
      const values = DEFAULT_ALPHA_GRID.map(() =>
        Float64Array.from({ length: 400 }, () => Number(random.next() < 0.1)),
      );
      if (![0, 1].includes(fitAlpha(values).alpha)) taken++;
    }
    expect(taken).toBeLessThan(30);
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
