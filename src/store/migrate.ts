import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DomainError } from '../errors.js';
import { hasCode, toDomainError } from './database-error.js';
import { checkDatabaseUrl, describeConnectionError } from './database-url.js';
import { matchesChecksum, readMigrations, type Migration } from './migration-files.js';

export interface MigrateOptions {
  /** Folder of the migrations; default: the package's own prisma/migrations. */
  readonly directory?: string;
  /** Called after each migration that was applied. */
  readonly onApply?: (name: string) => void;
}

/** The lock that Prisma's own engine takes, so that this and `prisma migrate deploy` wait for each other. */
const PRISMA_LOCK = 72707369;

/** As the Prisma engine creates it. */
const CREATE_HISTORY = `/* create migration history */
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings a database up to date: applies the migrations that it has not had, in the order of their names, one process at a
 * time. The history is Prisma's, so `prisma migrate deploy` and this may take turns. Each migration runs in a transaction
 * with its history row; one that Postgres refuses inside a transaction (such as CREATE INDEX CONCURRENTLY) runs alone.
 * Migrations of a newer version that are in the database and not in the folder are left alone.
 * @returns the names of what was applied now
 * @throws DomainError CONFIGURATION when an applied migration was edited, one did not finish, or one fails;
 *   DATABASE_UNAVAILABLE
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<{ applied: readonly string[] }> {
  const migrations = await readMigrations(options.directory);
  const client = new pg.Client({ connectionString: checkDatabaseUrl(url), application_name: 'learnrec migrate' });
  // Errors reach us through the statements; without a listener a lost connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Released with the connection, also after a crash.
    await client.query('/* lock migrations */ SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    const pending = await findPending(client, migrations);
    for (const migration of pending) {
      await apply(client, migration);
      options.onApply?.(migration.name);
    }
    return { applied: pending.map(({ name }) => name) };
  } catch (error) {
    throw error instanceof DomainError ? error : describeConnectionError(error, url);
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

async function findPending(client: pg.Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  // The plain IF NOT EXISTS would print a notice at every start.
  const { rows: tables } = await client.query<{ history: string | null }>(
    `/* find migration history */ SELECT to_regclass('_prisma_migrations')::text AS history`,
  );
  if (tables[0].history === null) await client.query(CREATE_HISTORY);
  const { rows } = await client.query<HistoryRow>(
    `/* migration history */
     SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const unfinished = rows.find((row) => !row.finished);
  if (unfinished)
    throw new DomainError(
      'CONFIGURATION',
      `The migration ${unfinished.migration_name} was started on this database and did not finish. Look at the column "logs" ` +
        'of _prisma_migrations, put the database right, then mark it with ' +
        `"npx prisma migrate resolve --applied ${unfinished.migration_name}" or --rolled-back.`,
      { migration: unfinished.migration_name },
    );
  const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
  for (const migration of migrations) {
    const checksum = applied.get(migration.name);
    if (checksum !== undefined && !matchesChecksum(migration, checksum))
      throw new DomainError(
        'CONFIGURATION',
        `The migration ${migration.name} was edited after it had been applied to this database. Restore its file, and put the change into a new migration.`,
        { migration: migration.name },
      );
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const id = randomUUID();
  try {
    await client.query('BEGIN');
    try {
      await record(client, id, migration);
      await client.query(migration.sql);
      await finish(client, id);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      if (!hasCode(error, '25001')) throw error;
      await applyAlone(client, id, migration);
    }
  } catch (error) {
    const translated = toDomainError(error);
    if (translated instanceof DomainError && translated.code === 'DATABASE_UNAVAILABLE') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError(
      'CONFIGURATION',
      `The migration ${migration.name} failed: ${reason}.`,
      { migration: migration.name },
      { cause: error },
    );
  }
}

/** Outside a transaction, so a failure leaves an unfinished row with its reason, as Prisma does. */
async function applyAlone(client: pg.Client, id: string, migration: Migration): Promise<void> {
  await record(client, id, migration);
  try {
    await client.query(migration.sql);
  } catch (error) {
    await client.query('/* log failed migration */ UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [
      id,
      String(error),
    ]);
    throw error;
  }
  await finish(client, id);
}

async function record(client: pg.Client, id: string, migration: Migration): Promise<void> {
  await client.query(
    `/* start migration */ INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at)
     VALUES ($1, $2, $3, clock_timestamp())`,
    [id, migration.checksum, migration.name],
  );
}

async function finish(client: pg.Client, id: string): Promise<void> {
  await client.query(
    `/* finish migration */ UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1
     WHERE id = $1`,
    [id],
  );
}
