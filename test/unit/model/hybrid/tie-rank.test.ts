import { describe, expect, it } from '@jest/globals';
import { tieRanks } from '../../../../src/model/hybrid/tie-rank.js';

describe('tieRanks', () => {
  it('orders ids by code units: "10" before "2", capitals before small letters', () => {
    expect(Array.from(tieRanks(['2', '10', 'a', 'B']))).toEqual([1, 0, 3, 2]);
  });
});
