import type pg from 'pg';
import {
  ASPECT_OF,
  FEEDBACK_KINDS,
  type FeedbackAspect,
  type FeedbackColumns,
  type FeedbackKind,
} from '../model/feedback.js';
import { batchesOf } from './batches.js';
import { announce, CHANNELS, keysPayload } from './channels.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import { readInBatches } from './read-in-batches.js';
import { inTransaction } from './transaction.js';
import { instantText } from './upsert.js';

export interface FeedbackWrite {
  readonly userPk: number;
  readonly contentPk: number;
  readonly kind: FeedbackKind;
  readonly givenAt: Date;
}

/** A feedback as stored, with the public id of its content. */
export interface FeedbackRow {
  readonly pk: bigint;
  readonly contentId: string;
  readonly kind: FeedbackKind;
  readonly givenAt: Date;
}

/** A feedback as the outside knows it. */
export interface PublicFeedback {
  readonly userId: string;
  readonly contentId: string;
  readonly kind: FeedbackKind;
  readonly givenAt: Date;
}

export interface StoredAspect {
  readonly userPk: number;
  readonly contentPk: number;
  readonly aspect: FeedbackAspect;
  readonly givenAt: Date;
}

export interface FeedbackStore {
  /**
   * Stores what is newer than what the learner said before of the same content in the same aspect, all or nothing, and announces
   * the learners on the channel of engagements.
   * @returns rows stored now
   * @throws DomainError NOT_FOUND when a learner or content does not exist
   */
  insertMany(rows: readonly FeedbackWrite[]): Promise<number>;
  /** When what is stored of these learners, content and aspects was given; kinds and times of the rows do not count. */
  findAspects(rows: readonly FeedbackWrite[]): Promise<readonly StoredAspect[]>;
  /** Stores one whatever was said before. @returns when it counts as given: never before what it replaces */
  give(row: FeedbackWrite): Promise<Date>;
  /** Takes feedback back. @param kind null for all @returns what is gone */
  undo(userPk: number, contentPk: number, kind: FeedbackKind | null): Promise<FeedbackRow[]>;
  /** Of each learner the newest `first`, newest first, those older than `after`; learner by learner. */
  pagesByUser(options: {
    userPks: readonly number[];
    first: number;
    after?: { givenAt: Date; pk: bigint } | undefined;
  }): Promise<(FeedbackRow & { readonly userPk: number })[]>;
  /** Learners without any are left out. */
  countByUser(userPks: readonly number[]): Promise<Map<number, number>>;
  /** Every row in the order of its key. @param options.maxPk leave out rows with a larger key */
  readColumns(options?: { maxPk?: bigint | undefined }): Promise<FeedbackColumns>;
  /** `maxPk` is 0 when there are none. */
  stats(): Promise<{ rows: number; maxPk: bigint }>;
  /** All rows in the order of storage, with public ids; memory does not follow their number. */
  readAll(): AsyncIterable<readonly PublicFeedback[]>;
}

const insert = (name: string, onConflict: string) => ({
  name,
  text: `/* ${name.replaceAll('-', ' ')} */
    INSERT INTO feedback AS f (user_pk, content_pk, aspect, kind, given_at)
    SELECT * FROM unnest($1::int[], $2::int[], $3::feedback_aspect[], $4::feedback_kind[], $5::timestamptz[])
    ON CONFLICT (user_pk, content_pk, aspect) ${onConflict} RETURNING given_at AS "givenAt"`,
});

const GIVE = insert(
  'give-feedback',
  'DO UPDATE SET kind = excluded.kind, given_at = greatest(excluded.given_at, f.given_at)',
);

const INSERT_NEWER = insert(
  'insert-feedback',
  'DO UPDATE SET kind = excluded.kind, given_at = excluded.given_at WHERE excluded.given_at > f.given_at',
);

const KIND_CODE = new Map<string, number>(FEEDBACK_KINDS.map((kind, code) => [kind, code]));

export function createFeedbackStore({ pool }: Database): FeedbackStore {
  const store = translateErrors<Omit<FeedbackStore, 'readAll'>>({
    async insertMany(rows) {
      if (rows.length === 0) return 0;
      // One order in all transactions, so that two of them do not wait for each other.
      const sorted = latestOfAspects(rows).sort((a, b) => a.userPk - b.userPk || a.contentPk - b.contentPk);
      return inTransaction(pool, async (client) => {
        let stored = 0;
        for (const batch of batchesOf(sorted)) {
          const { rowCount } = await client.query({ ...INSERT_NEWER, values: parametersOf(batch) });
          stored += rowCount ?? 0;
        }
        if (stored > 0) await announceLearners(client, sorted);
        return stored;
      });
    },

    async findAspects(rows) {
      const { rows: found } = await pool.query<StoredAspect>(
        `/* find feedback */ SELECT f.user_pk AS "userPk", f.content_pk AS "contentPk", f.aspect, f.given_at AS "givenAt"
         FROM feedback f JOIN unnest($1::int[], $2::int[], $3::feedback_aspect[]) AS i(user_pk, content_pk, aspect)
           USING (user_pk, content_pk, aspect)`,
        parametersOf(rows).slice(0, 3),
      );
      return found;
    },

    give: (row) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ givenAt: Date }>({ ...GIVE, values: parametersOf([row]) });
        await announceLearners(client, [row]);
        return rows[0].givenAt;
      }),

    undo: (userPk, contentPk, kind) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<Omit<FeedbackRow, 'pk'> & { pk: string }>(
          `/* undo feedback */ DELETE FROM feedback f USING content c
           WHERE c.pk = f.content_pk AND f.user_pk = $1 AND f.content_pk = $2 AND ($3::feedback_kind IS NULL OR f.kind = $3)
           RETURNING f.pk, c.id AS "contentId", f.kind, f.given_at AS "givenAt"`,
          [userPk, contentPk, kind],
        );
        if (rows.length > 0) await announceLearners(client, [{ userPk }]);
        return rows.map((row) => ({ ...row, pk: BigInt(row.pk) }));
      }),

    async pagesByUser({ userPks, first, after }) {
      const { rows } = await pool.query<Omit<FeedbackRow, 'pk'> & { pk: string; userPk: number }>(
        `/* feedback of users */
         SELECT f.pk, f.user_pk AS "userPk", c.id AS "contentId", f.kind, f.given_at AS "givenAt"
         FROM unnest($1::int[]) AS u(pk) CROSS JOIN LATERAL (
           SELECT * FROM feedback own
           WHERE own.user_pk = u.pk ${after ? 'AND (own.given_at, own.pk) < ($3::timestamptz, $4::bigint)' : ''}
           ORDER BY own.given_at DESC, own.pk DESC LIMIT $2
         ) f JOIN content c ON c.pk = f.content_pk
         ORDER BY f.user_pk, f.given_at DESC, f.pk DESC`,
        [userPks, first, ...(after ? [instantText(after.givenAt), after.pk] : [])],
      );
      return rows.map((row) => ({ ...row, pk: BigInt(row.pk) }));
    },

    async countByUser(userPks) {
      const { rows } = await pool.query<{ pk: number; count: string }>(
        '/* count feedback of users */ SELECT user_pk AS pk, count(*) FROM feedback WHERE user_pk = ANY($1::int[]) GROUP BY user_pk',
        [userPks],
      );
      return new Map(rows.map(({ pk, count }) => [pk, Number(count)]));
    },

    async readColumns({ maxPk } = {}) {
      const { rows } = await pool.query<[number, number, number, string]>({
        text: `/* read feedback */ SELECT user_pk, content_pk, round(date_part('epoch', given_at) * 1000), kind FROM feedback
          ${maxPk === undefined ? '' : 'WHERE pk <= $1'} ORDER BY pk`,
        values: maxPk === undefined ? [] : [maxPk],
        rowMode: 'array',
      });
      return toFeedbackColumns(rows);
    },

    async stats() {
      const { rows } = await pool.query<{ rows: string; max_pk: string }>(
        '/* feedback stats */ SELECT count(*) AS rows, coalesce(max(pk), 0) AS max_pk FROM feedback',
      );
      return { rows: Number(rows[0].rows), maxPk: BigInt(rows[0].max_pk) };
    },
  });
  return {
    ...store,
    readAll: () =>
      readInBatches<PublicFeedback>(
        pool,
        `/* export feedback */
         SELECT u.id AS "userId", c.id AS "contentId", f.kind, f.given_at AS "givenAt"
         FROM feedback f JOIN users u ON u.pk = f.user_pk JOIN content c ON c.pk = f.content_pk ORDER BY f.pk`,
      ),
  };
}

/** @param rows learner, content, milliseconds since 1970, name of the kind */
export function toFeedbackColumns(rows: readonly (readonly [number, number, number, string])[]): FeedbackColumns {
  return {
    length: rows.length,
    userPk: Int32Array.from(rows, (row) => row[0]),
    contentPk: Int32Array.from(rows, (row) => row[1]),
    timestamp: Float64Array.from(rows, (row) => row[2]),
    kind: Uint8Array.from(rows, (row) => KIND_CODE.get(row[3])!),
  };
}

/** Of rows on one learner, content and aspect only the latest: a statement cannot touch a row twice. */
function latestOfAspects(rows: readonly FeedbackWrite[]): FeedbackWrite[] {
  const latest = new Map<string, FeedbackWrite>();
  for (const row of rows) {
    const key = `${row.userPk} ${row.contentPk} ${ASPECT_OF[row.kind]}`;
    const before = latest.get(key);
    if (!before || row.givenAt.getTime() > before.givenAt.getTime()) latest.set(key, row);
  }
  return [...latest.values()];
}

function announceLearners(client: pg.PoolClient, rows: readonly { readonly userPk: number }[]): Promise<void> {
  return announce(client, CHANNELS.engagements, keysPayload(rows.map(({ userPk }) => userPk)));
}

function parametersOf(rows: readonly FeedbackWrite[]): unknown[] {
  return [
    rows.map((row) => row.userPk),
    rows.map((row) => row.contentPk),
    rows.map((row) => ASPECT_OF[row.kind]),
    rows.map((row) => row.kind),
    rows.map((row) => instantText(row.givenAt)),
  ];
}
