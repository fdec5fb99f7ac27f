import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import { inTransaction } from './transaction.js';
import { instantText } from './upsert.js';

/** A list that was answered to a learner. */
export interface ListWrite {
  /** A UUID. */
  readonly id: string;
  readonly userPk: number;
  readonly modelVersionId: number;
  readonly createdAt: Date;
  /** Place of the first item in the whole list, 1-based. */
  readonly firstRank: number;
  readonly contentPks: readonly number[];
  /** By item: the kind of its largest reason; empty where it has none. */
  readonly reasonKinds: readonly string[];
}

/** What became of the items of some lists. */
export interface ListCounts {
  /** Null in the total and by reason. */
  readonly position: number | null;
  /** Null in the total and by position; empty for items without a reason. */
  readonly reasonKind: string | null;
  readonly impressions: number;
  /** Impressions whose content the learner engaged with, naming the list. */
  readonly engaged: number;
  /** Of these, those that the learner completed, then or later. */
  readonly completed: number;
}

export interface ListReport {
  readonly lists: number;
  readonly users: number;
  /** The total, then by position, then by reason. */
  readonly counts: readonly ListCounts[];
}

export interface ListStore {
  /** Stores lists; those of learners who are gone, and those stored before, are left out. @returns lists stored */
  insertMany(rows: readonly ListWrite[]): Promise<number>;
  /** Counts what became of a model's lists. @param positions of the list that are counted one by one */
  report(options: { modelVersionId: number; from: Date; to: Date; positions: number }): Promise<ListReport>;
  /** Removes lists and outcomes that are older, a part at a time. @returns rows removed */
  removeBefore(instant: Date): Promise<number>;
}

/** Rows that one statement removes, so that none holds its locks for long. */
const REMOVED_AT_ONCE = 10_000;
/** A report that takes longer is given up: it must not keep Postgres from serving. */
const LONGEST_REPORT_MS = 20_000;

const INSERT = {
  name: 'insert-lists',
  // Arrays of arrays would be flattened, so the inner ones travel as text.
  text: `/* insert lists */
    INSERT INTO lists (id, user_pk, model_version_id, created_at, first_rank, content_pks, reason_kinds)
    SELECT i.id, i.user_pk, i.model, i.at, i.first, i.contents::int[], i.reasons::text[]
    FROM unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::int[], $6::text[], $7::text[])
      AS i(id, user_pk, model, at, first, contents, reasons)
    JOIN users u ON u.pk = i.user_pk ON CONFLICT DO NOTHING`,
} as const;

const SHOWN = `FROM lists l WHERE l.model_version_id = $1 AND l.created_at >= $2::timestamptz AND l.created_at < $3::timestamptz`;

const TOTALS = `/* count lists */ SELECT count(*)::int AS lists, count(DISTINCT l.user_pk)::int AS users ${SHOWN}`;

/** By position, by reason, and in all; a list, its learner and its content must agree for an outcome to count. */
const COUNTS = `/* count outcomes of lists */
  WITH shown AS (
    SELECT l.id, l.user_pk, l.first_rank, l.content_pks, l.reason_kinds ${SHOWN}
  ), judged AS (
    SELECT (s.first_rank + item.n - 1)::int AS position, item.reason, o.engaged_at IS NOT NULL AS engaged,
      o.engaged_at IS NOT NULL AND EXISTS (
        SELECT FROM engagements e WHERE e.user_pk = s.user_pk AND e.content_pk = item.content_pk
          AND e.engagement_type = 'COMPLETED' AND e."timestamp" >= o.engaged_at) AS completed
    FROM shown s CROSS JOIN LATERAL unnest(s.content_pks, s.reason_kinds) WITH ORDINALITY AS item(content_pk, reason, n)
    LEFT JOIN list_outcomes o ON o.list_id = s.id AND o.user_pk = s.user_pk AND o.content_pk = item.content_pk
  )
  SELECT position, reason AS "reasonKind", count(*)::int AS impressions, (count(*) FILTER (WHERE engaged))::int AS engaged,
    (count(*) FILTER (WHERE completed))::int AS completed
  FROM judged GROUP BY GROUPING SETS ((), (position), (reason))
  HAVING position IS NULL OR position <= $4 ORDER BY position NULLS FIRST, reason NULLS FIRST`;

export function createListStore({ pool }: Pick<Database, 'pool'>): ListStore {
  return translateErrors<ListStore>({
    async insertMany(rows) {
      if (rows.length === 0) return 0;
      const { rowCount } = await pool.query({
        ...INSERT,
        values: [
          rows.map((row) => row.id),
          rows.map((row) => row.userPk),
          rows.map((row) => row.modelVersionId),
          rows.map((row) => instantText(row.createdAt)),
          rows.map((row) => row.firstRank),
          rows.map((row) => `{${row.contentPks.join()}}`),
          rows.map((row) => `{${row.reasonKinds.map((kind) => `"${kind}"`).join()}}`),
        ],
      });
      return rowCount ?? 0;
    },

    report: ({ modelVersionId, from, to, positions }) =>
      inTransaction(pool, async (client) => {
        await client.query(`SET LOCAL statement_timeout = ${LONGEST_REPORT_MS}`);
        const bounds = [modelVersionId, instantText(from), instantText(to)];
        const { rows: totals } = await client.query<{ lists: number; users: number }>(TOTALS, bounds);
        const { rows: counts } = await client.query<ListCounts>(COUNTS, [...bounds, positions]);
        return { ...totals[0], counts };
      }),

    async removeBefore(instant) {
      let removed = 0;
      for (const [table, key, column] of [
        ['lists', 'id', 'created_at'],
        ['list_outcomes', 'list_id, user_pk, content_pk', 'recorded_at'],
      ]) {
        for (;;) {
          const { rowCount } = await pool.query(
            `/* remove old ${table} */ DELETE FROM ${table} WHERE (${key}) IN
               (SELECT ${key} FROM ${table} WHERE ${column} < $1::timestamptz ORDER BY ${column} LIMIT ${REMOVED_AT_ONCE})`,
            [instantText(instant)],
          );
          removed += rowCount ?? 0;
          if ((rowCount ?? 0) < REMOVED_AT_ONCE) break;
        }
      }
      return removed;
    },
  });
}
