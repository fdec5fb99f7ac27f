import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { EngagementColumns } from '../model/engagement.js';
import { COPY_COLUMNS, encodeEngagements } from './engagement-copy.js';

/**
 * Copies rows into the table of engagements, within the transaction of `client`. An empty table is loaded without its
 * indexes and constraints, which are made again afterwards: for millions of rows that takes a fraction of the time.
 * @param onIndex called after each index or constraint that was made again; may throw to undo everything
 */
export async function loadEngagements(
  client: pg.PoolClient,
  parts: Iterable<EngagementColumns>,
  onIndex?: (done: number, total: number) => void,
): Promise<void> {
  await fillBare(
    client,
    async () => {
      const sink = client.query(
        copyFrom(`/* copy engagements */ COPY engagements (${COPY_COLUMNS}) FROM STDIN (FORMAT binary)`),
      );
      await pipeline(encodeEngagements(parts), sink);
    },
    onIndex,
  );
}

/**
 * Runs `fill` on the table of engagements within the transaction of `client`: where the table is empty, without its indexes and
 * constraints, which are made again afterwards.
 * @param fill told whether the table is bare
 */
export async function fillBare(
  client: pg.PoolClient,
  fill: (bare: boolean) => Promise<void>,
  onIndex?: (done: number, total: number) => void,
): Promise<void> {
  const restore = (await mayRebuild(client)) ? await dropIndexes(client) : [];
  await fill(restore.length > 0);
  if (restore.length === 0) return;
  await client.query(`/* memory for indexes */ SET LOCAL maintenance_work_mem = '256MB'`);
  for (const [place, statement] of restore.entries()) {
    await client.query(statement);
    onIndex?.(place + 1, restore.length);
  }
  await client.query('/* analyze engagements */ ANALYZE engagements');
}

/** Whether the table is empty, with nobody able to change that before we commit, and ours to alter. */
async function mayRebuild(client: pg.PoolClient): Promise<boolean> {
  const sql = `/* engagements empty? */ SELECT NOT EXISTS (SELECT FROM engagements) AND
    (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'engagements'::regclass) AS yes`;
  const ask = async (): Promise<boolean> => (await client.query<{ yes: boolean }>(sql)).rows[0].yes;
  if (!(await ask())) return false;
  await client.query('/* lock engagements */ LOCK TABLE engagements IN ACCESS EXCLUSIVE MODE');
  return ask();
}

/** @returns the statements that make them again exactly as they were */
async function dropIndexes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; restore: string }>(
    `/* indexes of engagements */
     SELECT 'DROP INDEX ' || i.indexrelid::regclass AS drop, pg_get_indexdef(i.indexrelid) AS restore, 1 AS step
     FROM pg_index i
     WHERE i.indrelid = 'engagements'::regclass
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid)
     UNION ALL
     SELECT format('ALTER TABLE engagements DROP CONSTRAINT %I', conname),
       format('ALTER TABLE engagements ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)),
       CASE contype WHEN 'f' THEN 3 ELSE 2 END
     FROM pg_constraint
     WHERE conrelid = 'engagements'::regclass AND contype IN ('p', 'u', 'f')
     ORDER BY step, restore`,
  );
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ restore }) => restore);
}
