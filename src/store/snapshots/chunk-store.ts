/** A place outside of Postgres that holds snapshots, each as a run of chunks under a key of its own. */
export interface ChunkStore {
  /** Stores one chunk; one that is there is replaced. @throws DomainError SNAPSHOT_UNAVAILABLE */
  write(key: string, position: number, bytes: Uint8Array): Promise<void>;
  /** @throws DomainError SNAPSHOT_DAMAGED where there is no such chunk, SNAPSHOT_UNAVAILABLE */
  read(key: string, position: number): Promise<Uint8Array>;
  /** Removes all chunks of a key; none is no fault. @throws DomainError SNAPSHOT_UNAVAILABLE */
  remove(key: string): Promise<void>;
  /** Keys that have chunks, each with the time of its newest. @throws DomainError SNAPSHOT_UNAVAILABLE */
  keys(): Promise<ReadonlyMap<string, Date>>;
  /** Gives up connections. */
  close(): void;
}

/** Bytes of every chunk but the last: few requests, and little is sent again where one fails. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

export function chunkCount(bytes: number): number {
  return Math.ceil(bytes / CHUNK_BYTES);
}

/** Names sort as positions do. */
export function chunkName(position: number): string {
  return String(position).padStart(6, '0');
}

/** A key as this service makes them: nothing else is read, listed or removed. */
export function isSnapshotKey(name: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
}
