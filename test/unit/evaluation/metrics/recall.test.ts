import { expect, it } from '@jest/globals';
import { recall } from '../../../../src/evaluation/metrics/recall.js';
import { exampleScores } from './ranked-lists.js';

it('is hits over relevant items, also where they are more than k', () => {
  expect(exampleScores(recall)).toEqual([2 / 3, 1, 0, 5 / 7]);
});
