import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApiKeyStore, type ApiKeyStore } from '../../src/store/api-key.store.js';
import { CHANNELS } from '../../src/store/channels.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createListener } from '../../src/store/listener.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

let test: TestDatabase;
let db: Database;
let keys: ApiKeyStore;
const heard: string[] = [];
let listener: { close(): Promise<void> };

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  keys = createApiKeyStore(db);
  listener = await createListener(test.url, [CHANNELS.keys], {
    onNotify: (_, payload) => heard.push(payload),
    onReconnect: () => undefined,
  });
});

afterAll(async () => {
  await listener.close();
  await db.close();
  await test.drop();
});

const hash = Uint8Array.from({ length: 32 }, (_, n) => n * 7);
const row = (id: string) => ({ id, name: `key ${id}`, role: 'ADMIN' as const, hash, expiresAt: null });

describe('API keys in Postgres', () => {
  it('come back as they were written, and are announced', async () => {
    const expiresAt = new Date('2030-05-06T07:08:09.123Z');
    await keys.insert({ ...row('a'), expiresAt });
    const found = (await keys.find('a'))!;
    expect(found).toMatchObject({
      id: 'a',
      name: 'key a',
      role: 'ADMIN',
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    });
    expect(Uint8Array.from(found.hash)).toEqual(hash);
    expect(await keys.find('b')).toBeNull();
    await waitFor(() => heard.includes('a'));
  });

  it('are revoked once, and announced', async () => {
    await keys.insert(row('c'));
    await waitFor(() => heard.includes('c'));
    heard.length = 0;
    const first = (await keys.revoke('c'))!;
    expect(first.revokedAt).toBeInstanceOf(Date);
    expect((await keys.revoke('c'))!.revokedAt).toEqual(first.revokedAt);
    await waitFor(() => heard.length === 2);
    expect(await keys.revoke('nobody')).toBeNull();
  });

  it('are listed newest first', async () => {
    await keys.insert(row('d'));
    expect((await keys.list()).map(({ id }) => id)).toEqual(['d', 'c', 'a']);
  });

  it('note their use at most once a minute', async () => {
    await keys.touch('d');
    const { lastUsedAt } = (await keys.find('d'))!;
    await keys.touch('d');
    expect((await keys.find('d'))!.lastUsedAt).toEqual(lastUsedAt);
    await db.pool.query(`UPDATE api_keys SET last_used_at = now() - interval '61 seconds' WHERE id = 'd'`);
    await keys.touch('d');
    expect((await keys.find('d'))!.lastUsedAt!.getTime()).toBeGreaterThanOrEqual(lastUsedAt!.getTime());
  });
});
