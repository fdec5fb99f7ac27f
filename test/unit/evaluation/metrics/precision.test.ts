import { expect, it } from '@jest/globals';
import { precision } from '../../../../src/evaluation/metrics/precision.js';
import { exampleScores, scoreOfRanks } from './ranked-lists.js';

it('is hits over k', () => {
  expect(exampleScores(precision)).toEqual([0.4, 0.4, 0, 1]);
});

it('divides by k also where the list is shorter', () => {
  expect(scoreOfRanks(precision, [1, 2], 2, 10, 2)).toBe(0.2);
});
