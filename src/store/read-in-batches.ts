import type pg from 'pg';
import { toDomainError } from './database-error.js';

const ROWS = 5000;

/**
 * Runs a query by a cursor, as one moment of the database, handing its rows out in batches.
 * @param batch rows of one; default 5,000. Taking one in blocks the thread for some milliseconds a thousand
 */
export async function* readInBatches<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  sql: string,
  batch = ROWS,
): AsyncGenerator<readonly Row[]> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDomainError(error);
  });
  let broken: Error | undefined = new Error('The reader stopped early.');
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // All rows will be fetched: the plan that is fastest to the first one is not wanted.
    await client.query('SET LOCAL cursor_tuple_fraction = 1');
    await client.query(`DECLARE rows NO SCROLL CURSOR FOR ${sql}`);
    for (;;) {
      const { rows } = await client.query<Row>(`/* next rows */ FETCH ${Number(batch)} FROM rows`);
      if (rows.length > 0) yield rows;
      if (rows.length < batch) break;
    }
    await client.query('COMMIT');
    broken = undefined;
  } catch (error) {
    throw toDomainError(error);
  } finally {
    // With the transaction still open the connection is closed, not reused.
    client.release(broken);
  }
}
