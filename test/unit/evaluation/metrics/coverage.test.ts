import { expect, it } from '@jest/globals';
import { coverage } from '../../../../src/evaluation/metrics/coverage.js';

it('counts distinct items of the first k over the catalogue', () => {
  const lists = [
    [0, 1, 2],
    [1, 0, 3],
    [1, 4],
  ];
  expect(coverage.compute(lists, 2, 10)).toBe(0.3);
  expect(coverage.compute(lists, 10, 10)).toBe(0.5);
});

it('is 0 without lists, items or a catalogue', () => {
  expect([coverage.compute([], 5, 10), coverage.compute([[], []], 5, 10), coverage.compute([], 5, 0)]).toEqual([
    0, 0, 0,
  ]);
});

it('is 1 at most', () => {
  expect(coverage.compute([[0, 1], [2]], 5, 3)).toBe(1);
  expect(coverage.compute([[0, 1], [7]], 5, 2)).toBe(1);
});
