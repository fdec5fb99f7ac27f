import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../src/store/database.js';
import { toDomainError } from '../../src/store/database-error.js';
import { createContentStore } from '../../src/store/content.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});

afterAll(async () => {
  await test.drop();
});

async function refusal(url: string): Promise<{ code: string; message: string }> {
  return openDatabase(url).then(
    () => Promise.reject(new Error('opened')),
    (error: { code: string; message: string }) => error,
  );
}

describe('openDatabase', () => {
  it('answers pings until it is closed, and closes once', async () => {
    const db = await openDatabase(test.url);
    expect(await db.ping()).toBe(true);
    await Promise.all([db.close(), db.close()]);
    expect(await db.ping()).toBe(false);
  });

  it('says what to do, and never the password', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const nobody = await refusal(`postgresql://u:s3cret@127.0.0.1:${port}/x`);
    expect(nobody).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(nobody.message).toContain(`127.0.0.1:${port}/x`);

    const address = new URL(test.url);
    address.password = 's3cret';
    const wrongPassword = await refusal(address.href);
    expect(wrongPassword).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(wrongPassword.message).toMatch(/refuses the password/);

    const missing = await refusal(test.url.replace(/\/[^/]*$/, '/not_there'));
    expect(missing.message).toMatch(/does not exist: create it/);
    for (const { message } of [nobody, wrongPassword, missing]) expect(message).not.toContain('s3cret');
    expect(await refusal('localhost:5432')).toMatchObject({ code: 'CONFIGURATION' });
  });

  it('answers 200 statements at once on a pool of 5', async () => {
    const db = await openDatabase(test.url, { poolSize: 5 });
    const users = createUserStore(db);
    await users.ensure(['a']);
    const found = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        i % 2 === 0 ? users.findByIds(['a']) : users.page({ first: 1, filter: {} }),
      ),
    );
    expect(found.every((rows) => rows.length === 1)).toBe(true);
    expect(db.pool.totalCount).toBeLessThanOrEqual(5);
    await db.close();
  });

  it('goes on after its connections were killed, and reports a database that is gone in one way', async () => {
    const own = await createTestDatabase();
    const db = await openDatabase(own.url);
    const users = createUserStore(db);
    await users.ensure(['a']);
    await db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect(await users.total()).toBe(1);
    await own.drop();
    const unavailable = { code: 'DATABASE_UNAVAILABLE' };
    await expect(users.findByIds(['a'])).rejects.toMatchObject(unavailable);
    await expect(users.page({ first: 1, filter: {} })).rejects.toMatchObject(unavailable);
    await expect(users.upsertMany([{ id: 'b' }])).rejects.toMatchObject(unavailable);
    await expect(createContentStore(db).count({})).rejects.toMatchObject(unavailable);
    expect(await db.ping()).toBe(false);
    await db.close();
  });

  it('outlives a connection that breaks while it is checked out and stands between two statements', async () => {
    const db = await openDatabase(test.url);
    const client = await db.pool.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = new Promise((resolve) => client.once('end', resolve));
    await db.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    await ended;
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    expect(await db.ping()).toBe(true);
    await db.close();
  });

  it('ends statements that take longer than they may', async () => {
    const db = await openDatabase(test.url, { statementSeconds: 1 });
    const ended: unknown = await db.pool.query('SELECT pg_sleep(20)').catch((error: unknown) => error);
    expect(toDomainError(ended)).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await db.ping()).toBe(true);
    await db.close();
  });
});
