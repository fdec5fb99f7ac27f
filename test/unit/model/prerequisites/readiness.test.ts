import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPrerequisites, unlockedBy } from '../../../../src/model/prerequisites/prerequisites.js';
import { isReady, missingFor, readinessState, unlocksOf } from '../../../../src/model/prerequisites/readiness.js';

/* 4 requires 2 and 3; 2 requires 1; 1 requires 0; 5 requires 2; 6 stands alone. */
const graph = createPrerequisites([[], [0], [1], [], [2, 3], [2], []]);
const back = unlockedBy(graph);
const done = (...places: number[]) => {
  const set = new Set(places);
  return (place: number): boolean => set.has(place);
};

describe('readiness', () => {
  it('turns the arrows', () => {
    expect([...back.ptr]).toEqual([0, 1, 2, 4, 5, 5, 5, 5]);
    expect([...back.required]).toEqual([1, 2, 4, 5, 4]);
  });

  it('leaves out prerequisites that are gone', () => {
    expect([...createPrerequisites([[-1, 1], []]).required]).toEqual([1]);
  });

  it('names what is missing in an order in which it can be done', () => {
    expect(missingFor(graph, done(), 4)).toEqual([0, 1, 2, 3]);
    expect(missingFor(graph, done(0), 4)).toEqual([1, 2, 3]);
    // Who has completed 2 needs nothing that 2 requires.
    expect(missingFor(graph, done(2), 4)).toEqual([3]);
    expect(missingFor(graph, done(2, 3), 4)).toEqual([]);
    expect(missingFor(graph, done(), 6)).toEqual([]);
  });

  it('is almost there when one thing is missing', () => {
    expect([0, 1, 2, 5].map(readinessState)).toEqual(['READY', 'ALMOST', 'NOT_READY', 'NOT_READY']);
  });

  it('names what completing something opens', () => {
    expect(unlocksOf(graph, back, done(), 0)).toEqual([1]);
    // 4 needs 3 as well.
    expect(unlocksOf(graph, back, done(), 2)).toEqual([5]);
    expect(unlocksOf(graph, back, done(3), 2)).toEqual([4, 5]);
    expect(unlocksOf(graph, back, done(3, 5), 2)).toEqual([4]);
    expect(unlocksOf(graph, back, done(2, 3), 2)).toEqual([]);
  });

  it('law: doing what is missing, in order, is always possible and makes ready', () => {
    const size = 12;
    const edges = fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size });
    const met = fc.uniqueArray(fc.nat(size - 1));
    fc.assert(
      fc.property(edges, met, fc.nat(size - 1), (lists, completed, place) => {
        const acyclic = createPrerequisites(lists.map((of, from) => of.filter((one) => one < from)));
        const has = new Set(completed);
        const missing = missingFor(acyclic, (one) => has.has(one), place);
        expect(new Set(missing).size).toBe(missing.length);
        expect(isReady(acyclic, (one) => has.has(one), place)).toBe(missing.length === 0);
        for (const step of missing) {
          expect(has.has(step)).toBe(false);
          expect(isReady(acyclic, (one) => has.has(one), step)).toBe(true);
          const before = Array.from({ length: size }, (_, one) => isReady(acyclic, (other) => has.has(other), one));
          const opens = unlocksOf(acyclic, unlockedBy(acyclic), (one) => has.has(one), step);
          has.add(step);
          const after = Array.from({ length: size }, (_, one) => isReady(acyclic, (other) => has.has(other), one));
          expect(opens).toEqual([...after.keys()].filter((one) => after[one] && !before[one] && !has.has(one)));
        }
        expect(isReady(acyclic, (one) => has.has(one), place)).toBe(true);
      }),
    );
  });
});
