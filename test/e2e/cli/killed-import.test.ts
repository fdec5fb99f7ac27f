import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

/*
 * A process that dies has no last words: SIGKILL, no handler, no rollback by the client. What it leaves must be consistent,
 * and running the same command again must complete it.
 */

let folder = '';
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learnrec-killed-'));
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Running {
  readonly ended: Promise<{ code: number | null; stdout: string }>;
  kill(): void;
}

function start(...args: string[]): Running {
  const child = spawn(process.execPath, [resolve('dist/src/cli/main.js'), ...args, '--json'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: database.url, LEARNREC_DATA_DIR: folder, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  return {
    ended: new Promise((done) => child.once('close', (code) => done({ code, stdout }))),
    kill: () => void child.kill('SIGKILL'),
  };
}

async function count(table: string): Promise<number> {
  return Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0].n);
}

/** Waits until Postgres has ended the sessions of the dead process, so that what it did is committed or undone. */
async function sessionsEnded(): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'learnrec'`,
    );
    if (rows[0].n === 0) return;
    await sleep(50);
  }
}

const definitions = async (): Promise<unknown> =>
  (await client.query(`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`)).rows;

const RECORDS = 260_000;

describe('an import that is killed', () => {
  it('leaves a consistent database, and running it again completes it', async () => {
    await client.query(`INSERT INTO content (id, title) SELECT 'c' || n, 'Title ' || n FROM generate_series(0, 99) n`);
    const path = join(folder, 'log.csv');
    const lines = Array.from(
      { length: RECORDS },
      (_, i) => `u${i % 5000},c${i % 100},${1_600_000_000 + i},${i % 900},,VIEWED\n`,
    );
    await writeFile(path, `user_id,content_id,timestamp,duration_seconds,liked,engagement_type\n${lines.join('')}`);

    const first = start('import', 'engagements', path);
    // The first large batch is committed, and the next one is under way.
    while ((await count('engagements')) === 0) await sleep(20);
    first.kill();
    expect(await first.ended).toEqual({ code: null, stdout: '' });
    await sessionsEnded();

    const partial = await count('engagements');
    expect(partial).toBeGreaterThan(0);
    expect(partial).toBeLessThan(RECORDS);
    // Every row that is there is one of the file, whole.
    const { rows } = await client.query<{ wrong: string }>(
      `SELECT count(*) AS wrong FROM engagements e JOIN users u ON u.pk = e.user_pk JOIN content c ON c.pk = e.content_pk
       CROSS JOIN LATERAL (SELECT extract(epoch FROM e."timestamp")::int - 1600000000 AS i) r
       WHERE u.id <> 'u' || i % 5000 OR c.id <> 'c' || i % 100 OR e.duration_seconds <> i % 900`,
    );
    expect(rows[0].wrong).toBe('0');

    const { code, stdout } = await start('import', 'engagements', path).ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      records: RECORDS,
      inserted: RECORDS - partial,
      duplicates: partial,
      refused: 0,
    });
    expect(await count('engagements')).toBe(RECORDS);
    expect(await count('users')).toBe(5000);
  });
});

describe('a seed that is killed', () => {
  it('leaves an empty database with all its indexes, and running it again fills it', async () => {
    await client.query('TRUNCATE users, content, engagements RESTART IDENTITY CASCADE');
    const before = await definitions();
    const size = ['--users', '3000', '--contents', '500', '--engagements', '150000'];
    const first = start('seed', ...size);
    // Killed while its transaction holds the tables.
    const locked = `SELECT count(*)::int AS n FROM pg_locks
      WHERE relation = 'engagements'::regclass AND mode = 'AccessExclusiveLock' AND granted`;
    while ((await client.query<{ n: number }>(locked)).rows[0].n === 0) await sleep(10);
    first.kill();
    expect((await first.ended).code).toBeNull();
    await sessionsEnded();
    expect([await count('users'), await count('content'), await count('engagements')]).toEqual([0, 0, 0]);
    expect(await definitions()).toEqual(before);

    expect((await start('seed', ...size).ended).code).toBe(0);
    expect([await count('users'), await count('content'), await count('engagements')]).toEqual([3000, 500, 150_000]);
    expect(await definitions()).toEqual(before);
  });
});
