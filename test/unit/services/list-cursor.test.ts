import { describe, expect, it } from '@jest/globals';
import { decodePosition, encodePosition, requestOf } from '../../../src/services/list-cursor.js';

const request = requestOf('u1', { alpha: 0.5, filter: { domain: { in: ['Data'] } } });
const position = { offset: 20, asOf: 1_764_000_000_123 };

describe('the cursor of a list', () => {
  it('holds the position, for the same model and request', () => {
    expect(decodePosition(encodePosition('7', request, position), '7', request)).toEqual(position);
  });

  it.each([
    ['another model', '8', request],
    ['another learner', '7', requestOf('u2', { alpha: 0.5, filter: { domain: { in: ['Data'] } } })],
    ['another alpha', '7', requestOf('u1', { alpha: 0.6, filter: { domain: { in: ['Data'] } } })],
    ['another filter', '7', requestOf('u1', { alpha: 0.5, filter: { domain: { notIn: ['Data'] } } })],
  ])('is refused with %s', (_, model, other) => {
    expect(() => decodePosition(encodePosition('7', request, position), model, other)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', details: { argument: 'after' } }),
    );
  });

  it.each(['', 'x', 'MQ', encodePosition('7', request, { offset: -1, asOf: 0 })])(
    'is refused when it is %j',
    (text) => {
      expect(() => decodePosition(text, '7', request)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
    },
  );

  it('does not depend on the length of the page, the page, or the order of the controls', () => {
    const one = requestOf('u1', { k: 5, after: 'x', alpha: 1, minScore: 2 });
    expect(requestOf('u1', { minScore: 2, alpha: 1, k: 10 })).toBe(one);
  });
});
