import { DomainError } from '../errors.js';
import type { TypedArray } from './recommender.js';

/**
 * The stored form of a model: a JSON header and named arrays, little-endian, in one run of bytes.
 *
 *     "LRSN" | u32 format | u32 header length | header (UTF-8 JSON) | padding to 8 | array bytes, each padded to 8
 *
 * Format 2: what a fit stores has changed since 1. A change that older bytes do not fit raises the number.
 * The header holds `meta` (any JSON) and, for each array, its name, element type, length and offset from the body's start.
 */
export const SNAPSHOT_FORMAT = 2;
const MAGIC = 0x4e53524c; // "LRSN"
const PREAMBLE = 12;

const KINDS = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array, Int8Array } as const;
type Kind = keyof typeof KINDS;

export interface Snapshot {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, TypedArray>>;
}

interface ArrayPlace {
  readonly name: string;
  readonly kind: Kind;
  /** Elements. */
  readonly length: number;
  /** Bytes from the body's start, a multiple of 8. */
  readonly offset: number;
}

interface Header {
  readonly meta: Record<string, unknown>;
  readonly arrays: readonly ArrayPlace[];
}

// Not by bit operations: a snapshot may pass 2 GiB.
const pad8 = (n: number): number => Math.ceil(n / 8) * 8;

/** The element type by inheritance, so that a Node Buffer is stored as the Uint8Array that it is. */
function kindOf(array: TypedArray): Kind {
  const kind = (Object.keys(KINDS) as Kind[]).find((name) => array instanceof KINDS[name]);
  if (kind === undefined) throw new TypeError('A snapshot holds typed arrays only.');
  return kind;
}

/** `meta` must survive JSON: no NaN, no Infinity, no undefined. */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  let body = 0;
  const arrays = Object.entries(snapshot.arrays).map(([name, array]) => {
    const place = { name, kind: kindOf(array), length: array.length, offset: body };
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

const damaged = (message: string, cause?: unknown): DomainError =>
  new DomainError('SNAPSHOT_DAMAGED', message, {}, { cause });

/**
 * Arrays are views into `bytes` when it is aligned to 8, copies otherwise.
 * @throws DomainError SNAPSHOT_DAMAGED or SNAPSHOT_VERSION, and nothing else whatever the bytes
 */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  // `bytes.slice()` would not do: on a Buffer it is a view and stays unaligned.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (aligned.byteLength < PREAMBLE || view.getUint32(0, true) !== MAGIC)
    throw damaged('The stored bytes are not a LearnRec snapshot.');
  const format = view.getUint32(4, true);
  if (format !== SNAPSHOT_FORMAT)
    throw new DomainError(
      'SNAPSHOT_VERSION',
      `The snapshot has format ${format}; this version reads format ${SNAPSHOT_FORMAT}. Train again, or run the version that wrote it.`,
      { format, supported: SNAPSHOT_FORMAT },
    );
  const length = view.getUint32(8, true);
  if (PREAMBLE + length > aligned.byteLength) throw damaged("The snapshot's header is cut short.");
  const header = parseHeader(aligned.subarray(PREAMBLE, PREAMBLE + length));
  const start = pad8(PREAMBLE + length);
  const arrays: [string, TypedArray][] = [];
  const names = new Set<string>();
  for (const place of header.arrays) {
    if (!isPlace(place) || names.has(place.name)) throw damaged("The snapshot's table of arrays is not in order.");
    const Kind = KINDS[place.kind];
    if (start + place.offset + place.length * Kind.BYTES_PER_ELEMENT > aligned.byteLength)
      throw damaged(`The snapshot's array "${place.name}" is cut short.`);
    names.add(place.name);
    arrays.push([
      place.name,
      new Kind(aligned.buffer as ArrayBuffer, aligned.byteOffset + start + place.offset, place.length),
    ]);
  }
  return { meta: header.meta, arrays: Object.fromEntries(arrays) };
}

function parseHeader(bytes: Uint8Array): { meta: Record<string, unknown>; arrays: readonly unknown[] } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes)));
  } catch (cause) {
    throw damaged("The snapshot's header cannot be read.", cause);
  }
  if (!isRecord(header) || !isRecord(header.meta) || !Array.isArray(header.arrays))
    throw damaged("The snapshot's header is not in order.");
  return { meta: header.meta, arrays: header.arrays as readonly unknown[] };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlace(value: unknown): value is ArrayPlace {
  if (!isRecord(value)) return false;
  const { name, kind, length, offset } = value;
  return (
    typeof name === 'string' &&
    typeof kind === 'string' &&
    Object.hasOwn(KINDS, kind) &&
    isCount(length) &&
    isCount(offset) &&
    offset % 8 === 0
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
