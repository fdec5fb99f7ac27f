import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/**
 * Runs `COPY ... TO STDOUT` and hands on its bytes as they arrive, cut anywhere. Chunks are valid only during the call.
 * @param before run on the same connection first, within one transaction with the copy
 */
export async function copyOut(
  pool: pg.Pool,
  sql: string,
  onChunk: (chunk: Buffer) => void,
  before: readonly string[] = [],
): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN READ ONLY');
    for (const statement of before) await client.query(statement);
    const stream = client.query(copyTo(sql));
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        try {
          onChunk(chunk);
        } catch (error) {
          reject(error as Error);
          stream.destroy();
        }
      });
      stream.on('end', resolve);
      stream.on('error', reject);
    });
    await client.query('COMMIT');
  } catch (error) {
    // What the server still sends cannot be told from an answer to the next statement: the connection is closed.
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** As `copyOut`, for a reader that takes its time: the server waits for it, so that memory does not follow the rows. */
export async function* copyChunks(pool: pg.Pool, sql: string): AsyncGenerator<Buffer> {
  const client = await pool.connect();
  let whole = false;
  try {
    for await (const chunk of client.query(copyTo(sql))) yield chunk as Buffer;
    whole = true;
  } finally {
    // What the server still sends cannot be told from an answer to the next statement: the connection is closed.
    client.release(!whole);
  }
}
