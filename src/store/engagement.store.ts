import type pg from 'pg';
import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns, type EngagementType } from '../model/engagement.js';
import { batchesOf } from './batches.js';
import { announce, CHANNELS, keysPayload } from './channels.js';
import { copyChunks, copyOut } from './copy-out.js';
import type { Database } from './database.js';
import { toDomainError, translateErrors } from './database-error.js';
import { loadEngagements } from './engagement-bulk-load.js';
import { COPY_COLUMNS, createEngagementDecoder } from './engagement-copy.js';
import { openEngagementLoad, type EngagementLoad } from './engagement-load.js';
import { openEngagementRehearsal, type EngagementRehearsal } from './engagement-rehearsal.js';
import { INSERT_STAGED, stageEngagements } from './engagement-stage.js';
import { insertOutcomes } from './list-outcomes.js';
import { readInBatches } from './read-in-batches.js';
import { inTransaction } from './transaction.js';
import { instantText } from './upsert.js';

export interface EngagementWrite {
  readonly userPk: number;
  readonly contentPk: number;
  readonly timestamp: Date;
  readonly durationSeconds: number | null;
  /** True: liked. False: disliked. Null: no opinion given. */
  readonly liked: boolean | null;
  readonly engagementType: EngagementType;
  readonly idempotencyKey: string | null;
  /** A UUID: the list that led to it. Kept apart from the engagement (see list.store.ts). */
  readonly listId?: string | undefined;
}

/** An engagement as stored, with the public id of its content. */
export interface EngagementRow extends Omit<EngagementWrite, 'listId'> {
  readonly pk: bigint;
  readonly contentId: string;
}

/** An engagement as the outside knows it. */
export interface PublicEngagement extends Omit<EngagementWrite, 'userPk' | 'contentPk' | 'listId'> {
  readonly userId: string;
  readonly contentId: string;
}

export interface EngagementStore {
  /**
   * Stores what is not there yet (same learner, content, type and instant, or same idempotency key), all or nothing, and
   * announces the learners on the channel of engagements. Of equal rows the first one counts. Thousands of rows at once cost
   * a fraction each of what a few cost: they are copied to a temporary table and taken over by one statement.
   * @returns rows stored now
   * @throws DomainError NOT_FOUND when a learner or content does not exist
   */
  insertMany(rows: readonly EngagementWrite[]): Promise<number>;
  /**
   * Opens a load of very many rows into an empty table, in one transaction: a fraction of what `insertMany` costs, and nothing is
   * stored before its end.
   * @returns null where the table is not empty
   */
  openLoad(): Promise<EngagementLoad | null>;
  /** Tells what `insertMany` would do, without doing it. */
  rehearse(): Promise<EngagementRehearsal>;
  /**
   * Removes the rows with these idempotency keys and announces their learners.
   * @returns rows removed
   */
  deleteByKeys(keys: readonly string[]): Promise<number>;
  /** All rows in the order of storage, with public ids; memory does not follow their number. */
  readAll(): AsyncIterable<readonly PublicEngagement[]>;
  /** All rows of these learners, each learner's in time order. */
  historyOf(userPks: readonly number[]): Promise<EngagementColumns>;
  /**
   * Every row in the order of storage, which is the same from call to call while nothing is deleted.
   * @param options.maxPk leave out rows with a larger key
   */
  readColumns(options?: { maxPk?: bigint | undefined; signal?: AbortSignal | undefined }): Promise<EngagementColumns>;
  /**
   * As `readColumns`, in parts of about so many rows: memory follows a part, not the table.
   * @param options.maxPk leave out rows with a larger key
   */
  readParts(options: { maxPk: bigint; rowsPerPart: number }): AsyncIterable<EngagementColumns>;
  /**
   * Adds many rows fast, all or nothing; announced as a star. Fails where one is stored already. While the first rows of a
   * table come in, other sessions wait to read or write it.
   * @param columns one set, or several in a row, taken one after the other as they are written
   */
  copyColumns(columns: EngagementColumns | Iterable<EngagementColumns>): Promise<void>;
  /** `maxPk` is 0 when there are none. */
  stats(): Promise<{ rows: number; maxPk: bigint; lastTimestamp: Date | null }>;
  /** Rows with a key larger than `maxPk`, counted up to `limit`. */
  countAfter(maxPk: bigint, limit: number): Promise<number>;
  /** Up to `first` rows of each learner, newest first, those older than `after`; the learners in no particular order. */
  pagesByUser(options: {
    userPks: readonly number[];
    first: number;
    after?: { timestamp: Date; pk: bigint } | undefined;
  }): Promise<EngagementRow[]>;
  /** Rows of each learner, by key; learners without any are left out. */
  countByUser(userPks: readonly number[]): Promise<Map<number, number>>;
}

const HISTORY = {
  name: 'history-of-users',
  // Numbers only: parsing dates would cost more than the rest of the read.
  text: `/* history of users */
    SELECT user_pk, content_pk, round(date_part('epoch', "timestamp") * 1000), coalesce(duration_seconds, ${MISSING}),
      coalesce(liked::int, ${MISSING}), engagement_type
    FROM engagements WHERE user_pk = ANY($1::int[])
    ORDER BY user_pk, "timestamp", content_pk, engagement_type`,
} as const;

const INSERT = {
  name: 'insert-engagements',
  text: `/* insert engagements */
    INSERT INTO engagements (${COPY_COLUMNS}, idempotency_key)
    SELECT * FROM unnest($1::int[], $2::int[], $3::timestamptz[], $4::int[], $5::boolean[], $6::engagement_type[], $7::text[])
    ON CONFLICT DO NOTHING`,
} as const;

/** From this many rows on, a temporary table costs less than parameters. */
const STAGED_FROM = 2000;

const CODE_BY_TYPE = new Map<string, number>(ENGAGEMENT_TYPES.map((type, code) => [type, code]));

export function createEngagementStore({ pool }: Database): EngagementStore {
  const store = translateErrors<Omit<EngagementStore, 'readAll' | 'readParts'>>({
    async insertMany(rows) {
      if (rows.length === 0) return 0;
      // One order in all transactions, so that two of them do not wait for each other.
      const distinct = firstOfKeys(rows);
      if (distinct.length >= STAGED_FROM) return inTransaction(pool, (client) => insertStaged(client, distinct));
      const sorted = distinct.toSorted(byUniqueKey);
      return inTransaction(pool, async (client) => {
        let inserted = 0;
        for (const batch of batchesOf(sorted)) {
          const { rowCount } = await client.query({ ...INSERT, values: parametersOf(batch) });
          inserted += rowCount ?? 0;
        }
        await insertOutcomes(client, rows);
        if (inserted > 0) await announce(client, CHANNELS.engagements, keysPayload(sorted.map(({ userPk }) => userPk)));
        return inserted;
      });
    },

    openLoad: () => openEngagementLoad(pool),

    rehearse: () => openEngagementRehearsal(pool),

    async deleteByKeys(keys) {
      if (keys.length === 0) return 0;
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ pk: number }>(
          '/* delete engagements by key */ DELETE FROM engagements WHERE idempotency_key = ANY($1::text[]) RETURNING user_pk AS pk',
          [keys],
        );
        if (rows.length > 0) await announce(client, CHANNELS.engagements, keysPayload(rows.map(({ pk }) => pk)));
        return rows.length;
      });
    },

    async historyOf(userPks) {
      const { rows } = await pool.query<HistoryTuple>({ ...HISTORY, values: [userPks], rowMode: 'array' });
      return toEngagementColumns(rows);
    },

    async readColumns({ maxPk, signal } = {}) {
      const where = maxPk === undefined ? '' : ` WHERE pk <= ${BigInt(maxPk)}`;
      const expected = await estimateRows(pool);
      const decoder = createEngagementDecoder(expected);
      await copyOut(
        pool,
        `/* read engagements */ COPY (SELECT ${COPY_COLUMNS} FROM engagements${where}) TO STDOUT (FORMAT binary)`,
        (chunk) => {
          signal?.throwIfAborted();
          decoder.push(chunk);
        },
        // Both would hand out the rows in another order at every call.
        ['SET LOCAL synchronize_seqscans = off', 'SET LOCAL max_parallel_workers_per_gather = 0'],
      );
      decoder.finish();
      return decoder.columns();
    },

    async copyColumns(columns) {
      await inTransaction(pool, async (client) => {
        await loadEngagements(client, Symbol.iterator in columns ? columns : [columns]);
        await announce(client, CHANNELS.engagements, '*');
      });
    },

    async stats() {
      const { rows } = await pool.query<{ rows: string; max_pk: string; last: Date | null }>(
        `/* engagement stats */ SELECT count(*) AS rows, coalesce(max(pk), 0) AS max_pk, max("timestamp") AS last FROM engagements`,
      );
      return { rows: Number(rows[0].rows), maxPk: BigInt(rows[0].max_pk), lastTimestamp: rows[0].last };
    },

    async pagesByUser({ userPks, first, after }) {
      const { rows } = await pool.query<Omit<EngagementRow, 'pk'> & { pk: string }>(
        `/* engagements of users */
         SELECT e.pk, e.user_pk AS "userPk", e.content_pk AS "contentPk", e."timestamp", e.duration_seconds AS "durationSeconds",
           e.liked, e.engagement_type AS "engagementType", e.idempotency_key AS "idempotencyKey", c.id AS "contentId"
         FROM unnest($1::int[]) AS u(pk) CROSS JOIN LATERAL (
           SELECT * FROM engagements own
           WHERE own.user_pk = u.pk ${after ? 'AND (own."timestamp", own.pk) < ($3::timestamptz, $4::bigint)' : ''}
           ORDER BY own."timestamp" DESC, own.pk DESC LIMIT $2
         ) e JOIN content c ON c.pk = e.content_pk
         ORDER BY e.user_pk, e."timestamp" DESC, e.pk DESC`,
        [userPks, first, ...(after ? [instantText(after.timestamp), after.pk] : [])],
      );
      return rows.map((row) => ({ ...row, pk: BigInt(row.pk) }));
    },

    async countAfter(maxPk, limit) {
      const { rows } = await pool.query<{ count: string }>(
        '/* count new engagements */ SELECT count(*) FROM (SELECT FROM engagements WHERE pk > $1 LIMIT $2) AS later',
        [maxPk, limit],
      );
      return Number(rows[0].count);
    },

    async countByUser(userPks) {
      const { rows } = await pool.query<{ pk: number; count: string }>(
        `/* count engagements of users */
         SELECT user_pk AS pk, count(*) FROM engagements WHERE user_pk = ANY($1::int[]) GROUP BY user_pk`,
        [userPks],
      );
      return new Map(rows.map(({ pk, count }) => [pk, Number(count)]));
    },
  });
  return {
    ...store,
    readParts: (options) => readParts(pool, options),
    readAll: () =>
      readInBatches<PublicEngagement>(
        pool,
        `/* export engagements */
         SELECT u.id AS "userId", c.id AS "contentId", e."timestamp", e.duration_seconds AS "durationSeconds", e.liked,
           e.engagement_type AS "engagementType", e.idempotency_key AS "idempotencyKey"
         FROM engagements e JOIN users u ON u.pk = e.user_pk JOIN content c ON c.pk = e.content_pk ORDER BY e.pk`,
      ),
  };
}

async function* readParts(
  pool: pg.Pool,
  { maxPk, rowsPerPart }: { maxPk: bigint; rowsPerPart: number },
): AsyncGenerator<EngagementColumns> {
  const decoder = createEngagementDecoder(rowsPerPart);
  try {
    for await (const chunk of copyChunks(
      pool,
      `/* read engagements in parts */
       COPY (SELECT ${COPY_COLUMNS} FROM engagements WHERE pk <= ${BigInt(maxPk)}) TO STDOUT (FORMAT binary)`,
    )) {
      decoder.push(chunk);
      if (decoder.length() < rowsPerPart) continue;
      yield decoder.columns();
      decoder.clear();
    }
  } catch (error) {
    throw toDomainError(error);
  }
  decoder.finish();
  if (decoder.length() > 0) yield decoder.columns();
}

async function insertStaged(client: pg.PoolClient, rows: readonly EngagementWrite[]): Promise<number> {
  await stageEngagements(client, rows);
  const { rowCount } = await client.query(INSERT_STAGED);
  await insertOutcomes(client, rows);
  if (rowCount) await announce(client, CHANNELS.engagements, keysPayload(rows.map(({ userPk }) => userPk)));
  return rowCount ?? 0;
}

/** Without the rows whose idempotency key came before among them: sorting would hide which one was first. */
function firstOfKeys(rows: readonly EngagementWrite[]): readonly EngagementWrite[] {
  const seen = new Set<string>();
  return rows.filter(({ idempotencyKey }) => {
    if (idempotencyKey === null) return true;
    if (seen.has(idempotencyKey)) return false;
    seen.add(idempotencyKey);
    return true;
  });
}

function byUniqueKey(a: EngagementWrite, b: EngagementWrite): number {
  return (
    a.userPk - b.userPk ||
    a.timestamp.getTime() - b.timestamp.getTime() ||
    a.contentPk - b.contentPk ||
    (a.engagementType < b.engagementType ? -1 : Number(a.engagementType > b.engagementType))
  );
}

function parametersOf(rows: readonly EngagementWrite[]): unknown[] {
  return [
    rows.map((row) => row.userPk),
    rows.map((row) => row.contentPk),
    rows.map((row) => instantText(row.timestamp)),
    rows.map((row) => row.durationSeconds),
    rows.map((row) => row.liked),
    rows.map((row) => row.engagementType),
    rows.map((row) => row.idempotencyKey),
  ];
}

/** Learner, content, milliseconds since 1970, duration, like, name of the type. */
export type HistoryTuple = [number, number, number, number, number, string];

export function toEngagementColumns(rows: readonly HistoryTuple[]): EngagementColumns {
  const length = rows.length;
  const columns = {
    length,
    userPk: new Int32Array(length),
    contentPk: new Int32Array(length),
    timestamp: new Float64Array(length),
    durationSeconds: new Int32Array(length),
    liked: new Int8Array(length),
    type: new Uint8Array(length),
  };
  for (let row = 0; row < length; row++) {
    const [userPk, contentPk, timestamp, durationSeconds, liked, type] = rows[row];
    columns.userPk[row] = userPk;
    columns.contentPk[row] = contentPk;
    columns.timestamp[row] = timestamp;
    columns.durationSeconds[row] = durationSeconds;
    columns.liked[row] = liked;
    columns.type[row] = CODE_BY_TYPE.get(type) ?? 0;
  }
  return columns;
}

/** What the planner believes; near enough to size the arrays. */
async function estimateRows(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ rows: number }>(
    `/* estimate engagements */ SELECT greatest(reltuples, 0)::float8 AS rows FROM pg_class WHERE oid = 'engagements'::regclass`,
  );
  return Math.ceil(rows[0].rows * 1.02);
}
