import { expect, it } from '@jest/globals';
import { hitRate } from '../../../../src/evaluation/metrics/hit-rate.js';
import { exampleScores, scoreOfRanks } from './ranked-lists.js';

it('is 1 for any hit among the first k', () => {
  expect(exampleScores(hitRate)).toEqual([1, 1, 0, 1]);
  expect(scoreOfRanks(hitRate, [4], 9, 3, 10)).toBe(0);
});
