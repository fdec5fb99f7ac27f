import { describe, expect, it } from '@jest/globals';
import { svd } from '../../../../src/model/algorithms/svd.js';
import { EMPTY_HISTORY, type History, type Interactions } from '../../../../src/model/interactions.js';
import type { FittedRecommender, HyperParameters } from '../../../../src/model/recommender.js';
import { resolveHyperParameters } from '../../../../src/model/registry.js';
import { historyFrom, interactionsOf } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(svd, {
  hyperParameters: { factors: 5, epochs: 5 },
  // Every score of the checkerboard is the same: there is nothing for it to learn.
  solvesCheckerboard: false,
  learnerOrderMatters: true,
  seeded: true,
  usesEngine: true,
});

const fit = (data: Interactions, given: HyperParameters, seed = 7): FittedRecommender =>
  svd.fit(data, resolveHyperParameters(svd, given), { seed, checkpoint: () => undefined });
const scores = (model: FittedRecommender, history: History): number[] => {
  const out = new Float64Array(model.items);
  model.score(history, out);
  return [...out];
};
const predictions = (model: FittedRecommender, history: History): number[] => {
  const out = new Float64Array(model.items);
  model.predictRatings?.(history, out);
  return [...out];
};

/** Scores of 10, 5 and 0: `min(seconds / 300, 5) + (liked ? 5 : 0)`. */
const TEN = { seconds: 1500, liked: true };
const FIVE = { liked: true };
const NOTHING = { seconds: 0 };

describe('SVD', () => {
  it('moves the biases over one epoch as worked by hand', () => {
    // mu = 5, rate 0.1, regularization 0.1, no vectors.
    // (u0, i0, 10): e = 5;    b_u0 = 0.5,                                  b_i0 = 0.5
    // (u0, i1, 5):  e = -0.5; b_u0 = 0.5 + 0.1 (-0.5 - 0.05) = 0.445,      b_i1 = -0.05
    // (u1, i0, 0):  e = -5.5; b_u1 = -0.55,      b_i0 = 0.5 + 0.1 (-5.5 - 0.05) = -0.055
    const data = interactionsOf(
      [
        { user: 0, item: 0, ...TEN },
        { user: 0, item: 1, ...FIVE },
        { user: 1, item: 0, ...NOTHING },
      ],
      2,
      2,
    );
    const model = fit(data, { factors: 1, epochs: 1, learningRate: 0.1, regularization: 0.1, initialDeviation: 0 });
    const [first, second] = scores(model, EMPTY_HISTORY);
    expect(first).toBeCloseTo(5 - 0.055, 10);
    expect(second).toBeCloseTo(5 - 0.05, 10);
  });

  it('agrees with Surprise 1.1.4 started from the same vectors', () => {
    const ratings = [
      [0, 0, 8],
      [0, 1, 6.5],
      [1, 1, 2],
      [1, 2, 9],
      [2, 0, 5],
      [2, 2, 0],
    ];
    const data = interactionsOf(
      ratings.map(([user, item]) => ({ user, item })),
      3,
      3,
    );
    data.rating.set(ratings.map(([, , rating]) => rating));
    const { numbers, arrays } = fit(data, { factors: 2, epochs: 5, learningRate: 0.05 }).state();
    const close = (actual: ArrayLike<number>, expected: readonly number[]): void =>
      expected.forEach((value, place) => expect(actual[place]).toBeCloseTo(value, 6));
    expect(numbers.mean).toBeCloseTo(5.083333333333333, 12);
    close(arrays.itemBias, [0.5756739746066248, -0.4811308163069389, -0.15824417611731004]);
    close(
      arrays.itemFactors,
      [
        0.049781956509052205, 0.1658541774590574, 0.08114580185095976, 0.1312566743919156, -0.11963489463606268,
        -0.21336875899778693,
      ],
    );
  });

  it('folds a learner in by ridge regression on the residuals: the bias alone when there are no vectors', () => {
    const data = interactionsOf(
      [
        { user: 0, item: 0, ...TEN },
        { user: 1, item: 1, ...NOTHING },
      ],
      2,
      3,
    );
    const model = fit(data, { factors: 1, epochs: 10, learningRate: 0.02, regularization: 0.5, initialDeviation: 0 });
    const [b0, b1, b2] = scores(model, EMPTY_HISTORY);
    expect(b2).toBe(5); // never met: the mean
    // Two entries: ridge = 1 / (0.02 * 10) + 0.5 * 2 = 6; bias = sum of residuals / (2 + 6)
    const history = historyFrom(
      [
        { item: 0, ...FIVE },
        { item: 2, ...TEN },
      ],
      3,
    );
    const bias = (5 - b0 + (10 - 5)) / 8;
    const expected = [b0 + bias, b1 + bias, 5 + bias];
    scores(model, history).forEach((score, item) => expect(score).toBeCloseTo(expected[item], 6));
    const { base, contributions } = model.explain(history, 1);
    expect(base).toBeCloseTo(b1, 10);
    expect(contributions[0]).toBeCloseTo((5 - b0) / 8, 6);
    expect(contributions[1]).toBeCloseTo(5 / 8, 6);
  });

  it('takes a dislike as a score of 0, and cuts predictions to 0-10 but not scores', () => {
    const rows = [0, 1, 2, 3].map((item) => ({ user: 0, item, ...TEN }));
    const model = fit(interactionsOf(rows, 1, 4), { factors: 2, epochs: 100, learningRate: 0.1 });
    const disliker = historyFrom(
      [0, 1, 2, 3].map((item) => ({ item, liked: false, seconds: 1500 })),
      4,
    );
    for (const score of scores(model, disliker)) expect(Math.abs(score)).toBeLessThan(2);
    const fan = historyFrom(
      [0, 1, 2, 3].map((item) => ({ item, ...TEN })),
      4,
    );
    const data = fit(interactionsOf([...rows, { user: 1, item: 0, ...NOTHING }], 2, 4), { factors: 1, epochs: 500 });
    expect(Math.max(...scores(data, fan))).toBeGreaterThan(9);
    for (const prediction of predictions(data, fan)) expect(prediction).toBeLessThanOrEqual(10);
    expect(predictions(data, fan)).toEqual(scores(data, fan).map((score) => Math.max(0, Math.min(10, score))));
  });

  it('says so when the steps are too long', () => {
    const data = interactionsOf(
      [
        { user: 0, item: 0, ...TEN },
        { user: 1, item: 0, ...NOTHING },
      ],
      2,
      1,
    );
    const steep = { learningRate: 1, regularization: 10, epochs: 1000, initialDeviation: 10 };
    expect(() => fit(data, steep)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});
