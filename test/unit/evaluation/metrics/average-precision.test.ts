import { expect, it } from '@jest/globals';
import { averagePrecision } from '../../../../src/evaluation/metrics/average-precision.js';
import { exampleScores, scoreOfRanks } from './ranked-lists.js';

it('divides by min(k, relevant items)', () => {
  // Precision 1/1 and 2/3 at the hits: 5/3 over 4, and over 5 where seven are relevant.
  expect(scoreOfRanks(averagePrecision, [1, 3], 4, 5)).toBeCloseTo(0.416667, 6);
  expect(scoreOfRanks(averagePrecision, [1, 3], 7, 5)).toBeCloseTo(1 / 3, 12);
});

it('equals the cumulative precision of numpy', () => {
  expect(exampleScores(averagePrecision)).toEqual([expect.closeTo(0.3, 12), 1, 0, 1]);
});
