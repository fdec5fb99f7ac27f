import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns, type EngagementType } from '../src/model/engagement.js';
import type { SeedContent } from './generate-content.js';
import type { SeedUser } from './generate-users.js';
import type { SeedData } from './seed-data.js';

interface EngagementRow {
  readonly userPk: number;
  readonly contentPk: number;
  readonly timestamp: Date;
  readonly durationSeconds: number | null;
  readonly liked: boolean | null;
  readonly engagementType: EngagementType;
  readonly idempotencyKey: null;
}

type Upsert<T> = (rows: readonly T[]) => Promise<readonly { readonly pk: number }[]>;

/** The part of the stores that seeding needs. */
export interface SeedStores {
  readonly users: { readonly upsertMany: Upsert<SeedUser> };
  readonly contents: { readonly upsertMany: Upsert<SeedContent> };
  readonly engagements: { insertMany(rows: readonly EngagementRow[]): Promise<number> };
}

export interface WriteOptions {
  /** @param written rows so far, of all three kinds */
  readonly onProgress?: ((written: number) => void) | undefined;
  /** Stops between two batches; what was written stays. */
  readonly signal?: AbortSignal | undefined;
}

const ROWS_PER_UPSERT = 5000;
const ROWS_PER_INSERT = 50_000;

/**
 * Adds generated data to what a database holds, learners and content before engagements; engagements that are there already
 * are passed over.
 * @returns engagements stored now
 */
export async function writeSeed(stores: SeedStores, data: SeedData, options: WriteOptions = {}): Promise<number> {
  let written = 0;
  const advance = (rows: number): void => {
    written += rows;
    options.onProgress?.(written);
  };
  const upsertAll = async <T>(rows: readonly T[], upsert: Upsert<T>): Promise<Int32Array> => {
    const pks = new Int32Array(rows.length);
    for (let from = 0; from < rows.length; from += ROWS_PER_UPSERT) {
      options.signal?.throwIfAborted();
      const stored = await upsert(rows.slice(from, from + ROWS_PER_UPSERT));
      stored.forEach((row, i) => (pks[from + i] = row.pk));
      advance(stored.length);
    }
    return pks;
  };
  const userPks = await upsertAll(data.learners.rows, stores.users.upsertMany);
  const contentPks = await upsertAll(data.catalogue.rows, stores.contents.upsertMany);
  const columns = withPks(data.engagements, userPks, contentPks);

  let stored = 0;
  for (let from = 0; from < columns.length; from += ROWS_PER_INSERT) {
    options.signal?.throwIfAborted();
    const part = rowsOf(columns, from, Math.min(from + ROWS_PER_INSERT, columns.length));
    stored += await stores.engagements.insertMany(part);
    advance(part.length);
  }
  return stored;
}

function withPks(columns: EngagementColumns, userPks: Int32Array, contentPks: Int32Array): EngagementColumns {
  return {
    ...columns,
    userPk: columns.userPk.map((place) => userPks[place]),
    contentPk: columns.contentPk.map((place) => contentPks[place]),
  };
}

function rowsOf(columns: EngagementColumns, from: number, to: number): EngagementRow[] {
  return Array.from({ length: to - from }, (_, place) => rowOf(columns, from + place));
}

function rowOf(columns: EngagementColumns, row: number): EngagementRow {
  return {
    userPk: columns.userPk[row],
    contentPk: columns.contentPk[row],
    timestamp: new Date(columns.timestamp[row]),
    durationSeconds: columns.durationSeconds[row] === MISSING ? null : columns.durationSeconds[row],
    liked: columns.liked[row] === MISSING ? null : columns.liked[row] === 1,
    engagementType: ENGAGEMENT_TYPES[columns.type[row]],
    idempotencyKey: null,
  };
}
