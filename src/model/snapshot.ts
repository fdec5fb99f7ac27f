import { DomainError } from '../errors.js';
import type { TypedArray } from './recommender.js';

/**
 * The stored form of a model: a JSON header and named arrays, little-endian, in one run of bytes.
 *
 *     "LRSN" | u32 format | u32 header length | header (UTF-8 JSON) | padding to 8 | array bytes, each padded to 8
 *
 * The header holds `meta` (any JSON) and, for each array, its name, element type, length and offset from the body's start.
 */
export const SNAPSHOT_FORMAT = 1;
const MAGIC = 0x4e53524c; // "LRSN"
const PREAMBLE = 12;

const KINDS = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array, Int8Array } as const;
type Kind = keyof typeof KINDS;

export interface Snapshot {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, TypedArray>>;
}

interface Header {
  readonly meta: Record<string, unknown>;
  readonly arrays: readonly { name: string; kind: Kind; length: number; offset: number }[];
}

const pad8 = (n: number): number => (n + 7) & ~7;

export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  let body = 0;
  const arrays = Object.entries(snapshot.arrays).map(([name, array]) => {
    const place = { name, kind: array.constructor.name as Kind, length: array.length, offset: body };
    body += pad8(array.byteLength);
    return place;
  });
  const header = new TextEncoder().encode(JSON.stringify({ meta: snapshot.meta, arrays } satisfies Header));
  const start = pad8(PREAMBLE + header.length);
  const bytes = new Uint8Array(start + body);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, SNAPSHOT_FORMAT, true);
  view.setUint32(8, header.length, true);
  bytes.set(header, PREAMBLE);
  for (const { name, offset } of arrays) {
    const array = snapshot.arrays[name];
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset);
  }
  return bytes;
}

/**
 * Arrays are views into `bytes` when it is aligned to 8, copies otherwise.
 * @throws DomainError SNAPSHOT_DAMAGED or SNAPSHOT_VERSION
 */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (aligned.byteLength < PREAMBLE || view.getUint32(0, true) !== MAGIC)
    throw new DomainError('SNAPSHOT_DAMAGED', 'The stored bytes are not a LearnRec snapshot.');
  const format = view.getUint32(4, true);
  if (format !== SNAPSHOT_FORMAT)
    throw new DomainError(
      'SNAPSHOT_VERSION',
      `The snapshot has format ${format}; this version reads format ${SNAPSHOT_FORMAT}. Train again, or run the version that wrote it.`,
      { format, supported: SNAPSHOT_FORMAT },
    );
  const length = view.getUint32(8, true);
  const start = pad8(PREAMBLE + length);
  let header: Header;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(aligned.subarray(PREAMBLE, PREAMBLE + length)),
    ) as Header;
  } catch (cause) {
    throw new DomainError('SNAPSHOT_DAMAGED', "The snapshot's header cannot be read.", {}, { cause });
  }
  const arrays: Record<string, TypedArray> = {};
  for (const { name, kind, length: n, offset } of header.arrays) {
    const Kind = KINDS[kind];
    if (!Kind || start + offset + n * Kind.BYTES_PER_ELEMENT > aligned.byteLength)
      throw new DomainError('SNAPSHOT_DAMAGED', `The snapshot's array "${name}" is cut short.`);
    arrays[name] = new Kind(aligned.buffer as ArrayBuffer, aligned.byteOffset + start + offset, n);
  }
  return { meta: header.meta, arrays };
}
