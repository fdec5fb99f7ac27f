import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.js';
import { migrate } from '../../src/store/migrate.js';
import { readMigrations } from '../../src/store/migration-files.js';

export interface TestDatabase {
  readonly url: string;
  /** Closes every connection to it, then removes it. */
  drop(): Promise<void>;
}

const TEMPLATE = 'learnrec_test_template';
/** Any number that no other lock of the server's maintenance database uses. */
const TEMPLATE_LOCK = 4_917_265;

let server: Promise<string> | undefined;

/**
 * Address of the maintenance database of the run's server: the one that TEST_DATABASE_URL names (its role must be allowed
 * to create databases), else an embedded one, started by whichever test file comes first and stopped after the last.
 */
export async function testServer(): Promise<string> {
  server ??= findServer();
  return server;
}

async function findServer(): Promise<string> {
  const outside = process.env['TEST_DATABASE_URL'];
  if (outside) return outside;
  const dataDir = process.env['LEARNREC_TEST_POSTGRES'];
  if (!dataDir) throw new Error('test/support/postgres-setup.js has not run: run the tests through jest.');
  // Nothing here has to survive a power cut.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };
  return (await startEmbeddedPostgres({ dataDir, settings })).url;
}

/** A database without rows and with every migration applied: a copy of a template, in some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = await testServer();
  return withClient(admin, async (client) => {
    await ensureTemplate(client, admin);
    return createFrom(TEMPLATE, client, admin);
  });
}

/** A database without any table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const admin = await testServer();
  return withClient(admin, (client) => createFrom('template0', client, admin));
}

async function createFrom(template: string, client: pg.Client, admin: string): Promise<TestDatabase> {
  const name = `learnrec_test_${randomUUID().replaceAll('-', '')}`;
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const drop = (): Promise<void> =>
    withClient(admin, async (other) => {
      await other.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  return { url: withDatabase(admin, name), drop };
}

/**
 * Makes the template once, by whoever comes first. Its comment holds a hash of the migrations, so that one left on an
 * outside server by an older version is made anew.
 */
async function ensureTemplate(client: pg.Client, admin: string): Promise<void> {
  const migrations = await readMigrations();
  const hash = createHash('sha256');
  for (const { name, checksum } of migrations) hash.update(`${name} ${checksum}\n`);
  const wanted = hash.digest('hex');
  const isThere = async (): Promise<boolean> => {
    const { rows } = await client.query<{ comment: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1`,
      [TEMPLATE],
    );
    return rows[0]?.comment === wanted;
  };
  if (await isThere()) return;
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await isThere()) return;
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0`);
    await migrate(withDatabase(admin, TEMPLATE));
    await client.query(`COMMENT ON DATABASE ${TEMPLATE} IS '${wanted}'`);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
