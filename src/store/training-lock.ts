import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from './database.js';
import { toDomainError } from './database-error.js';

/** Any number that no other lock of the database uses. */
const TRAINING_LOCK = 4_917_263;
const POLL_MS = 250;

export interface TrainingLock {
  /**
   * Waits until no other process of this database trains, then runs `work`.
   * @param signal aborting it while waiting gives up without running the work
   * @param work its signal is aborted with `signal`, and when the lock is lost: then another process may train
   * @param onWait called once if another process trains
   * @returns false when the waiting was given up
   * @throws DomainError DATABASE_UNAVAILABLE, and whatever `work` throws
   */
  hold(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>, onWait?: () => void): Promise<boolean>;
  /** Runs `work` if no process of this database trains. @returns whether it ran */
  holdIfFree(work: () => Promise<void>): Promise<boolean>;
}

/**
 * Lets one process train at a time. The lock belongs to a connection of its own, so that Postgres frees it when the process
 * dies: whoever has the lock knows that nobody else is training.
 */
export function createTrainingLock({ url }: Pick<Database, 'url'>): TrainingLock {
  const withConnection = async <T>(use: (client: pg.Client, lost: AbortSignal) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: url, application_name: 'learnrec training lock' });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    try {
      await client.connect();
      // A holder whose machine is gone without a word is noticed within half a minute. Nothing over Unix sockets.
      for (const [name, value] of Object.entries({ idle: 10, interval: 5, count: 3 }))
        await client.query(`/* training lock */ SET tcp_keepalives_${name} = ${value}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw toDomainError(error);
    }
    try {
      return await use(client, lost.signal);
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const take = async (client: pg.Client): Promise<boolean> => {
    const { rows } = await client.query<{ held: boolean }>(
      '/* try training lock */ SELECT pg_try_advisory_lock($1) AS held',
      [TRAINING_LOCK],
    );
    return rows[0]?.held === true;
  };

  return {
    hold: (signal, work, onWait) =>
      withConnection(async (client, lost) => {
        for (let first = true; !(await take(client)); first = false) {
          if (first) onWait?.();
          await sleep(POLL_MS);
          if (signal.aborted) return false;
        }
        if (signal.aborted) return false;
        await work(AbortSignal.any([signal, lost]));
        return true;
      }),
    holdIfFree: (work) =>
      withConnection(async (client) => {
        const held = await take(client);
        if (held) await work();
        return held;
      }),
  };
}
