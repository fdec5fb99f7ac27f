/*
 * The frame of Postgres' binary COPY format: a signature, flags and an extension, then rows, then a trailer. A row is a
 * field count and, for each field, its length (-1: NULL) and its bytes; all numbers big-endian.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS-BINARY-FORMAT
 */

export const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Signature, flags, length of the extension. */
export const HEADER_LENGTH = SIGNATURE.length + 8;

export function encodeHeader(): Buffer {
  return Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
}

export const TRAILER = Buffer.from([0xff, 0xff]);

/** Reads the rows of a stream that is cut anywhere. */
export interface CopyDecoder {
  push(chunk: Buffer): void;
  /** @throws Error when the stream ended inside a row or before its trailer */
  finish(): void;
}

/** What `readRow` answers when the chunk ends within the row. */
export const INCOMPLETE = -1;

/**
 * @param readRow reads the row whose field count stands at `at` (at least 2 bytes are there), and returns where the next
 *   one begins, or `INCOMPLETE` without having kept anything
 */
export function createCopyDecoder(readRow: (view: DataView, at: number) => number): CopyDecoder {
  let rest: Buffer = Buffer.alloc(0);
  let inHeader = true;
  let ended = false;

  const header = (chunk: Buffer): number => {
    if (chunk.length < HEADER_LENGTH) return INCOMPLETE;
    if (!chunk.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('Not a binary COPY stream.');
    const end = HEADER_LENGTH + chunk.readInt32BE(SIGNATURE.length + 4);
    return chunk.length < end ? INCOMPLETE : end;
  };

  return {
    push(next) {
      const chunk = rest.length === 0 ? next : Buffer.concat([rest, next]);
      let at = 0;
      if (inHeader) {
        at = header(chunk);
        if (at === INCOMPLETE) {
          rest = Buffer.from(chunk);
          return;
        }
        inHeader = false;
      }
      const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
      while (!ended && at + 2 <= chunk.length) {
        if (view.getInt16(at) === -1) {
          ended = true;
          at += 2;
          break;
        }
        const end = readRow(view, at);
        if (end === INCOMPLETE) break;
        at = end;
      }
      rest = Buffer.from(chunk.subarray(at));
    },
    finish() {
      if (!ended || rest.length > 0) throw new Error('The COPY stream is cut short.');
    },
  };
}
