import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/store/migrate.js';
import { readMigrations } from '../../src/store/migration-files.js';
import { createEmptyDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let client: pg.Client;
let folder: string;

beforeEach(async () => {
  test = await createEmptyDatabase();
  client = new pg.Client({ connectionString: test.url });
  await client.connect();
  folder = await mkdtemp(join(tmpdir(), 'learnrec-migrations-'));
});

afterEach(async () => {
  await client.end();
  await test.drop();
  await rm(folder, { recursive: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

const history = async (): Promise<Record<string, unknown>[]> =>
  (await client.query('SELECT * FROM _prisma_migrations ORDER BY started_at')).rows as Record<string, unknown>[];

const exists = async (table: string): Promise<boolean> =>
  (await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [table])).rows[0].found;

it("applies the package's migrations once", async () => {
  const names = (await readMigrations()).map(({ name }) => name);
  const told: string[] = [];
  expect(await migrate(test.url, { onApply: (name) => told.push(name) })).toEqual({ applied: names });
  expect(told).toEqual(names);
  expect(await migrate(test.url)).toEqual({ applied: [] });
  expect(await exists('engagements')).toBe(true);
});

it('applies each migration once when five processes start at once', async () => {
  const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(test.url)));
  const names = (await readMigrations()).map(({ name }) => name);
  expect(runs.flatMap(({ applied }) => applied)).toEqual(names);
  expect((await history()).map((row) => row['migration_name'])).toEqual(names);
});

/** Runs one of scripts/prisma/ on the test's database. */
async function runScript(name: string): Promise<string> {
  const env = { ...process.env, DATABASE_URL: test.url, NODE_OPTIONS: '' };
  return (await promisify(execFile)(process.execPath, [`scripts/prisma/${name}`], { env })).stdout.trim();
}

describe("beside Prisma's own engine", () => {
  it('leaves nothing to do for `migrate deploy`, and nothing that it finds odd', async () => {
    await migrate(test.url);
    expect(JSON.parse(await runScript('deploy.mjs'))).toEqual({ applied: [], edited: [], failed: [], history: null });
  });

  it('says the same as schema.prisma', async () => {
    expect(await runScript('check-drift.mjs')).toMatch(/say the same/);
  });

  it('has nothing to do after `migrate deploy`, and writes the rows that it writes', async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    expect(JSON.parse(await runScript('deploy.mjs'))).toMatchObject({ applied: names });
    expect(await migrate(test.url)).toEqual({ applied: [] });

    const shape = (rows: Record<string, unknown>[]): unknown =>
      rows.map(({ id, started_at, finished_at, ...rest }) => ({
        ...rest,
        id: String(id).replace(/[0-9a-f]/g, 'x'),
        ordered: (started_at as Date) <= (finished_at as Date),
      }));
    const columns = async (from: pg.Client): Promise<unknown> =>
      (
        await from.query(
          `SELECT column_name, data_type, character_maximum_length, is_nullable, column_default FROM information_schema.columns
           WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
        )
      ).rows;
    const theirs = { rows: shape(await history()), columns: await columns(client) };
    const own = await createEmptyDatabase();
    await migrate(own.url);
    const other = new pg.Client({ connectionString: own.url });
    await other.connect();
    const rows = (await other.query('SELECT * FROM _prisma_migrations ORDER BY started_at')).rows as Record<
      string,
      unknown
    >[];
    const ours = { rows: shape(rows), columns: await columns(other) };
    await other.end();
    await own.drop();
    expect(ours).toEqual(theirs);
  });
});

it('goes on from where the database stands', async () => {
  await addMigration('1_a', 'CREATE TABLE a (x int); INSERT INTO a VALUES (1);');
  await migrate(test.url, { directory: folder });
  await addMigration('2_b', 'CREATE TABLE b (x int);');
  expect(await migrate(test.url, { directory: folder })).toEqual({ applied: ['2_b'] });
  const sql = 'CREATE TABLE b (x int);';
  expect((await history())[1]).toMatchObject({
    migration_name: '2_b',
    checksum: createHash('sha256').update(sql).digest('hex'),
    applied_steps_count: 1,
    logs: null,
    rolled_back_at: null,
  });
});

it('keeps nothing of a migration that fails, and can be run again once it is put right', async () => {
  await addMigration('1_good', 'CREATE TABLE good (x int);');
  await addMigration('2_bad', 'CREATE TABLE half (x int); SELECT 1 / 0;');
  const run = (): Promise<unknown> => migrate(test.url, { directory: folder });
  await expect(run()).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringMatching(/2_bad.*division by zero/),
  });
  expect([await exists('good'), await exists('half')]).toEqual([true, false]);
  await addMigration('2_bad', 'CREATE TABLE half (x int);');
  expect(await run()).toEqual({ applied: ['2_bad'] });
});

it('runs alone what Postgres refuses inside a transaction, and remembers when it fails', async () => {
  await addMigration('1_table', 'CREATE TABLE t (x int); INSERT INTO t VALUES (1), (1);');
  await addMigration('2_index', 'CREATE INDEX CONCURRENTLY t_x ON t (x);');
  expect(await migrate(test.url, { directory: folder })).toEqual({ applied: ['1_table', '2_index'] });
  await addMigration('3_unique', 'CREATE UNIQUE INDEX CONCURRENTLY t_unique ON t (x);');
  const run = (): Promise<unknown> => migrate(test.url, { directory: folder });
  await expect(run()).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining('3_unique') });
  expect((await history())[2]).toMatchObject({ finished_at: null, logs: expect.stringContaining('could not create') });
  await expect(run()).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringMatching(/3_unique was started .* did not finish/),
  });
  await client.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '3_unique'`);
  await client.query('DROP INDEX t_unique; DELETE FROM t');
  expect(await run()).toEqual({ applied: ['3_unique'] });
});

it('refuses an applied migration that was edited, but not one with other line ends', async () => {
  await addMigration('1_a', 'CREATE TABLE a (x int);\nCREATE TABLE b (x int);\n');
  await migrate(test.url, { directory: folder });
  await addMigration('1_a', 'CREATE TABLE a (x int);\r\nCREATE TABLE b (x int);\r\n');
  expect(await migrate(test.url, { directory: folder })).toEqual({ applied: [] });
  await addMigration('1_a', 'CREATE TABLE a (x bigint);\nCREATE TABLE b (x int);\n');
  await expect(migrate(test.url, { directory: folder })).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringMatching(/1_a was edited/),
  });
});

it('leaves alone what a newer version has applied', async () => {
  await cp('prisma/migrations', folder, { recursive: true });
  await addMigration('99999999999999_newer', 'CREATE TABLE newer (x int);');
  await migrate(test.url, { directory: folder });
  expect(await migrate(test.url)).toEqual({ applied: [] });
});

it('says what is wrong with an address or a folder', async () => {
  const wrong = test.url.replace(/\/[^/]*$/, '/not_there');
  await expect(migrate(wrong)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await expect(migrate('mysql://localhost/x')).rejects.toMatchObject({ code: 'CONFIGURATION' });
  await expect(migrate(test.url, { directory: join(folder, 'none') })).rejects.toMatchObject({ code: 'CONFIGURATION' });
});
