import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgePrerequisites, type PrerequisiteChange } from '../../../src/store/judge-prerequisites.js';

const judge = (
  changes: Readonly<Record<string, readonly string[] | undefined>>,
  stored: Readonly<Record<string, readonly string[]>>,
) =>
  judgePrerequisites(
    Object.entries(changes).map(([id, prerequisites]) => ({ id, prerequisites })),
    { known: new Set(Object.keys(stored)), of: new Map(Object.entries(stored)) },
  );

describe('judgePrerequisites', () => {
  it('lets chains and diamonds stand, over what is stored and what comes with them', () => {
    expect(judge({ d: ['b', 'c'], c: ['a'], new: undefined, e: ['new'] }, { a: [], b: ['a'] })).toEqual([]);
  });

  it('refuses what names nothing, and in turn what names that', () => {
    expect(judge({ a: ['nowhere'], b: ['a'], c: ['b'], d: [] }, {})).toEqual([
      { id: 'a', code: 'NOT_FOUND', message: 'prerequisites name content that does not exist: "nowhere"' },
      { id: 'b', code: 'NOT_FOUND', message: 'prerequisites name content that does not exist: "a"' },
      { id: 'c', code: 'NOT_FOUND', message: 'prerequisites name content that does not exist: "b"' },
    ]);
    // Content that is stored stays when its change is refused, and may be named.
    expect(judge({ a: ['nowhere'], b: ['a'] }, { a: [] }).map(({ id }) => id)).toEqual(['a']);
  });

  it('names the circle, from each row that is part of it', () => {
    expect(judge({ a: ['b'] }, { a: [], b: ['c'], c: ['a'] })).toEqual([
      {
        id: 'a',
        code: 'PREREQUISITE_CYCLE',
        message: 'prerequisites form a cycle: "a" requires "b" requires "c" requires "a"',
      },
    ]);
    expect(judge({ a: ['a'] }, {})[0].message).toBe('prerequisites form a cycle: "a" requires "a"');
    expect(judge({ a: ['b'], b: ['a'], c: ['a'] }, { a: [], b: [] }).map(({ message }) => message)).toEqual([
      'prerequisites form a cycle: "a" requires "b" requires "a"',
      'prerequisites form a cycle: "b" requires "a" requires "b"',
    ]);
  });

  it('goes by what the whole batch leaves: an arrow may be turned round in one request', () => {
    expect(judge({ b: ['a'], a: [] }, { a: ['b'], b: [] })).toEqual([]);
  });

  it('sees that a refused change leaves the old prerequisites, which may close a circle with others', () => {
    // b keeps requiring c, because its change names nothing; so c may not require b.
    expect(judge({ b: ['nowhere'], c: ['b'] }, { b: ['c'], c: [] }).map(({ id, code }) => [id, code])).toEqual([
      ['b', 'NOT_FOUND'],
      ['c', 'PREREQUISITE_CYCLE'],
    ]);
  });

  it('cuts the name of a long circle, and takes chains of any length', () => {
    const long = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`n${i}`, [`n${i + 1}`]]));
    expect(judge({ ...long, n20000: [] }, {})).toEqual([]);
    const faults = judge({ ...long, n20000: ['n0'] }, {});
    expect(faults).toHaveLength(20_001);
    expect(faults[0].message).toMatch(
      /^prerequisites form a cycle: "n0" requires "n1" .* requires 19990 more requires "n0"$/,
    );
  });

  it('law: what stands leaves no circle, nothing unknown, and nothing that stands alone is refused', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const names = fc.uniqueArray(fc.constantFrom(...ids, 'nowhere'), { maxLength: 3 });
    const changes = fc.dictionary(fc.constantFrom(...ids), fc.option(names, { nil: undefined }), {
      noNullPrototype: true,
    });
    // Stored prerequisites go from later letters to earlier ones, so they have no circle.
    const stored = fc
      .dictionary(fc.constantFrom(...ids), fc.uniqueArray(fc.constantFrom(...ids)), { noNullPrototype: true })
      .map((all) =>
        Object.fromEntries(Object.entries(all).map(([id, of]) => [id, of.filter((o) => o < id && o in all)])),
      );
    const hasCircle = (edges: Map<string, readonly string[]>): boolean => {
      // Kahn: take away what requires nothing that is left, until nothing changes.
      const left = new Map(edges);
      for (let before = -1; before !== left.size;) {
        before = left.size;
        for (const [id, of] of left) if (!of.some((one) => left.has(one))) left.delete(id);
      }
      return left.size > 0;
    };
    fc.assert(
      fc.property(changes, stored, (batch, before) => {
        const rows: PrerequisiteChange[] = Object.entries(batch).map(([id, prerequisites]) => ({ id, prerequisites }));
        const faults = judge(batch, before);
        const refused = new Set(faults.map(({ id }) => id));
        const after = new Map<string, readonly string[]>(Object.entries(before));
        for (const { id, prerequisites } of rows)
          if (!refused.has(id)) after.set(id, prerequisites ?? after.get(id) ?? []);
        expect(hasCircle(after)).toBe(false);
        for (const of of after.values()) for (const one of of) expect(after.has(one)).toBe(true);
        for (const { id, code } of faults) {
          expect(batch[id]?.length).toBeGreaterThan(0);
          if (code === 'NOT_FOUND') expect(batch[id]!.some((one) => !after.has(one))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
