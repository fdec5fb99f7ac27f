import { describe, expect, it } from '@jest/globals';
import { countLearners, popularityScores, randomScores } from '../../../src/evaluation/baselines.js';
import { interactionsOf } from './engagement-rows.js';

const scored = (score: (user: number, out: Float64Array) => void, user: number, items: number): number[] => {
  const out = new Float64Array(items).fill(-1);
  score(user, out);
  return [...out];
};

describe('randomScores', () => {
  it('depends on seed and learner, not on the order of calls', () => {
    const score = randomScores(7);
    const first = scored(score, 3, 5);
    scored(score, 9, 5);
    expect(scored(score, 3, 5)).toEqual(first);
    expect(scored(score, 4, 5)).not.toEqual(first);
    expect(scored(randomScores(8), 3, 5)).not.toEqual(first);
  });

  it('prefers no item: every item is first equally often', () => {
    const score = randomScores(1);
    const firsts = new Array<number>(5).fill(0);
    for (let user = 0; user < 2000; user++) {
      const scores = scored(score, user, 5);
      firsts[scores.indexOf(Math.max(...scores))]++;
    }
    // Bin(2000, 1/5): mean 400, deviation 17.9; bounds at 4 deviations.
    for (const count of firsts) expect(Math.abs(count - 400)).toBeLessThan(72);
  });
});

describe('popularityScores', () => {
  it('gives everyone the counts, and 0 to items past them', () => {
    const score = popularityScores(Float64Array.of(3, 1));
    expect(scored(score, 0, 4)).toEqual([3, 1, 0, 0]);
    expect(scored(score, 8, 1)).toEqual([3]);
  });
});

describe('countLearners', () => {
  it('counts a learner once per item, however often, and with dislikes', () => {
    const data = interactionsOf(
      [
        [0, 1, 1],
        [0, 1, 2],
        [1, 1, 1, 0],
        [1, 2, 1],
      ],
      3,
      4,
    );
    expect([...countLearners(data)]).toEqual([0, 2, 1, 0]);
  });
});
