import { describe, expect, it } from '@jest/globals';
import { fittedState } from '../../../src/spark/fitted-state.js';

describe("Spark's factors as a fitted IALS", () => {
  it('are stretched so that the ridge of a learner becomes that of IALS', () => {
    // 60 pairs of 20 learners (3 each) and 5 items (12 each): regParam = 10 / sqrt(3 * 12) = 10 / 6.
    const options = { factors: 2, regularization: 10, countScaling: 1 };
    const state = fittedState(Float32Array.of(1, 2, 0, 0), { pairs: 60, users: 20, items: 5 }, options);
    expect(state).toMatchObject({ algorithm: 'IALS', options, numbers: { items: 2, meanCount: 3 } });
    const [first, second] = state.arrays.itemFactors;
    expect(second / first).toBeCloseTo(2, 6);
    // y' = t y makes a learner's ridge t^2 times as large: regParam * n * t^2 = regularization * n / 3.
    expect((10 / 6) * first ** 2).toBeCloseTo(10 / 3, 5);
  });

  it('are all zero where there was nothing to fit to', () => {
    const state = fittedState(new Float32Array(4), { pairs: 0, users: 0, items: 0 }, { factors: 2 });
    expect([...(state.arrays.itemFactors as Float32Array)]).toEqual([0, 0, 0, 0]);
    expect(state.numbers).toEqual({ items: 2, meanCount: 1 });
  });
});
