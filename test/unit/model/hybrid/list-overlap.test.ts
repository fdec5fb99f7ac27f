import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareLists } from '../../../../src/model/hybrid/list-overlap.js';

const of = Int32Array.of.bind(Int32Array);

describe('compareLists', () => {
  it('says what entered, left and moved', () => {
    expect(compareLists(of(7, 8, 9, 4), of(7, 9, 5, 4))).toEqual({
      overlap: 3 / 5,
      entered: [5],
      left: [8],
      moved: [{ place: 9, from: 3, to: 2 }],
    });
  });

  it('is whole for the same lists, also empty ones, and nothing for lists apart', () => {
    const same = { overlap: 1, entered: [], left: [], moved: [] };
    expect(compareLists(of(1, 2), of(1, 2))).toEqual(same);
    expect(compareLists(of(), of())).toEqual(same);
    expect(compareLists(of(1), of(2))).toEqual({ overlap: 0, entered: [2], left: [1], moved: [] });
    expect(compareLists(of(), of(2)).overlap).toBe(0);
  });

  it('overlaps alike from both sides, and its parts make up the second list', () => {
    const list = fc.uniqueArray(fc.nat({ max: 12 }), { maxLength: 10 }).map((places) => Int32Array.from(places));
    fc.assert(
      fc.property(list, list, (before, after) => {
        const change = compareLists(before, after);
        expect(compareLists(after, before).overlap).toBe(change.overlap);
        expect(change.overlap).toBeGreaterThanOrEqual(0);
        expect(change.overlap).toBeLessThanOrEqual(1);
        expect(after.length).toBe(before.length - change.left.length + change.entered.length);
        for (const { place, from, to } of change.moved)
          expect([before[from - 1], after[to - 1]]).toEqual([place, place]);
        const unmoved = Array.from(after).filter((place, i) => before[i] === place);
        expect(unmoved.length + change.moved.length + change.entered.length).toBe(after.length);
      }),
    );
  });
});
