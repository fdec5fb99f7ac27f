import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CHANNELS } from '../../src/store/channels.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createListener } from '../../src/store/listener.js';
import { createModelStore, type ModelStore, type NewModel } from '../../src/store/model.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

let test: TestDatabase;
let db: Database;
let models: ModelStore;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  models = createModelStore(db);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const META: NewModel = {
  algorithm: 'IALS',
  hyperParameters: { factors: 32, regularization: 0.1 },
  alpha: 0.7,
  metrics: null,
  fingerprint: { engagements: 3, maxPk: '9007199254740993' },
  timings: { total: 1.5 },
  formatVersion: 1,
};

function bytesOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = (i * 2654435761) >>> 24;
  return bytes;
}

it('keeps a snapshot of several chunks, and gives it back aligned and whole', async () => {
  const bytes = bytesOf(9 * 1024 * 1024 + 5);
  // A view in the middle of a larger buffer, as an encoder may hand over.
  const view = new Uint8Array(bytes.length + 3).subarray(3);
  view.set(bytes);
  const row = await models.create({ ...META, note: 'first' }, view);
  expect(row).toMatchObject({
    ...META,
    note: 'first',
    sizeBytes: bytes.length,
    checksum: createHash('sha256').update(bytes).digest('hex'),
    isActive: false,
    activatedAt: null,
  });
  expect(await models.get(row.id)).toEqual(row);
  const { rows } = await db.pool.query('SELECT length(bytes) AS n FROM snapshot_chunks ORDER BY position');
  expect(rows).toEqual([{ n: 4194304 }, { n: 4194304 }, { n: 1048581 }]);
  const read = await models.readSnapshot(row.id);
  expect(read.byteOffset % 8).toBe(0);
  expect(Buffer.compare(read, bytes)).toBe(0);
});

it('keeps an empty snapshot', async () => {
  const row = await models.create(META, new Uint8Array(0));
  expect(await models.readSnapshot(row.id)).toHaveLength(0);
});

it('notices a damaged, a cut and an overlong snapshot', async () => {
  const { id } = await models.create(META, bytesOf(1000));
  const damage = async (sql: string): Promise<void> => {
    await db.pool.query(`UPDATE snapshot_chunks SET bytes = ${sql} WHERE model_version_id = $1`, [id]);
    await expect(models.readSnapshot(id)).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' });
  };
  await damage('set_byte(bytes, 500, 255 - get_byte(bytes, 500))');
  await damage('substring(bytes FROM 1 FOR 999)');
  await damage(`bytes || '\\x0102'::bytea`);
  await db.pool.query('DELETE FROM snapshot_chunks WHERE model_version_id = $1', [id]);
  await expect(models.readSnapshot(id)).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' });
});

it('has one active model, whatever is activated at once, and announces it', async () => {
  const ids: number[] = [];
  for (let i = 0; i < 6; i++) ids.push((await models.create(META, bytesOf(8))).id);
  expect(await models.active()).toBeNull();
  const heard: string[] = [];
  const listener = await createListener(test.url, [CHANNELS.model], {
    onNotify: (_, payload) => heard.push(payload),
    onReconnect: () => undefined,
  });
  const done = await Promise.all(ids.map((id) => models.activate(id)));
  expect(done.every(({ isActive, activatedAt }) => isActive && activatedAt instanceof Date)).toBe(true);
  await waitFor(() => heard.length === ids.length);
  await listener.close();
  expect([...heard].sort()).toEqual(ids.map(String).sort());
  const { rows } = await db.pool.query<{ id: number }>('SELECT id FROM model_versions WHERE is_active');
  // The announcements come in the order of the commits.
  expect(rows).toEqual([{ id: Number(heard[heard.length - 1]) }]);

  await models.activate(ids[0]);
  expect(await models.activate(ids[0])).toMatchObject({ id: ids[0], isActive: true });
  expect((await models.active())?.id).toBe(ids[0]);
});

it('lists newest first, in pages', async () => {
  const all = await models.page({ first: 100 });
  expect(all).toHaveLength(await models.count());
  expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).sort((a, b) => b - a));
  expect(await models.page({ first: 2, beforeId: all[1].id })).toEqual(all.slice(2, 4));
});

it('knows nothing of other ids', async () => {
  expect(await models.get(2147483647)).toBeNull();
  await expect(models.activate(2147483647)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(models.readSnapshot(2147483647)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
