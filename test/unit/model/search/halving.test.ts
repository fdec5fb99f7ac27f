import { describe, expect, it } from '@jest/globals';
import { halvingRungs } from '../../../../src/model/search/halving.js';

describe('the rounds of successive halving', () => {
  it('keep a third each time and end on all data', () => {
    expect(halvingRungs(27)).toEqual([
      { share: 1 / 9, keep: 27 },
      { share: 1 / 3, keep: 9 },
      { share: 1, keep: 3 },
    ]);
    expect(halvingRungs(10).map(({ keep }) => keep)).toEqual([10, 4, 2]);
  });

  it('are one where there is little to choose from', () => {
    for (const count of [1, 2]) expect(halvingRungs(count)).toEqual([{ share: 1, keep: count }]);
    expect(halvingRungs(3)).toHaveLength(2);
  });

  it('never go below a ninth of the data', () => {
    expect(halvingRungs(1000)[0].share).toBeCloseTo(1 / 9, 12);
  });
});
