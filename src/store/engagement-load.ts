import type pg from 'pg';
import { announce, CHANNELS } from './channels.js';
import { toDomainError } from './database-error.js';
import { fillBare } from './engagement-bulk-load.js';
import { COPY_COLUMNS } from './engagement-copy.js';
import { addToStage, createStage, INSERT_STAGED, STAGE } from './engagement-stage.js';
import type { EngagementWrite } from './engagement.store.js';

/** A load of very many rows. Either `finish` or `abandon` must be called; a process that dies leaves nothing. */
export interface EngagementLoad {
  add(rows: readonly EngagementWrite[]): Promise<void>;
  /** Stores everything, passing over equal rows as `insertMany` does. @returns rows stored */
  finish(): Promise<number>;
  abandon(): Promise<void>;
}

/** Of rows with one idempotency key all but the first are dropped. */
const DROP_REPEATED_KEYS = `/* drop repeated keys */
  DELETE FROM ${STAGE} s USING (
    SELECT idempotency_key AS key, min(place) AS first FROM ${STAGE} WHERE idempotency_key IS NOT NULL
    GROUP BY idempotency_key HAVING count(*) > 1
  ) k WHERE s.idempotency_key = k.key AND s.place > k.first`;

/** Nothing is there to conflict with, and no index that would tell: equal rows are told by sorting. */
const INSERT_DISTINCT = `/* insert distinct engagements */
  INSERT INTO engagements (${COPY_COLUMNS}, idempotency_key)
  SELECT DISTINCT ON (user_pk, "timestamp", content_pk, engagement_type) ${COPY_COLUMNS}, idempotency_key FROM ${STAGE}
  ORDER BY user_pk, "timestamp", content_pk, engagement_type, place`;

/**
 * Opens a load on a connection of its own. Rows gather in a temporary table, which keeps nobody waiting; at the end they are
 * taken over into the bare table, which keeps everybody waiting until its indexes and constraints are made again.
 * @returns null where the table is not empty
 */
export async function openEngagementLoad(pool: pg.Pool): Promise<EngagementLoad | null> {
  const { rows } = await pool.query<{ any: boolean }>(
    '/* engagements there? */ SELECT EXISTS (SELECT FROM engagements) AS any',
  );
  if (rows[0].any) return null;
  const client = await pool.connect();
  let staged = 0;
  const end = async (statement: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
    try {
      await client.query(statement);
      client.release();
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw toDomainError(error);
    });
  let open = true;
  try {
    await client.query('BEGIN');
    await createStage(client);
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
  return {
    add: (batch) =>
      guarded(async () => {
        await addToStage(client, batch, staged);
        staged += batch.length;
      }),
    finish: () =>
      guarded(async () => {
        let stored = 0;
        await client.query(`/* memory for sorting */ SET LOCAL work_mem = '128MB'`);
        await fillBare(client, async (bare) => {
          if (bare) await client.query(DROP_REPEATED_KEYS);
          // Somebody else may have stored engagements meanwhile: then these go in beside them, one by one.
          stored = (await client.query(bare ? INSERT_DISTINCT : INSERT_STAGED)).rowCount ?? 0;
        });
        if (stored > 0) await announce(client, CHANNELS.engagements, '*');
        open = false;
        await end('COMMIT');
        return stored;
      }),
    abandon: async () => {
      if (!open) return;
      open = false;
      await end('ROLLBACK').catch(() => undefined);
    },
  };
}
