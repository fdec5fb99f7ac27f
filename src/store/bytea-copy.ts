import { HEADER_LENGTH, SIGNATURE, type CopyDecoder } from './binary-copy.js';

/** Field count and length of a row with one field. */
const ROW_HEADER = 6;

/**
 * Reads a binary COPY stream whose rows are one `bytea` each, and hands the bytes on as they arrive: a row of megabytes is
 * never put together here.
 */
export function createByteaDecoder(onPiece: (piece: Buffer) => void): CopyDecoder {
  let held: Buffer = Buffer.alloc(0);
  let inHeader = true;
  let open = 0;
  let ended = false;

  return {
    push(next) {
      const chunk = held.length === 0 ? next : Buffer.concat([held, next]);
      let at = 0;
      if (inHeader) {
        if (chunk.length < HEADER_LENGTH) {
          held = Buffer.from(chunk);
          return;
        }
        if (!chunk.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('Not a binary COPY stream.');
        inHeader = false;
        at = HEADER_LENGTH;
      }
      while (at < chunk.length && !ended) {
        if (open > 0) {
          const piece = chunk.subarray(at, at + open);
          onPiece(piece);
          open -= piece.length;
          at += piece.length;
        } else if (chunk.length - at >= 2 && chunk.readInt16BE(at) === -1) {
          ended = true;
          at += 2;
        } else if (chunk.length - at >= ROW_HEADER) {
          open = Math.max(0, chunk.readInt32BE(at + 2));
          at += ROW_HEADER;
        } else break;
      }
      held = Buffer.from(chunk.subarray(at));
    },
    finish() {
      if (!ended || open > 0 || held.length > 0) throw new Error('The COPY stream is cut short.');
    },
  };
}
