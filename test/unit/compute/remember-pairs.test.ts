import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rememberPairs } from '../../../src/compute/remember-pairs.js';

const ITEMS = 5000;
const symmetric = (a: number, b: number): number => Math.min(a, b) * 31 + Math.max(a, b) * 7;

describe('pairs that are remembered', () => {
  it('have the value of the function, in whatever order and however often they come', () => {
    const remembered = rememberPairs(symmetric, ITEMS);
    const place = fc.nat({ max: ITEMS - 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { maxLength: 200 }), (pairs) => {
        for (const [a, b] of [...pairs, ...pairs]) expect(remembered(a, b)).toBe(symmetric(a, b));
      }),
    );
  });

  it('are not asked for again', () => {
    let asked = 0;
    const remembered = rememberPairs((a, b) => symmetric(a, b) + 0 * asked++, ITEMS);
    for (let n = 0; n < 3; n++)
      for (const [a, b] of [
        [1, 2],
        [2, 1],
        [4, 4999],
      ])
        remembered(a, b);
    expect(asked).toBe(2);
  });
});
