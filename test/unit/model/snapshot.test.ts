import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../src/errors.js';
import { decodeSnapshot, encodeSnapshot, type Snapshot } from '../../../src/model/snapshot.js';

const SNAPSHOT: Snapshot = {
  meta: { name: 'Données', nested: { list: [1, 2.5, null] } },
  arrays: {
    floats: Float32Array.of(1.5, -2.25, 3),
    doubles: Float64Array.of(Math.PI, -0, 5e-324),
    ints: Int32Array.of(-2147483648, 7),
    unsigned: Uint32Array.of(4294967295),
    bytes: Uint8Array.of(1, 2, 3, 4, 5),
    signed: Int8Array.of(-1),
    empty: new Float64Array(0),
  },
};
const code = (expected: string) => expect.objectContaining({ code: expected });

/** A snapshot's bytes with any text as its header and `body` bytes behind it. */
function withHeader(text: string | Uint8Array, body = 16, format = 2): Uint8Array {
  const header = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const start = Math.ceil((12 + header.length) / 8) * 8;
  const bytes = new Uint8Array(start + body);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('LRSN'));
  view.setUint32(4, format, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, 12);
  return bytes;
}

describe('snapshot', () => {
  it('gives back what was stored, bit for bit', () => {
    const { meta, arrays } = decodeSnapshot(encodeSnapshot(SNAPSHOT));
    expect(meta).toEqual(SNAPSHOT.meta);
    expect(arrays).toEqual(SNAPSHOT.arrays);
    expect(Object.is(arrays.doubles[1], -0)).toBe(true);
  });

  it('lies as its comment says: magic, format, header length, JSON, arrays on multiples of 8', () => {
    const bytes = encodeSnapshot({ meta: { a: 1 }, arrays: { x: Uint8Array.of(9), y: Int32Array.of(-5) } });
    const view = new DataView(bytes.buffer);
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('LRSN');
    expect(view.getUint32(4, true)).toBe(2);
    const length = view.getUint32(8, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length))) as unknown;
    expect(header).toEqual({
      meta: { a: 1 },
      arrays: [
        { name: 'x', kind: 'Uint8Array', length: 1, offset: 0 },
        { name: 'y', kind: 'Int32Array', length: 1, offset: 8 },
      ],
    });
    const start = Math.ceil((12 + length) / 8) * 8;
    expect(bytes).toHaveLength(start + 16);
    expect(bytes[start]).toBe(9);
    expect(view.getInt32(start + 8, true)).toBe(-5);
  });

  it('does not copy the arrays of aligned bytes', () => {
    const bytes = encodeSnapshot(SNAPSHOT);
    expect(decodeSnapshot(bytes).arrays.floats.buffer).toBe(bytes.buffer);
  });

  it('reads bytes that lie at any offset, in a plain array or in a Buffer', () => {
    const bytes = encodeSnapshot(SNAPSHOT);
    for (let offset = 0; offset < 9; offset++) {
      const room = new Uint8Array(bytes.length + offset);
      room.set(bytes, offset);
      expect(decodeSnapshot(room.subarray(offset)).arrays).toEqual(SNAPSHOT.arrays);
      expect(decodeSnapshot(Buffer.from(room.buffer, offset)).arrays).toEqual(SNAPSHOT.arrays);
    }
  });

  it('stores a Buffer and a view into a larger array by their own elements', () => {
    const numbers = Float64Array.of(1, 2, 3, 4);
    const stored = encodeSnapshot({ meta: {}, arrays: { buffer: Buffer.from('abc'), view: numbers.subarray(1, 3) } });
    const { arrays } = decodeSnapshot(stored);
    expect(arrays.buffer).toEqual(Uint8Array.of(97, 98, 99));
    expect(arrays.view).toEqual(Float64Array.of(2, 3));
  });

  it('keeps an array under any name', () => {
    const arrays = Object.fromEntries([
      ['__proto__', Uint8Array.of(1)],
      ['', Uint8Array.of(2)],
    ]);
    const read = decodeSnapshot(encodeSnapshot({ meta: {}, arrays })).arrays;
    expect(Object.entries(read)).toEqual(Object.entries(arrays));
  });

  it('names the format that it cannot read', () => {
    const bytes = withHeader('{"meta":{},"arrays":[]}', 0, 1);
    expect(() => decodeSnapshot(bytes)).toThrow(code('SNAPSHOT_VERSION'));
    expect(() => decodeSnapshot(bytes)).toThrow(/format 1.*format 2/);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['too little', new TextEncoder().encode('LRSN')],
    ['something else', new TextEncoder().encode('%PDF-1.7 and much more of it')],
    ['a header longer than the bytes', withHeader('{"meta":{},"arrays":[]}', 0).subarray(0, 20)],
    ['no JSON', withHeader('{"meta":{')],
    ['no UTF-8', withHeader(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))],
    ...[
      'null',
      '3',
      '"text"',
      '[]',
      '{}',
      '{"meta":null,"arrays":[]}',
      '{"meta":[],"arrays":[]}',
      '{"meta":{}}',
      '{"meta":{},"arrays":{}}',
      '{"meta":{},"arrays":[null]}',
      '{"meta":{},"arrays":[5]}',
    ].map((text): [string, Uint8Array] => [text, withHeader(text)]),
    ...[
      { kind: 'Float16Array' },
      { kind: 'toString' },
      { kind: '__proto__' },
      { kind: 3 },
      { length: -1 },
      { length: 1.5 },
      { length: '2' },
      { length: 3 },
      { length: 1e300 },
      { offset: -8 },
      { offset: 4 },
      { offset: 8.5 },
      { offset: 16 },
      { offset: null },
      { name: 7 },
    ].map((part): [string, Uint8Array] => {
      const place = { name: 'x', kind: 'Float64Array', length: 2, offset: 0, ...part };
      return [JSON.stringify(part), withHeader(JSON.stringify({ meta: {}, arrays: [place] }))];
    }),
    [
      'one name twice',
      withHeader(
        JSON.stringify({
          meta: {},
          arrays: [0, 8].map((offset) => ({ name: 'x', kind: 'Float64Array', length: 1, offset })),
        }),
      ),
    ],
  ])('refuses as damaged: %s', (_, bytes) => {
    expect(() => decodeSnapshot(bytes)).toThrow(code('SNAPSHOT_DAMAGED'));
  });

  const whole = encodeSnapshot(SNAPSHOT);
  const start = whole.length - 104; // 16 + 24 + 8 + 8 + 8 + 8 + 0 bytes of arrays, and the header before them
  const refusedOrRead = (bytes: Uint8Array): void => {
    try {
      const { meta, arrays } = decodeSnapshot(bytes);
      expect(typeof meta).toBe('object');
      expect(Object.keys(arrays).length).toBeLessThanOrEqual(7);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect(['SNAPSHOT_DAMAGED', 'SNAPSHOT_VERSION']).toContain((error as DomainError).code);
    }
  };

  it('never gives anything but its two errors when bytes of the header change', () => {
    const change = fc.record({ at: fc.nat(start - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = whole.slice();
        for (const { at, to } of changes) bytes[at] = to;
        refusedOrRead(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('never gives anything but its two errors for any JSON as header', () => {
    fc.assert(fc.property(fc.json(), (text) => refusedOrRead(withHeader(text))));
    const place = fc.record({
      name: fc.oneof(fc.string(), fc.constant('__proto__')),
      kind: fc.oneof(fc.constantFrom('Float64Array', 'Int8Array', 'valueOf'), fc.anything()),
      length: fc.oneof(fc.integer(), fc.double()),
      offset: fc.oneof(fc.integer(), fc.double()),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 3 }), (arrays) =>
        refusedOrRead(withHeader(JSON.stringify({ meta: {}, arrays }))),
      ),
      { numRuns: 500 },
    );
  });

  it('refuses every truncation that cuts an array or the header', () => {
    for (let length = 0; length < whole.length - 7; length++)
      expect(() => decodeSnapshot(whole.slice(0, length))).toThrow(code('SNAPSHOT_DAMAGED'));
  });
});
