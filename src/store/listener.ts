import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { checkDatabaseUrl, describeConnectionError } from './database-url.js';

/** Neither may throw: there is nobody to catch it. */
export interface ListenerHandlers {
  onNotify(channel: string, payload: string): void;
  /** Called after a lost connection is back: what was announced meanwhile has been missed, so look again. */
  onReconnect(): void;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;
/** A connection that was cut without a word is noticed within two of these. */
const HEARTBEAT = 30_000;

/**
 * Hears NOTIFY on a connection of its own, and connects again for as long as it takes.
 * @param channels names as in channels.ts
 * @throws DomainError DATABASE_UNAVAILABLE when the first connection fails
 */
export async function createListener(
  url: string,
  channels: readonly string[],
  handlers: ListenerHandlers,
): Promise<{ close(): Promise<void> }> {
  const closing = new AbortController();

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString: checkDatabaseUrl(url),
      application_name: 'learnrec listener',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: HEARTBEAT,
    });
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload }) => handlers.onNotify(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of channels) await client.query(`/* listen */ LISTEN ${client.escapeIdentifier(channel)}`);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  };

  let current: pg.Client;
  try {
    current = await connect();
  } catch (error) {
    throw describeConnectionError(error, url);
  }

  const follow = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await untilLost(current, closing.signal);
      await current.end().catch(() => undefined);
      for (let pause = FIRST_PAUSE; !closing.signal.aborted; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
        try {
          current = await connect();
        } catch {
          await sleep(pause, undefined, { signal: closing.signal }).catch(() => undefined);
          continue;
        }
        handlers.onReconnect();
        break;
      }
    }
    await current.end().catch(() => undefined);
  };
  const following = follow();

  return {
    async close() {
      closing.abort();
      await following;
    },
  };
}

/** Resolves when the connection has ended, does not answer, or `signal` is aborted. */
async function untilLost(client: pg.Client, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const heartbeat = setInterval(() => {
      client.query('/* heartbeat */ SELECT 1').catch(done);
    }, HEARTBEAT);
    function done(): void {
      clearInterval(heartbeat);
      signal.removeEventListener('abort', done);
      resolve();
    }
    client.once('end', done);
    client.once('error', done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
