import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blend, blendAll } from '../../../../src/model/hybrid/blend.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const score = fc.double({ min: 0, max: 10, noNaN: true });

describe('blend', () => {
  it('weighs the halves by alpha', () => {
    expect(blend(0.25, 8, 4)).toBe(5);
    expect(blend(0.7, 10, 0)).toBeCloseTo(7, 12);
  });

  it('is exactly one half at the ends and lies between the halves elsewhere', () => {
    fc.assert(
      fc.property(share, score, score, (alpha, collaborative, content) => {
        expect(blend(1, collaborative, content)).toBe(collaborative);
        expect(blend(0, collaborative, content)).toBe(content);
        const blended = blend(alpha, collaborative, content);
        expect(blended).toBeGreaterThanOrEqual(Math.min(collaborative, content) - 1e-12);
        expect(blended).toBeLessThanOrEqual(Math.max(collaborative, content) + 1e-12);
      }),
    );
  });

  it('does the same for all items, also in place', () => {
    const collaborative = Float64Array.of(1, 8, 10);
    const content = Float64Array.of(3, 4, 0);
    blendAll(0.25, collaborative, content, content);
    expect(Array.from(content)).toEqual([2.5, 5, 2.5]);
    expect(Array.from(collaborative)).toEqual([1, 8, 10]);
  });
});
