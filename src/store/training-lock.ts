import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from './database.js';

/** Any number that no other lock of the database uses. */
const TRAINING_LOCK = 4_917_263;
const POLL_MS = 250;

/**
 * Runs `work` while no other process of this database trains. The lock belongs to a connection of its own, so that
 * Postgres frees it when the process dies.
 * @param signal aborting it while waiting gives up without running the work
 */
export async function withTrainingLock(
  database: Database,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'learnrec training lock' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (;;) {
      if (signal.aborted) return;
      const { rows } = await client.query<{ held: boolean }>(
        '/* try training lock */ SELECT pg_try_advisory_lock($1) AS held',
        [TRAINING_LOCK],
      );
      if (rows[0]?.held) break;
      await sleep(POLL_MS);
    }
    await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}
