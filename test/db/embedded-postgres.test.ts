import { once } from 'node:events';
import { mkdtemp, chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/store/embedded-postgres.js';
import { waitFor } from '../support/wait-for.js';

let dataDir: string;
const handles: EmbeddedPostgres[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'learnrec-embedded-'));
  await chmod(dataDir, 0o755);
});

afterAll(async () => {
  for (const handle of handles) await handle.stop();
  await rm(dataDir, { recursive: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const handle = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
  handles.push(handle);
  return handle;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

const answers = (url: string): Promise<boolean> =>
  ask(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

it('starts one server for three that ask at once, and stops it with the last of them', async () => {
  const [a, b, c] = await Promise.all([start(), start(), start()]);
  expect(new Set([a.url, b.url, c.url]).size).toBe(1);
  expect([a, b, c].filter(({ reused }) => !reused)).toHaveLength(1);
  await b.stop();
  await b.stop();
  await a.stop();
  expect(await answers(c.url)).toBe(true);
  await c.stop();
  expect(await answers(c.url)).toBe(false);
});

it('listens on this machine only, compares bytes, knows letter case beyond ASCII, counts in UTC', async () => {
  const server = await start();
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
  expect(await ask(server.url, 'SHOW listen_addresses')).toBe('127.0.0.1');
  expect(await ask(server.url, 'SHOW unix_socket_directories')).toBe('');
  expect(await ask(server.url, `SELECT 'B' < 'a'`)).toBe(true);
  expect(await ask(server.url, `SELECT 'DONN\u00c9ES' ILIKE 'donn\u00e9es'`)).toBe(true);
  expect(await ask(server.url, 'SHOW timezone')).toBe('UTC');
  expect(await ask(server.url, 'SHOW server_encoding')).toBe('UTF8');
  await expect(ask(server.url.replace(/:[^:@]*@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  await server.stop();
});

it('keeps data and address from one start to the next, and the password to its owner', async () => {
  const first = await start();
  await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS x');
  await first.stop();
  const second = await start();
  expect(second).toMatchObject({ url: first.url, reused: false });
  expect(await ask(second.url, 'SELECT x FROM kept')).toBe(42);
  expect((await stat(join(dataDir, 'postgres.json'))).mode & 0o077).toBe(0);
  await second.stop();
});

it('finds the server of a process that was killed, and stops it in the end', async () => {
  const lost = await start();
  // What remains of a killed process: its server, and an entry that nobody stands behind.
  const [entry] = await readdir(join(dataDir, 'clients'));
  await writeFile(join(dataDir, 'clients', entry), JSON.stringify({ pid: process.pid, started: 'at another time' }));
  const found = await start();
  expect(found).toMatchObject({ url: lost.url, reused: true });
  await found.stop();
  expect(await answers(lost.url)).toBe(false);
});

it('recovers after its server was killed, and when its process number went to another program', async () => {
  const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
  const first = await start();
  await ask(first.url, 'CREATE TABLE survives AS SELECT 7 AS x');
  await ask(first.url, 'CHECKPOINT');
  const lines = (await readFile(lockFile, 'utf8')).split('\n');
  process.kill(Number(lines[0]), 'SIGKILL');
  await waitFor(async () => !(await answers(first.url)));
  await writeFile(lockFile, [String(process.pid), ...lines.slice(1)].join('\n'));
  const second = await start();
  expect(second.reused).toBe(false);
  expect(await ask(second.url, 'SELECT x FROM survives')).toBe(7);
  await second.stop();
  await first.stop();
});

it('moves to another port when its own is taken', async () => {
  const first = await start();
  await first.stop();
  const port = Number(new URL(first.url).port);
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const second = await start();
  expect((other.address() as AddressInfo).port).toBe(port);
  expect(Number(new URL(second.url).port)).not.toBe(port);
  expect(await answers(second.url)).toBe(true);
  await second.stop();
  other.close();
  expect(JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8'))).toMatchObject({
    port: Number(new URL(second.url).port),
  });
});

it('says what is wrong: data of another version, a lost password, a data folder that is a file', async () => {
  const refused = { code: 'CONFIGURATION' };
  const version = join(dataDir, 'postgres', 'PG_VERSION');
  const real = await readFile(version, 'utf8');
  await writeFile(version, '9\n');
  await expect(start()).rejects.toMatchObject({ ...refused, message: expect.stringContaining('PostgreSQL 9') });
  await writeFile(version, real);
  const state = await readFile(join(dataDir, 'postgres.json'), 'utf8');
  await rm(join(dataDir, 'postgres.json'));
  await expect(start()).rejects.toMatchObject({ ...refused, message: expect.stringContaining('password is gone') });
  await writeFile(join(dataDir, 'postgres.json'), 'not JSON');
  await expect(start()).rejects.toMatchObject({ ...refused, message: expect.stringContaining('damaged') });
  await writeFile(join(dataDir, 'postgres.json'), state);
  await expect(startEmbeddedPostgres({ dataDir: version })).rejects.toMatchObject(refused);
});
