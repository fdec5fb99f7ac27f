import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns } from '../model/engagement.js';
import { createCopyDecoder, encodeHeader, INCOMPLETE, TRAILER, type CopyDecoder } from './binary-copy.js';

/** The columns of a row on the wire, in their order. */
export const COPY_COLUMNS = 'user_pk, content_pk, "timestamp", duration_seconds, liked, engagement_type';
const FIELDS = 6;

/** Postgres counts microseconds from 2000-01-01. */
const EPOCH_2000 = 946_684_800_000;
const TWO_32 = 4_294_967_296;

/** No row is longer than this: count, six lengths, 4 + 4 + 8 + 4 + 1 bytes, and the name of a type (63 at most). */
const LONGEST_ROW = 2 + FIELDS * 4 + 21 + 63;

const LABELS = ENGAGEMENT_TYPES.map((type) => Buffer.from(type, 'latin1'));
/** Code by first letter and length, which tell the types apart; checked below. */
const CODE_BY_SHAPE = new Int8Array(256 * 64).fill(-1);
LABELS.forEach((label, code) => {
  const shape = (label[0] << 6) | label.length;
  if (CODE_BY_SHAPE[shape] !== -1)
    throw new Error(`The engagement types are not told apart: ${ENGAGEMENT_TYPES[code]}`);
  CODE_BY_SHAPE[shape] = code;
});

/** Reads engagements from a binary COPY stream straight into columns. */
export interface EngagementDecoder extends CopyDecoder {
  /** What was read; the arrays have exactly its length. */
  columns(): EngagementColumns;
  /** Rows read. */
  length(): number;
  /** Forgets what was read. */
  clear(): void;
}

/** @param expected rows, when known: saves growing */
export function createEngagementDecoder(expected = 1024): EngagementDecoder {
  let capacity = Math.max(16, expected);
  let length = 0;
  let userPk = new Int32Array(capacity);
  let contentPk = new Int32Array(capacity);
  let timestamp = new Float64Array(capacity);
  let durationSeconds = new Int32Array(capacity);
  let liked = new Int8Array(capacity);
  let type = new Uint8Array(capacity);

  const grow = (): void => {
    capacity = Math.ceil(capacity * 1.5);
    const enlarge = <T extends { set(from: T): void }>(bigger: T, from: T): T => {
      bigger.set(from);
      return bigger;
    };
    userPk = enlarge(new Int32Array(capacity), userPk);
    contentPk = enlarge(new Int32Array(capacity), contentPk);
    timestamp = enlarge(new Float64Array(capacity), timestamp);
    durationSeconds = enlarge(new Int32Array(capacity), durationSeconds);
    liked = enlarge(new Int8Array(capacity), liked);
    type = enlarge(new Uint8Array(capacity), type);
  };

  const readRow = (view: DataView, at: number): number => {
    if (view.byteLength - at < LONGEST_ROW && !isWhole(view, at)) return INCOMPLETE;
    if (view.getInt16(at) !== FIELDS) throw new Error('A row of engagements has another number of fields.');
    if (length === capacity) grow();
    userPk[length] = view.getInt32(at + 6);
    contentPk[length] = view.getInt32(at + 14);
    timestamp[length] = toMilliseconds(view.getInt32(at + 22), view.getUint32(at + 26));
    let p = at + 30;
    if (view.getInt32(p) === -1) durationSeconds[length] = MISSING;
    else {
      durationSeconds[length] = view.getInt32(p + 4);
      p += 4;
    }
    p += 4;
    if (view.getInt32(p) === -1) liked[length] = MISSING;
    else {
      liked[length] = view.getUint8(p + 4);
      p += 1;
    }
    p += 4;
    const size = view.getInt32(p);
    const code = size < 64 ? CODE_BY_SHAPE[(view.getUint8(p + 4) << 6) | size] : -1;
    if (code < 0) throw new Error('An engagement has a type that this version does not know.');
    type[length] = code;
    length++;
    return p + 4 + size;
  };

  return {
    ...createCopyDecoder(readRow),
    columns: () => ({
      length,
      userPk: userPk.slice(0, length),
      contentPk: contentPk.slice(0, length),
      timestamp: timestamp.slice(0, length),
      durationSeconds: durationSeconds.slice(0, length),
      liked: liked.slice(0, length),
      type: type.slice(0, length),
    }),
    length: () => length,
    clear: () => {
      length = 0;
    },
  };
}

/** Whether all fields of the row at `at` are in the view. */
function isWhole(view: DataView, at: number): boolean {
  let p = at + 2;
  for (let field = 0; field < FIELDS; field++) {
    if (p + 4 > view.byteLength) return false;
    p += 4 + Math.max(0, view.getInt32(p));
  }
  return p <= view.byteLength;
}

/** Exact over all instants that a Date holds: 2^32 microseconds are 4294967 milliseconds and 296 microseconds. */
function toMilliseconds(high: number, low: number): number {
  return high * 4_294_967 + Math.round((high * 296 + low) / 1000) + EPOCH_2000;
}

/** Engagements as one binary COPY stream, in pieces of about a megabyte. */
export function* encodeEngagements(parts: Iterable<EngagementColumns>): Generator<Buffer> {
  yield encodeHeader();
  for (const part of parts) yield* encodeRows(part);
  yield TRAILER;
}

function* encodeRows(columns: EngagementColumns): Generator<Buffer> {
  const room = 1024 * 1024;
  let piece = Buffer.allocUnsafe(room);
  let view = new DataView(piece.buffer, piece.byteOffset, room);
  let at = 0;
  for (let row = 0; row < columns.length; row++) {
    if (at + LONGEST_ROW > room) {
      yield piece.subarray(0, at);
      piece = Buffer.allocUnsafe(room);
      view = new DataView(piece.buffer, piece.byteOffset, room);
      at = 0;
    }
    view.setInt16(at, FIELDS);
    view.setInt32(at + 2, 4);
    view.setInt32(at + 6, columns.userPk[row]);
    view.setInt32(at + 10, 4);
    view.setInt32(at + 14, columns.contentPk[row]);
    view.setInt32(at + 18, 8);
    writeMicroseconds(view, at + 22, columns.timestamp[row]);
    at += 30;
    const duration = columns.durationSeconds[row];
    view.setInt32(at, duration === MISSING ? -1 : 4);
    at += 4;
    if (duration !== MISSING) {
      view.setInt32(at, duration);
      at += 4;
    }
    const liked = columns.liked[row];
    view.setInt32(at, liked === MISSING ? -1 : 1);
    at += 4;
    if (liked !== MISSING) view.setUint8(at++, liked);
    const label = LABELS[columns.type[row]];
    view.setInt32(at, label.length);
    at += 4;
    at += label.copy(piece, at);
  }
  yield piece.subarray(0, at);
}

/** The inverse of `toMilliseconds`, in doubles while they are exact: BigInt would double the time of a large copy. */
export function writeMicroseconds(view: DataView, at: number, milliseconds: number): void {
  const microseconds = (milliseconds - EPOCH_2000) * 1000;
  if (Number.isSafeInteger(microseconds)) {
    const high = Math.floor(microseconds / TWO_32);
    view.setInt32(at, high);
    view.setUint32(at + 4, microseconds - high * TWO_32);
  } else view.setBigInt64(at, BigInt(milliseconds - EPOCH_2000) * 1000n);
}
