import { describe, expect, it } from '@jest/globals';
import { intraListDiversity } from '../../../../src/evaluation/metrics/intra-list-diversity.js';

// Cosines of (1,0,0), (.6,.8,0), (0,.6,.8): 0.6, 0 and 0.48.
const cosines = [
  [1, 0.6, 0],
  [0.6, 1, 0.48],
  [0, 0.48, 1],
];
const context = {
  popularity: new Float64Array(3),
  users: 1,
  contentSimilarity: (a: number, b: number) => cosines[a][b],
};

describe('intraListDiversity', () => {
  it('is the mean distance of the pairs, whatever their order', () => {
    expect(intraListDiversity.compute([0, 1, 2], 10, context, 0)).toBeCloseTo((0.4 + 1 + 0.52) / 3, 12);
    expect(intraListDiversity.compute([2, 0, 1], 10, context, 0)).toBeCloseTo(0.64, 12);
    expect(intraListDiversity.compute([0, 1, 2], 2, context, 0)).toBeCloseTo(0.4, 12);
  });

  it('is null where there is no pair', () => {
    expect(intraListDiversity.compute([], 10, context, 0)).toBeNull();
    expect(intraListDiversity.compute([1], 10, context, 0)).toBeNull();
    expect(intraListDiversity.compute([0, 1, 2], 1, context, 0)).toBeNull();
  });

  it('stays within 0 to 1 where rounding carries a cosine out of bounds', () => {
    const of = (similarity: number): number | null =>
      intraListDiversity.compute([0, 1], 2, { ...context, contentSimilarity: () => similarity }, 0);
    expect(of(1 + 1e-15)).toBe(0);
    expect(of(-1e-15)).toBe(1);
  });
});
