import pg from 'pg';
import { readAllContent, type ContentRow } from './content.store.js';
import { closePlaces, openPlaces, type PlaceSettings } from './snapshots/open-places.js';
import { createSnapshotBytes, type SnapshotRow } from './snapshots/snapshot-bytes.js';
import { surviveBrokenConnections } from './survive-broken-connections.js';

/** Where stored models and the catalogue are, as plain values that a thread can be given. */
export interface ModelSource {
  /** Of Postgres. */
  readonly url: string;
  readonly places: PlaceSettings;
}

/** Reads a stored model and the catalogue over connections of its own: for a thread that loads one model, and then ends. */
export interface ModelReader {
  /** As `ModelStore.readSnapshot`. */
  snapshot(row: SnapshotRow): Promise<Uint8Array<ArrayBuffer>>;
  /** As `ContentStore.readAll`. */
  content(batch: number): AsyncIterable<readonly ContentRow[]>;
  close(): Promise<void>;
}

/** One for the snapshot, one for the catalogue. */
const CONNECTIONS = 2;

export function openModelReader({ url, places: settings }: ModelSource): ModelReader {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, application_name: 'learnrec loading' });
  surviveBrokenConnections(pool);
  const places = openPlaces(settings);
  return {
    snapshot: createSnapshotBytes(pool, places).read,
    content: (batch) => readAllContent(pool, batch),
    close: async () => {
      closePlaces(places);
      await pool.end();
    },
  };
}
