import { expect, it } from '@jest/globals';
import { createByteaDecoder } from '../../../src/store/bytea-copy.js';

/** Two rows, `abc` and an empty one, then `d`; written by hand from the format's description. */
const STREAM = Buffer.from(
  '5047434f50590aff0d0a00' + '0000000000000000' + '000100000003616263' + '000100000000' + '00010000000164' + 'ffff',
  'hex',
);

function read(...chunks: Buffer[]): string {
  let text = '';
  const decoder = createByteaDecoder((piece) => (text += piece.toString('latin1')));
  for (const chunk of chunks) decoder.push(chunk);
  decoder.finish();
  return text;
}

it('hands on the bytes of all rows in order, wherever the stream is cut', () => {
  for (let a = 0; a <= STREAM.length; a++)
    for (let b = a; b <= STREAM.length; b++)
      expect(read(STREAM.subarray(0, a), STREAM.subarray(a, b), STREAM.subarray(b))).toBe('abcd');
});

it('refuses a stream that is cut short', () => {
  for (let end = 0; end < STREAM.length; end++) expect(() => read(STREAM.subarray(0, end))).toThrow('cut short');
});
