import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

/** Something that may come to an end before the work is done: a deadline. */
export interface Stoppable {
  /** Calls the listener when it comes, at once where it has come. @returns how to be left alone */
  onStop(listener: (reason: Error) => void): () => void;
}

const waiters = new AsyncLocalStorage<Stoppable>();
/** Following every promise of the process costs time: it is switched off while nothing may be cancelled. */
let followed = 0;

/**
 * Has Postgres cancel the statements that the work is waiting for when nobody waits for the work any more. Only for work that is
 * done for one asker alone: reads that askers share are finished, and writes are finished or rolled back.
 */
export async function cancelledWith<T>(stop: Stoppable, work: () => Promise<T>): Promise<T> {
  followed++;
  try {
    return await waiters.run(stop, work);
  } finally {
    if (--followed === 0) waiters.disable();
  }
}

/** Does work that others will use too, whoever asks first: nothing cancels it. */
export function neverCancelled<T>(work: () => T): T {
  return waiters.exit(work);
}

/** How long asking for a cancellation may take. */
const CANCEL_MS = 5_000;

/** Makes statements that are sent to the pool itself, Prisma's among them, be cancelled by `cancelledWith`. */
export function makeCancellable(pool: pg.Pool, url: string): void {
  const plain = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const query = (...args: unknown[]): Promise<unknown> => {
    const stop = waiters.getStore();
    return stop && typeof args.at(-1) !== 'function' ? queryUntil(stop, pool, url, args) : plain(...args);
  };
  pool.query = query as typeof pool.query;
}

async function queryUntil(stop: Stoppable, pool: pg.Pool, url: string, args: unknown[]): Promise<unknown> {
  let reason: Error | undefined;
  let client: pg.PoolClient | undefined;
  let cancelling: Promise<void> | undefined;
  const leave = stop.onStop((why) => {
    reason = why;
    if (client) cancelling = cancel(url, client);
  });
  try {
    client = await pool.connect();
    if (reason) throw reason;
    return await (client.query as (...args: unknown[]) => Promise<unknown>).apply(client, args);
  } finally {
    leave();
    await cancelling;
    // A cancellation that came too late would meet the next statement of the connection.
    client?.release(cancelling !== undefined);
  }
}

/** From a connection of its own: those of the pool may all be waiting. Where it fails, the statement timeout is left. */
async function cancel(url: string, client: pg.PoolClient): Promise<void> {
  const { processID } = client as unknown as { readonly processID: number };
  const other = new pg.Client({ connectionString: url, connectionTimeoutMillis: CANCEL_MS, query_timeout: CANCEL_MS });
  other.on('error', () => undefined);
  try {
    await other.connect();
    await other.query('/* cancel */ SELECT pg_cancel_backend($1)', [processID]);
  } catch {
    return;
  } finally {
    await other.end().catch(() => undefined);
  }
}
