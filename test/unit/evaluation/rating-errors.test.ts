import { describe, expect, it } from '@jest/globals';
import { ratingErrors } from '../../../src/evaluation/rating-errors.js';
import { interactionsOf, type Row } from './engagement-rows.js';

const test: Row[] = [
  [0, 0, 9, 1, 600], // 600 s and a like: score 2 + 5 = 7
  [0, 1, 9, 0, 600], // a dislike: 0
  [0, 2, 9, 1, 900], // seen in training: left out
  [2, 3, 9, 1, 1500], // 5 + 5 = 10
];
const train: Row[] = [[0, 2, 1]];

describe('ratingErrors', () => {
  it('compares held-out pairs only, with dislikes as 0', () => {
    const predict = (user: number, out: Float64Array): void => {
      out.set(user === 0 ? [5.5, 1, 3, 0] : [0, 0, 0, 10]);
    };
    // Errors 1.5, 1, 0: RMSE sqrt(3.25 / 3), MAE 2.5 / 3.
    const errors = ratingErrors(
      Int32Array.of(0, 1, 2),
      interactionsOf(test, 3, 4),
      interactionsOf(train, 3, 4),
      predict,
    );
    expect(errors.pairs).toBe(3);
    expect(errors.rmse).toBeCloseTo(1.040833, 6);
    expect(errors.mae).toBeCloseTo(0.833333, 6);
  });

  it('is null without pairs, and can be stopped', () => {
    const none = interactionsOf([], 3, 4);
    expect(ratingErrors(Int32Array.of(0, 1), none, none, () => undefined)).toEqual({ rmse: null, mae: null, pairs: 0 });
    expect(() =>
      ratingErrors(
        Int32Array.of(0),
        none,
        none,
        () => undefined,
        () => {
          throw new Error('stop');
        },
      ),
    ).toThrow('stop');
  });

  it('refuses parts over different vocabularies', () => {
    expect(() =>
      ratingErrors(Int32Array.of(0), interactionsOf([], 3, 4), interactionsOf([], 3, 5), () => undefined),
    ).toThrow(RangeError);
  });
});
