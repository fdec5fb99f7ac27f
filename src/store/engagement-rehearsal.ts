import type pg from 'pg';
import { STAGE, stageEngagements } from './engagement-stage.js';
import type { EngagementWrite } from './engagement.store.js';

/** Answers what `insertMany` would store, call after call, without storing it. */
export interface EngagementRehearsal {
  /**
   * @param rows may name learners who do not exist yet by negative keys
   * @returns how many of these rows `insertMany` would store after the calls before
   */
  insertMany(rows: readonly EngagementWrite[]): Promise<number>;
  /** @returns how many rows `deleteByKeys` would remove after the calls before */
  deleteByKeys(keys: readonly string[]): Promise<number>;
  /** Forgets everything. */
  close(): Promise<void>;
}

/**
 * Rehearses on a connection of its own, in a transaction that is rolled back: what would be stored is remembered in a
 * temporary table, so that memory does not follow the number of rows.
 */
export async function openEngagementRehearsal(pool: pg.Pool): Promise<EngagementRehearsal> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `/* rehearsal of engagements */
       CREATE TEMP TABLE engagement_rehearsal (user_pk int, content_pk int, "timestamp" timestamptz(3),
         engagement_type engagement_type, idempotency_key varchar(191) COLLATE "C" UNIQUE,
         UNIQUE (user_pk, "timestamp", content_pk, engagement_type)) ON COMMIT DROP`,
    );
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
  return {
    async insertMany(rows) {
      if (rows.length === 0) return 0;
      await stageEngagements(client, rows);
      const { rowCount } = await client.query(
        `/* rehearse engagements */
         INSERT INTO engagement_rehearsal
         SELECT s.user_pk, s.content_pk, s."timestamp", s.engagement_type, s.idempotency_key FROM ${STAGE} s
         WHERE NOT EXISTS (SELECT FROM engagements e WHERE (e.user_pk, e."timestamp", e.content_pk, e.engagement_type) =
             (s.user_pk, s."timestamp", s.content_pk, s.engagement_type))
           AND NOT EXISTS (SELECT FROM engagements e WHERE e.idempotency_key = s.idempotency_key)
         ORDER BY s.place ON CONFLICT DO NOTHING`,
      );
      await client.query(`/* end of stage */ DROP TABLE ${STAGE}`);
      return rowCount ?? 0;
    },
    async deleteByKeys(keys) {
      const { rows } = await client.query<{ removed: string }>(
        `/* rehearse deletion */ WITH gone AS (DELETE FROM engagement_rehearsal WHERE idempotency_key = ANY($1) RETURNING 1)
         SELECT (SELECT count(*) FROM gone) +
           (SELECT count(*) FROM engagements WHERE idempotency_key = ANY($1)) AS removed`,
        [keys],
      );
      return Number(rows[0].removed);
    },
    async close() {
      await client.query('ROLLBACK').then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    },
  };
}
