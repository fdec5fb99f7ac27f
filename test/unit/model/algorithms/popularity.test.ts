import { describe, expect, it } from '@jest/globals';
import { EMPTY_HISTORY } from '../../../../src/model/interactions.js';
import { popularity } from '../../../../src/model/algorithms/popularity.js';
import { interactionsOf } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(popularity, {
  hyperParameters: {},
  solvesCheckerboard: false,
  learnerOrderMatters: false,
  seeded: false,
});

describe('POPULARITY', () => {
  const DAY = 86_400_000;
  const rows = [
    { user: 0, item: 0, at: 0 },
    { user: 0, item: 0, at: 10 * DAY },
    { user: 1, item: 0, at: 5 * DAY },
    { user: 1, item: 1, at: 10 * DAY },
    { user: 2, item: 1, at: 10 * DAY, liked: false },
  ];
  const scores = (halfLifeDays: number): number[] => {
    const model = popularity.fit(
      interactionsOf(rows, 3, 3),
      { halfLifeDays },
      { seed: 1, checkpoint: () => undefined },
    );
    const out = new Float64Array(3);
    model.score(EMPTY_HISTORY, out);
    return [...out];
  };

  it('counts distinct learners, and not those who disliked', () => {
    expect(scores(0)).toEqual([2, 1, 0]);
  });

  it('halves an engagement per half-life before the newest one', () => {
    expect(scores(5)).toEqual([1.5, 1, 0]);
  });
});
