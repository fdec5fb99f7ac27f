import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import { createEngagementDecoder, encodeEngagements } from '../../../src/store/engagement-copy.js';

type Row = [userPk: number, contentPk: number, ms: number, duration: number, liked: number, type: number];

function columnsOf(rows: readonly Row[]): EngagementColumns {
  return {
    length: rows.length,
    userPk: Int32Array.from(rows, (row) => row[0]),
    contentPk: Int32Array.from(rows, (row) => row[1]),
    timestamp: Float64Array.from(rows, (row) => row[2]),
    durationSeconds: Int32Array.from(rows, (row) => row[3]),
    liked: Int8Array.from(rows, (row) => row[4]),
    type: Uint8Array.from(rows, (row) => row[5]),
  };
}

const encode = (columns: EngagementColumns): Buffer => Buffer.concat([...encodeEngagements([columns])]);

function decode(...chunks: Buffer[]): EngagementColumns {
  const decoder = createEngagementDecoder(1);
  for (const chunk of chunks) decoder.push(chunk);
  decoder.finish();
  return decoder.columns();
}

/** Written by hand from the format's description, not by the encoder. */
const BY_HAND = Buffer.from(
  [
    '5047434f50590aff0d0a00', // PGCOPY\n\377\r\n\0
    '00000000 00000000', // flags, no extension
    '0006', // six fields
    '00000004 00000007', // user_pk 7
    '00000004 0000002a', // content_pk 42
    '00000008 00000000000f4240', // 1 000 000 microseconds after 2000-01-01
    '00000004 0000012c', // 300 seconds
    '00000001 01', // liked
    '00000006 564945574544', // VIEWED
    '0006',
    '00000004 00000007',
    '00000004 0000002b',
    '00000008 fffffffffff0bdc0', // 1 000 000 microseconds before
    'ffffffff', // no duration
    'ffffffff', // no opinion
    '00000009 434f4d504c45544544', // COMPLETED
    'ffff',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);
const BY_HAND_ROWS: Row[] = [
  [7, 42, Date.UTC(2000, 0, 1, 0, 0, 1), 300, 1, 0],
  [7, 43, Date.UTC(1999, 11, 31, 23, 59, 59), MISSING, MISSING, 2],
];

describe('engagements in binary COPY', () => {
  it('reads a stream written by hand, and writes the same bytes', () => {
    expect(decode(BY_HAND)).toEqual(columnsOf(BY_HAND_ROWS));
    expect(encode(columnsOf(BY_HAND_ROWS))).toEqual(BY_HAND);
  });

  it('reads the same whatever two places the stream is cut at', () => {
    const expected = columnsOf(BY_HAND_ROWS);
    for (let a = 0; a <= BY_HAND.length; a++)
      for (let b = a; b <= BY_HAND.length; b++)
        expect(decode(BY_HAND.subarray(0, a), BY_HAND.subarray(a, b), BY_HAND.subarray(b))).toEqual(expected);
  });

  it('reads byte by byte', () => {
    expect(decode(...Array.from(BY_HAND, (byte) => Buffer.from([byte])))).toEqual(columnsOf(BY_HAND_ROWS));
  });

  it('refuses a stream that is cut short, of another format, or with an unknown type', () => {
    for (let end = 0; end < BY_HAND.length; end++) expect(() => decode(BY_HAND.subarray(0, end))).toThrow('cut short');
    expect(() => decode(Buffer.from('user_pk,content_pk\n1,2\n3,4\n5,6\n'))).toThrow('Not a binary COPY stream');
    const renamed = Buffer.from(BY_HAND);
    renamed.write('WATCHD', BY_HAND.indexOf('VIEWED'));
    expect(() => decode(renamed)).toThrow('does not know');
  });

  it('reads back what it writes, for any instants a Date holds', () => {
    const int32 = fc.integer({ min: -2147483648, max: 2147483647 });
    const row = fc.tuple(
      int32,
      int32,
      fc.oneof(
        fc.integer({ min: -8.64e15, max: 8.64e15 }),
        fc.constantFrom(-1, 0, 1, 946_684_799_999, 946_684_800_000, 253_402_300_799_999),
      ),
      fc.integer({ min: MISSING, max: 2147483647 }),
      fc.constantFrom(MISSING, 0, 1),
      fc.nat(ENGAGEMENT_TYPES.length - 1),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 97 }), (rows, size) => {
        const bytes = encode(columnsOf(rows));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(decode(...chunks)).toEqual(columnsOf(rows));
      }),
    );
  });

  it('writes several parts as one stream', () => {
    const [first, second] = BY_HAND_ROWS.map((row) => columnsOf([row]));
    expect(Buffer.concat([...encodeEngagements([first, columnsOf([]), second])])).toEqual(BY_HAND);
  });

  it('fills more than one piece', () => {
    const rows = Array.from({ length: 50_000 }, (_, i): Row => [i, -i, i * 1000, i, i % 2, i % 5]);
    expect([...encodeEngagements([columnsOf(rows)])].length).toBeGreaterThan(3);
    expect(decode(...encodeEngagements([columnsOf(rows)]))).toEqual(columnsOf(rows));
  });
});
