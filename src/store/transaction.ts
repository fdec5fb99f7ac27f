import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { hasCode } from './database-error.js';

const ATTEMPTS = 6;

/**
 * Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it rejects. When Postgres
 * sacrifices it to end a deadlock (or a serialization conflict), it is run again from the start, so `work` must have no
 * effects outside the database.
 */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !hasCode(error, '40P01', '40001')) throw error;
      // Growing pauses part the contenders; which of them waits longer does not matter.
      await sleep(5 * 2 ** attempt);
    }
  }
}

async function once<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    // A connection that could not roll back is closed, not reused.
    client.release(broken);
  }
}
