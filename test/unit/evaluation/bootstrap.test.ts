import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bootstrapMean, bootstrapMeans, pairedBootstrap, quantile } from '../../../src/evaluation/bootstrap.js';
import { createRandom } from '../../../src/model/random.js';

const a = Float64Array.from({ length: 200 }, (_, i) => ((i * 37) % 101) / 100);
const b = a.map((value, i) => value - 0.1 + 0.01 * ((i % 7) - 3));

describe('bootstrapMean', () => {
  it('agrees with scipy.stats.bootstrap, method percentile, 20,000 resamples', () => {
    // scipy 1.17.1: mean 0.50045, interval 0.4596 to 0.54135. A bound of 1,000 replicates has a standard error of about .0017.
    const { value, low, high } = bootstrapMean(a, createRandom(11));
    expect(value).toBeCloseTo(0.50045, 10);
    expect(Math.abs((low as number) - 0.4596)).toBeLessThan(0.007);
    expect(Math.abs((high as number) - 0.54135)).toBeLessThan(0.007);
  });

  it('has the bounds of the binomial where the values are 0 and 1', () => {
    // 60 ones of 200: a replicate's sum is Bin(200, .3), with quantiles 48 and 73.
    const ones = Float64Array.from({ length: 200 }, (_, i) => (i % 10 < 3 ? 1 : 0));
    const { low, high } = bootstrapMean(ones, createRandom(2), 4000);
    expect(Math.abs((low as number) - 0.24)).toBeLessThanOrEqual(0.01);
    expect(Math.abs((high as number) - 0.365)).toBeLessThanOrEqual(0.01);
  });

  it('gives the same bounds for the same seed, others for another', () => {
    expect(bootstrapMean(a, createRandom(3))).toEqual(bootstrapMean(a, createRandom(3)));
    expect(bootstrapMean(a, createRandom(4))).not.toEqual(bootstrapMean(a, createRandom(3)));
  });

  it('gives no interval for fewer than two values', () => {
    expect(bootstrapMean(new Float64Array(0), createRandom(1))).toEqual({ value: 0, low: null, high: null });
    expect(bootstrapMean(Float64Array.of(0.7), createRandom(1))).toEqual({ value: 0.7, low: null, high: null });
  });

  it('collapses where all values are equal', () => {
    expect(bootstrapMean(Float64Array.of(0.5, 0.5, 0.5), createRandom(1))).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });

  it('keeps its bounds in order and within the values', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.nat(), (sample, seed) => {
        const { low, high } = bootstrapMean(Float64Array.from(sample), createRandom(seed), 50);
        expect(low as number).toBeLessThanOrEqual(high as number);
        expect(low as number).toBeGreaterThanOrEqual(Math.min(...sample) - 1e-12);
        expect(high as number).toBeLessThanOrEqual(Math.max(...sample) + 1e-12);
      }),
    );
  });
});

describe('bootstrapMeans', () => {
  it('serves all columns with the draws that each would get alone', () => {
    expect(bootstrapMeans([a, b], createRandom(5))).toEqual([
      bootstrapMean(a, createRandom(5)),
      bootstrapMean(b, createRandom(5)),
    ]);
  });

  it('refuses columns of different lengths and no resamples', () => {
    expect(() => bootstrapMeans([a, new Float64Array(3)], createRandom(1))).toThrow(RangeError);
    expect(() => bootstrapMeans([a], createRandom(1), 0)).toThrow(RangeError);
    expect(bootstrapMeans([], createRandom(1))).toEqual([]);
  });
});

describe('pairedBootstrap', () => {
  it('finds a small but steady difference that the two intervals alone hide', () => {
    // scipy on the differences: mean 0.1003, interval 0.09755 to 0.10305.
    const { difference, low, high } = pairedBootstrap(a, b, createRandom(6));
    expect(difference).toBeCloseTo(0.1003, 10);
    expect(Math.abs((low as number) - 0.09755)).toBeLessThan(0.0006);
    expect(Math.abs((high as number) - 0.10305)).toBeLessThan(0.0006);
  });

  it('refuses sides of different lengths', () => {
    expect(() => pairedBootstrap(a, new Float64Array(3), createRandom(1))).toThrow(RangeError);
  });
});

describe('quantile', () => {
  it('interpolates as numpy.quantile does', () => {
    const sorted = Float64Array.of(1, 2, 4, 8, 16);
    expect([0, 0.025, 0.3, 0.5, 0.975, 1].map((share) => quantile(sorted, share))).toEqual([
      1,
      expect.closeTo(1.1, 12),
      expect.closeTo(2.4, 12),
      4,
      expect.closeTo(15.2, 12),
      16,
    ]);
  });
});
