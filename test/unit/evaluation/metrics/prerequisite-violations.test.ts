import { describe, expect, it } from '@jest/globals';
import { prerequisiteViolations } from '../../../../src/evaluation/metrics/prerequisite-violations.js';

const context = { popularity: new Float64Array(4), users: 1, contentSimilarity: () => 0 };
/** Item 2 requires what learner 0 has not completed, item 3 what nobody has. */
const isUnready = (learner: number, item: number): boolean => item === 3 || (item === 2 && learner === 0);

describe('prerequisiteViolations', () => {
  it('is the share of the first k that the learner cannot take up yet', () => {
    const of = (list: readonly number[], k: number, learner: number) =>
      prerequisiteViolations.compute(list, k, { ...context, isUnready }, learner);
    expect(of([0, 2, 3, 1], 4, 0)).toBe(0.5);
    expect(of([0, 2, 3, 1], 4, 1)).toBe(0.25);
    expect(of([0, 2, 3, 1], 1, 0)).toBe(0);
    expect(of([3], 10, 0)).toBe(1);
  });

  it('is null for an empty list, and where nothing is required', () => {
    expect(prerequisiteViolations.compute([], 10, { ...context, isUnready }, 0)).toBeNull();
    expect(prerequisiteViolations.compute([1], 10, context, 0)).toBeNull();
  });
});
