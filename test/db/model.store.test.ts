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
    activation: null,
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

  const asked = await Promise.all([models.active(), models.active(), models.active()]);
  expect(asked.map((row) => row?.id)).toEqual(rows.concat(rows, rows).map(({ id }) => id));
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

it('removes a model with its snapshot, and never the active one', async () => {
  const [served, other] = [await models.create(META, bytesOf(8)), await models.create(META, bytesOf(8))];
  await models.activate(served.id);
  expect(await models.remove(served.id)).toBe(false);
  expect(await models.remove(other.id)).toBe(true);
  expect(await models.get(other.id)).toBeNull();
  const { rowCount } = await db.pool.query('SELECT FROM snapshot_chunks WHERE model_version_id = $1', [other.id]);
  expect(rowCount).toBe(0);
  await expect(models.remove(other.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('removes old models: all but the newest and the active one', async () => {
  const made: number[] = [];
  for (let i = 0; i < 5; i++) made.push((await models.create(META, bytesOf(8))).id);
  await models.activate(made[1]);
  expect((await models.removeOld(2)).filter((id) => made.includes(id)).sort()).toEqual([made[0], made[2]]);
  const left = (await models.page({ first: 100 })).map(({ id }) => id);
  expect(left).toEqual([made[4], made[3], made[1]]);
  expect(await models.removeOld(2)).toEqual([]);
});

it('puts a model in place of the expected one only, and else keeps why it did not', async () => {
  const [one, two] = [
    await models.create(META, bytesOf(8)),
    await models.create({ ...META, activation: { a: 1 } }, bytesOf(8)),
  ];
  expect(two.activation).toEqual({ a: 1 });
  await models.activate(one.id);
  expect(await models.activateInstead(two.id, null, { b: 2 })).toMatchObject({ isActive: false, activation: { b: 2 } });
  expect(await models.activateInstead(two.id, one.id, { c: 3 })).toMatchObject({
    isActive: true,
    activation: { b: 2 },
  });
  expect((await models.active())!.id).toBe(two.id);
  await expect(models.activateInstead(999_999, two.id, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
