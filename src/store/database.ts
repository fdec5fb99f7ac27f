import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/prisma/client.js';
import { makeCancellable } from './cancel-statements.js';
import { checkDatabaseUrl, describeConnectionError } from './database-url.js';
import { surviveBrokenConnections } from './survive-broken-connections.js';

export interface Database {
  readonly url: string;
  /** Shares the pool below. */
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** Whether Postgres answers now. Never rejects. */
  ping(): Promise<boolean>;
  /** Waits for running statements, then closes every connection. A second call does nothing. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Most connections at once, Prisma's included; default 10. */
  readonly poolSize?: number;
  /** Seconds after which Postgres ends a statement; default: never. */
  readonly statementSeconds?: number | undefined;
}

/** How long a statement may wait for a free connection, in milliseconds: long enough for a burst on a small pool. */
const CONNECTION_WAIT = 30_000;

/**
 * Connects, and proves it by one statement.
 * @param url `postgresql://user:password@host:port/database`
 * @throws DomainError DATABASE_UNAVAILABLE, with what to do and without the password
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: checkDatabaseUrl(url),
    max: options.poolSize ?? 10,
    application_name: 'learnrec',
    keepAlive: true,
    ...(options.statementSeconds !== undefined && { statement_timeout: options.statementSeconds * 1000 }),
    connectionTimeoutMillis: CONNECTION_WAIT,
  });
  surviveBrokenConnections(pool);
  makeCancellable(pool, url);
  try {
    await pool.query('/* open database */ SELECT 1');
  } catch (error) {
    await pool.end().catch(() => undefined);
    throw describeConnectionError(error, url);
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  let closing: Promise<void> | undefined;
  return {
    url,
    prisma,
    pool,
    ping: () =>
      pool.query('/* ping */ SELECT 1').then(
        () => true,
        () => false,
      ),
    close: () => (closing ??= prisma.$disconnect().then(() => pool.end())),
  };
}
