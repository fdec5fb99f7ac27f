import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NODE_TYPES, readNodeId, toNodeId } from '../../../src/graphql/node-id.js';

describe('ids of nodes', () => {
  it('are the type and the id in base64url', () => {
    expect(toNodeId({ type: 'User', id: '42' })).toBe(Buffer.from('User:42').toString('base64url'));
    expect(readNodeId('VXNlcjo0Mg', 'id')).toEqual({ type: 'User', id: '42' });
  });

  it('are read back whatever the id, and differ for what differs', () => {
    const id = fc.string({ unit: 'grapheme', maxLength: 191 }).filter((text) => !text.includes('\u0000'));
    const key = fc.record({ type: fc.constantFrom(...NODE_TYPES), id });
    fc.assert(
      fc.property(key, key, (one, two) => {
        expect(readNodeId(toNodeId(one), 'id')).toEqual(one);
        expect(toNodeId(one) === toNodeId(two)).toBe(one.type === two.type && one.id === two.id);
      }),
    );
  });

  it.each(['', '42', 'VXNlcjo0Mg==', 'VXNlcjo0Mg ', Buffer.from('Course:1').toString('base64url'), '🙂', '\u0000'])(
    'refuse %j by the name of the argument',
    (text) => {
      expect(() => readNodeId(text, 'ids.3')).toThrow(/^Argument "ids\.3" must be a nodeId/);
    },
  );

  it('refuse arbitrary texts with BAD_USER_INPUT, and never another way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          expect(toNodeId(readNodeId(text, 'id'))).toBe(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
        }
      }),
    );
  });
});
