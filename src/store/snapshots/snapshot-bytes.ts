import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DomainError } from '../../errors.js';
import { createByteaDecoder } from '../bytea-copy.js';
import { copyOut } from '../copy-out.js';
import { CHUNK_BYTES, chunkCount, type ChunkStore } from './chunk-store.js';

/** Where a snapshot is. */
export const SNAPSHOT_PLACES = ['POSTGRES', 'FOLDER', 'S3'] as const;
export type SnapshotPlace = (typeof SNAPSHOT_PLACES)[number];

/** Where the bytes of a model are, and what they must be. */
export interface SnapshotRow {
  readonly id: number;
  readonly sizeBytes: number;
  /** SHA-256, in hexadecimal. */
  readonly checksum: string;
  readonly snapshotPlace: SnapshotPlace;
  /** Null in Postgres, where the model's id is the key. */
  readonly snapshotKey: string | null;
}

export type Location = Pick<SnapshotRow, 'snapshotPlace' | 'snapshotKey'>;

/** Reads and writes the bytes of models, wherever they are. */
export interface SnapshotBytes {
  /** Where new snapshots go. */
  readonly place: SnapshotPlace;
  /**
   * Puts the bytes where new ones go, unless that is Postgres. What then fails must be undone by `remove`.
   * @param goOn called before each chunk; throws to stop
   */
  upload(bytes: Uint8Array, goOn?: () => void): Promise<Location>;
  /** Puts the bytes into Postgres, within the transaction of `client`. @param goOn as for `upload` */
  insert(client: pg.ClientBase, id: number, bytes: Uint8Array, goOn?: () => void): Promise<void>;
  /**
   * The bytes in a buffer of their own, aligned to 8; the checksum is worked out as they come.
   * @throws DomainError SNAPSHOT_DAMAGED when they are not what was stored; SNAPSHOT_UNAVAILABLE
   */
  read(row: SnapshotRow): Promise<Uint8Array<ArrayBuffer>>;
  /** Removes what is not in Postgres. @throws DomainError SNAPSHOT_UNAVAILABLE */
  remove(location: Location): Promise<void>;
  /** Removes what no model names and nobody has written to since. @returns keys removed */
  removeOrphans(isKnown: (key: string) => boolean, before: Date): Promise<number>;
}

/** Chunks that are asked for or sent at once. */
const AT_ONCE = 3;

/** The places that are set up, those that only older models are in too. */
export interface SnapshotPlaces {
  /** Where new snapshots go: Postgres, or one of `chunks`. */
  readonly place: SnapshotPlace;
  readonly chunks: Partial<Readonly<Record<Exclude<SnapshotPlace, 'POSTGRES'>, ChunkStore>>>;
}

export function createSnapshotBytes(pool: pg.Pool, places: SnapshotPlaces): SnapshotBytes {
  const { place } = places;

  const chunksOf = (at: SnapshotPlace): ChunkStore => {
    const chunks = at === 'POSTGRES' ? undefined : places.chunks[at];
    if (chunks) return chunks;
    const setting = at === 'FOLDER' ? 'SNAPSHOT_FOLDER' : 'SNAPSHOT_S3';
    throw new DomainError('SNAPSHOT_UNAVAILABLE', `The snapshot is in ${at}, and ${setting} is not set.`);
  };

  return {
    place,

    async upload(bytes, goOn) {
      if (place === 'POSTGRES') return { snapshotPlace: place, snapshotKey: null };
      const snapshotKey = randomUUID();
      const chunks = chunksOf(place);
      try {
        await inTurns(chunkCount(bytes.length), (position) => {
          goOn?.();
          return chunks.write(
            snapshotKey,
            position,
            bytes.subarray(position * CHUNK_BYTES, (position + 1) * CHUNK_BYTES),
          );
        });
      } catch (error) {
        await chunks.remove(snapshotKey).catch(() => undefined);
        throw error;
      }
      return { snapshotPlace: place, snapshotKey };
    },

    async insert(client, id, bytes, goOn) {
      for (let position = 0; position < chunkCount(bytes.length); position++) {
        goOn?.();
        const chunk = bytes.subarray(position * CHUNK_BYTES, (position + 1) * CHUNK_BYTES);
        await client.query(
          '/* insert snapshot chunk */ INSERT INTO snapshot_chunks (model_version_id, position, bytes) VALUES ($1, $2, $3)',
          [id, position, Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)],
        );
      }
    },

    async read({ id, sizeBytes, checksum, snapshotPlace, snapshotKey }) {
      const bytes = new Uint8Array(sizeBytes);
      const hash = createHash('sha256');
      let filled = 0;
      const take = (piece: Uint8Array): void => {
        if (filled + piece.length <= bytes.length) {
          bytes.set(piece, filled);
          hash.update(piece);
        }
        filled += piece.length;
      };
      if (snapshotPlace === 'POSTGRES') {
        const decoder = createByteaDecoder(take);
        await copyOut(
          pool,
          // COPY takes no parameters; the id is a number of ours.
          `/* read snapshot */ COPY (SELECT bytes FROM snapshot_chunks WHERE model_version_id = ${Number(id)} ORDER BY position) TO STDOUT (FORMAT binary)`,
          decoder.push,
        );
      } else await readChunks(chunksOf(snapshotPlace), snapshotKey!, chunkCount(sizeBytes), take);
      if (filled !== bytes.length || hash.digest('hex') !== checksum)
        throw new DomainError(
          'SNAPSHOT_DAMAGED',
          `The snapshot of model ${id} is not what was stored: ${filled} of ${bytes.length} bytes, or a wrong checksum. Train again.`,
          { id },
        );
      return bytes;
    },

    async remove({ snapshotPlace, snapshotKey }) {
      if (snapshotKey !== null) await chunksOf(snapshotPlace).remove(snapshotKey);
    },

    async removeOrphans(isKnown, before) {
      let removed = 0;
      for (const chunks of Object.values(places.chunks)) {
        for (const [key, newest] of await chunks.keys()) {
          if (isKnown(key) || newest >= before) continue;
          await chunks.remove(key);
          removed++;
        }
      }
      return removed;
    },
  };
}

/** Asks for some chunks ahead, and hands them on in their order. */
async function readChunks(
  chunks: ChunkStore,
  key: string,
  count: number,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  const ahead: Promise<Uint8Array>[] = [];
  let asked = 0;
  for (let position = 0; position < count; position++) {
    while (asked < count && ahead.length < AT_ONCE) {
      const reading = chunks.read(key, asked++);
      // Its failure is met in its turn.
      reading.catch(() => undefined);
      ahead.push(reading);
    }
    take(await ahead.shift()!);
  }
}

/** Runs `work` for 0 to count - 1, some at once; stops at the first failure. */
async function inTurns(count: number, work: (position: number) => Promise<void>): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < count && !failed) {
      try {
        await work(next++);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
