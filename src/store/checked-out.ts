import type pg from 'pg';

/**
 * Takes a connection that will stand idle between its statements. Should the server end it meanwhile, the next statement
 * fails; without a listener the event alone would end the process.
 */
export async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  const release = client.release.bind(client);
  client.release = (error) => {
    client.off('error', ignore);
    client.release = release;
    // A connection that broke while it stood idle is dropped by the pool itself.
    release(error);
  };
  return client;
}
