import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blendAll } from '../../../../src/model/hybrid/blend.js';
import {
  calibrate,
  calibrateAll,
  fitCalibration,
  IDENTITY_CALIBRATION,
  rawBound,
  type CalibrationSamples,
} from '../../../../src/model/hybrid/calibrate.js';
import { topK } from '../../../../src/model/top-k.js';

/** Groups of equal scores: score, samples, relevant ones. */
function samples(...groups: readonly (readonly [number, number, number])[]): CalibrationSamples {
  const rows = groups.flatMap(([score, n, relevant]) =>
    Array.from({ length: n }, (_, i) => ({ score, relevant: i < relevant ? 1 : 0 })),
  );
  return {
    score: Float64Array.from(rows, (row) => row.score),
    relevant: Uint8Array.from(rows, (row) => row.relevant),
  };
}

const value = fc.integer({ min: -3000, max: 3000 }).map((n) => n / 1000);
const anySamples = fc
  .array(fc.record({ score: value, relevant: fc.constantFrom(0, 1) }), { maxLength: 200 })
  .map((rows) => ({
    score: Float64Array.from(rows, (row) => row.score),
    relevant: Uint8Array.from(rows, (row) => row.relevant),
  }));

describe('fitCalibration', () => {
  it('places knots by log-odds of relevance', () => {
    const { x, y } = fitCalibration(samples([0, 100, 8], [0.5, 50, 10], [1, 20, 16]));
    expect(Array.from(x)).toEqual([0, 0.5, 1]);
    // ln(8.5 / 92.5) = -2.387144, ln(10.5 / 40.5) = -1.349927, ln(16.5 / 4.5) = 1.299283
    expect(Array.from(y).map((one) => Number(one.toFixed(4)))).toEqual([0.5, 3.0322, 9.5]);
  });

  it('pools scores whose relevance falls', () => {
    const { x, y } = fitCalibration(samples([0, 100, 8], [1, 10, 9], [2, 30, 9], [3, 20, 18]));
    expect(x[0]).toBe(0);
    expect(x[1]).toBeCloseTo((10 * 1 + 30 * 2) / 40, 12);
    expect(x[2]).toBe(3);
    const odds = [8.5 / 92.5, 18.5 / 22.5, 18.5 / 2.5].map(Math.log);
    expect(y[1]).toBeCloseTo(0.5 + (9 * (odds[1] - odds[0])) / (odds[2] - odds[0]), 12);
  });

  it('counts a sample that stands for several as so many', () => {
    const drawn = samples([0, 30, 10], [1, 20, 16]);
    const weight = Float64Array.from(drawn.relevant, (relevant) => (relevant ? 1 : 5));
    const whole = fitCalibration(samples([0, 110, 10], [1, 36, 16]));
    expect(fitCalibration({ ...drawn, weight })).toEqual(whole);
  });

  it('does not depend on the order of the samples', () => {
    fc.assert(
      fc.property(anySamples, ({ score, relevant }) => {
        const a = fitCalibration({ score, relevant });
        const b = fitCalibration({ score: score.slice().reverse(), relevant: relevant.slice().reverse() });
        expect(b.x.length).toBe(a.x.length);
        a.x.forEach((one, i) => expect(b.x[i]).toBeCloseTo(one, 10));
        a.y.forEach((one, i) => expect(b.y[i]).toBeCloseTo(one, 10));
      }),
    );
  });

  it.each([
    ['no samples', samples()],
    ['one sample', samples([0.4, 1, 1])],
    ['equal scores', samples([0.4, 100, 30])],
    ['no finite score', samples([NaN, 5, 2], [Infinity, 5, 2])],
  ])('is the identity for %s', (_, given) => {
    expect(fitCalibration(given)).toEqual(IDENTITY_CALIBRATION);
    for (const raw of [0.1, 0.5, 0.9]) expect(calibrate(IDENTITY_CALIBRATION, raw)).toBeCloseTo(10 * raw, 12);
  });

  it.each([
    ['nothing is relevant', samples([2, 50, 0], [4, 50, 0])],
    ['too little is relevant', samples([2, 50, 1], [4, 50, 3])],
    ['the score predicts nothing', samples([2, 50, 20], [4, 50, 20])],
    ['the score misleads', samples([2, 50, 40], [4, 50, 20])],
  ])('is the line over the observed range where %s', (_, given) => {
    const fitted = fitCalibration(given);
    expect(calibrate(fitted, 3)).toBeCloseTo(5, 12);
    expect(calibrate(fitted, 3.8)).toBeCloseTo(9, 12);
  });

  it('leaves out scores that are not finite', () => {
    const good = samples([0, 100, 8], [1, 20, 16]);
    const bad = samples([NaN, 9, 9], [0, 100, 8], [1, 20, 16], [-Infinity, 9, 9]);
    expect(fitCalibration(bad)).toEqual(fitCalibration(good));
  });

  it('has strictly ascending knots, y within 0 and 10', () => {
    fc.assert(
      fc.property(anySamples, (given) => {
        const { x, y } = fitCalibration(given);
        expect(x.length).toBeGreaterThanOrEqual(2);
        expect(y.length).toBe(x.length);
        for (let i = 1; i < x.length; i++) {
          expect(x[i]).toBeGreaterThan(x[i - 1]);
          expect(y[i]).toBeGreaterThan(y[i - 1]);
        }
        expect(y[0]).toBeGreaterThan(0);
        expect(y[y.length - 1]).toBeLessThan(10);
      }),
    );
  });
});

describe('calibrate', () => {
  const curve = { x: Float64Array.of(0, 1, 3), y: Float64Array.of(2, 4, 8) };

  it('is linear between knots and bends towards 0 and 10 past them', () => {
    expect(calibrate(curve, 0)).toBe(2);
    expect(calibrate(curve, 0.25)).toBe(2.5);
    expect(calibrate(curve, 2)).toBe(6);
    expect(calibrate(curve, 3)).toBe(8);
    // slope 2, 2 left to 10: 10 - 4 / (2 + 2 * 1)
    expect(calibrate(curve, 4)).toBe(9);
    // slope 2, 2 left to 0: 4 / (2 + 2 * 1)
    expect(calibrate(curve, -1)).toBe(1);
  });

  it('stays within 0 and 10 and never falls, for all doubles', () => {
    const double = fc.double({ noNaN: true });
    fc.assert(
      fc.property(anySamples, double, double, (given, a, b) => {
        const fitted = fitCalibration(given);
        const low = calibrate(fitted, Math.min(a, b));
        const high = calibrate(fitted, Math.max(a, b));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(10);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('rises strictly where doubles can show it, so that a half alone ranks as its raw scores', () => {
    fc.assert(
      fc.property(anySamples, fc.array(value, { minLength: 1, maxLength: 30 }), (given, list) => {
        const fitted = fitCalibration(given);
        const raw = Float64Array.from(list);
        const calibrated = new Float64Array(raw.length);
        calibrateAll(fitted, raw, calibrated);
        const other = Float64Array.from(raw, (_, i) => (i * 7) % 10);
        const blended = new Float64Array(raw.length);
        const ranked = topK(raw, raw.length, null, null);
        blendAll(1, calibrated, other, blended);
        expect(topK(blended, raw.length, null, null)).toEqual(ranked);
        blendAll(0, other, calibrated, blended);
        expect(topK(blended, raw.length, null, null)).toEqual(ranked);
      }),
    );
  });

  it('does the same for all items as for one, also in place', () => {
    fc.assert(
      fc.property(anySamples, fc.array(value), (given, list) => {
        const fitted = fitCalibration(given);
        const scores = Float64Array.from(list);
        calibrateAll(fitted, scores, scores);
        expect(Array.from(scores)).toEqual(list.map((raw) => calibrate(fitted, raw)));
      }),
    );
  });
});

describe('rawBound', () => {
  it('lies below every raw score that reaches the score, and close to the least of them', () => {
    const score = fc.double({ min: -1, max: 11, noNaN: true });
    fc.assert(
      fc.property(anySamples, score, value, (drawn, wanted, raw) => {
        const map = fitCalibration(drawn);
        const bound = rawBound(map, wanted);
        if (calibrate(map, raw) >= wanted) expect(raw).toBeGreaterThanOrEqual(bound);
        if (Math.abs(bound) < 1e6)
          expect(calibrate(map, bound + 1e-6 * (1 + Math.abs(bound)))).toBeGreaterThan(wanted - 0.01);
      }),
    );
  });

  it('is infinite where no raw score, or every one, is that high', () => {
    expect(rawBound(IDENTITY_CALIBRATION, 10.1)).toBe(Infinity);
    expect(rawBound(IDENTITY_CALIBRATION, 0)).toBe(-Infinity);
    expect(rawBound(IDENTITY_CALIBRATION, 5)).toBeCloseTo(0.5, 6);
  });
});
