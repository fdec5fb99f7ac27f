import { expect, it } from '@jest/globals';
import { reciprocalRank } from '../../../../src/evaluation/metrics/reciprocal-rank.js';
import { exampleScores, scoreOfRanks } from './ranked-lists.js';

it('is one over the first relevant rank', () => {
  expect(exampleScores(reciprocalRank)).toEqual([0.5, 1, 0, 1]);
});

it('looks no further than k', () => {
  expect(scoreOfRanks(reciprocalRank, [4], 1, 3, 10)).toBe(0);
  expect(scoreOfRanks(reciprocalRank, [4], 1, 4, 10)).toBe(0.25);
});
