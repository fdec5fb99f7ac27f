import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkFirst, decodeCursor, encodeCursor, toPage } from '../../../src/services/paging.js';

describe('cursors', () => {
  it('give back what they were made of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), { minLength: 1, maxLength: 3 }),
        (parts) => {
          expect(decodeCursor(encodeCursor(...parts), parts.length)).toEqual(parts);
        },
      ),
    );
  });

  it('of another list, or made up, are refused by a BAD_USER_INPUT', () => {
    for (const cursor of ['', 'x', encodeCursor(1, 2), Buffer.from('1e3').toString('base64url'), '../../etc'])
      expect(() => decodeCursor(cursor, 1)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('checkFirst', () => {
  it('accepts 1 to 100 only', () => {
    expect([1, 100].map(checkFirst)).toEqual([1, 100]);
    for (const first of [0, -1, 101, 1.5, Number.NaN])
      expect(() => checkFirst(first)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('toPage', () => {
  const identity = (n: number): string => encodeCursor(n);
  it('says that there is more only when a further row was read', () => {
    expect(toPage([1, 2, 3], { first: 2 }, (n) => n, identity)).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: false,
    });
    const last = toPage([3], { first: 2, after: identity(2) }, (n) => n, identity);
    expect(last.edges.map(({ node }) => node)).toEqual([3]);
    expect(last).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });
});
