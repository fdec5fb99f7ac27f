import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore, type EngagementStore, type EngagementWrite } from '../../src/store/engagement.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let db: Database;
let store: EngagementStore;
let users: number[];
let content: number[];

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  store = createEngagementStore(db);
  const ids = (letter: string, count: number) => Array.from({ length: count }, (_, i) => ({ id: `${letter}${i}` }));
  users = (await createUserStore(db).upsertMany(ids('u', 50))).map(({ pk }) => pk);
  const titled = ids('c', 20).map((row) => ({ ...row, title: 'T' }));
  content = (await createContentStore(db).upsertMany(titled)).map(({ pk }) => pk);
});
beforeEach(() => db.pool.query('TRUNCATE engagements'));
afterAll(async () => {
  await db?.close();
  await test?.drop();
});

const row = (i: number, more: Partial<EngagementWrite> = {}): EngagementWrite => ({
  userPk: users[i % 50],
  contentPk: content[i % 20],
  timestamp: new Date(1_700_000_000_000 + i * 1000),
  durationSeconds: i % 3 === 0 ? null : i,
  liked: i % 4 === 0 ? null : i % 2 === 0,
  engagementType: (['VIEWED', 'BOOKMARKED', 'COMPLETED', 'SHARED', 'ENROLLED'] as const)[i % 5],
  idempotencyKey: i % 7 === 0 ? `key ü ${i}` : null,
  ...more,
});
const many = (count: number, from = 0): EngagementWrite[] => Array.from({ length: count }, (_, i) => row(from + i));

async function all() {
  const rows = [];
  for await (const batch of store.readAll()) rows.push(...batch);
  return rows;
}

describe('insertMany of thousands of rows', () => {
  it('stores every field as few rows do', async () => {
    const rows = many(6000);
    expect(await store.insertMany(rows)).toBe(6000);
    const large = await all();
    await db.pool.query('TRUNCATE engagements');
    for (let from = 0; from < rows.length; from += 1000) await store.insertMany(rows.slice(from, from + 1000));
    const small = await all();
    const sorted = (list: Awaited<ReturnType<typeof all>>) =>
      list.map((stored) => JSON.stringify(Object.values(stored))).sort();
    expect(large).toHaveLength(6000);
    expect(sorted(large)).toEqual(sorted(small));
  });

  it('passes over what is there, and of equal rows keeps the first', async () => {
    await store.insertMany([row(5, { durationSeconds: 111 })]);
    const twice = [...many(4000), ...many(4000).map((same) => ({ ...same, durationSeconds: 999 }))];
    expect(await store.insertMany(twice)).toBe(3999);
    expect(await store.insertMany(twice)).toBe(0);
    const stored = await all();
    expect(stored.filter(({ durationSeconds }) => durationSeconds === 999)).toEqual([]);
    expect(stored.filter(({ durationSeconds }) => durationSeconds === 111)).toHaveLength(1);
  });

  it('keeps the first of rows with one idempotency key, whatever their order by learner and time', async () => {
    const rows = [row(49, { idempotencyKey: 'k', liked: true }), ...many(3000, 100), row(0, { idempotencyKey: 'k' })];
    expect(await store.insertMany(rows)).toBe(3001);
    expect((await all()).filter(({ idempotencyKey }) => idempotencyKey === 'k')).toMatchObject([{ userId: 'u49' }]);
  });

  it('stores nothing of a call with a row that cannot be stored', async () => {
    const refused = async (bad: EngagementWrite, code: string): Promise<void> => {
      await expect(store.insertMany([...many(3000), bad])).rejects.toMatchObject({ code });
    };
    await refused(row(1, { userPk: 2_147_483_647 }), 'NOT_FOUND');
    await refused(row(1, { durationSeconds: 2_147_483_648 }), 'BAD_USER_INPUT');
    await refused(row(1, { idempotencyKey: 'a\u0000' }), 'BAD_USER_INPUT');
    expect((await store.stats()).rows).toBe(0);
    expect(await db.ping()).toBe(true);
  });

  it('takes the same rows from several sides at once, each stored once', async () => {
    const counts = await Promise.all(
      Array.from({ length: 4 }, (_, i) => store.insertMany(i % 2 ? many(3000) : many(3000).reverse())),
    );
    expect(counts.reduce((a, b) => a + b)).toBe(3000);
  });
});

describe('openLoad', () => {
  const indexes = async (): Promise<unknown> =>
    (await db.pool.query(`SELECT indexdef FROM pg_indexes WHERE tablename = 'engagements' ORDER BY 1`)).rows;

  it('stores at its end what insertMany would have stored', async () => {
    const before = await indexes();
    const rows = [
      ...many(4000),
      ...many(500).map((same) => ({ ...same, durationSeconds: 999 })),
      row(9000, { idempotencyKey: 'key ü 7' }),
    ];
    const load = (await store.openLoad())!;
    await load.add(rows.slice(0, 2500));
    expect((await store.stats()).rows).toBe(0);
    await load.add(rows.slice(2500));
    expect(await load.finish()).toBe(4000);
    const loaded = await all();
    await db.pool.query('TRUNCATE engagements');
    await store.insertMany(rows);
    const lines = (list: typeof loaded): string[] => list.map((one) => JSON.stringify(Object.values(one))).sort();
    expect(lines(loaded)).toEqual(lines(await all()));
    expect(await indexes()).toEqual(before);
  });

  it('is not for a table that holds something, and gives way to who was faster', async () => {
    const load = (await store.openLoad())!;
    await load.add(many(3000));
    await store.insertMany(many(10));
    expect(await store.openLoad()).toBeNull();
    expect(await load.finish()).toBe(2990);
    expect((await store.stats()).rows).toBe(3000);
  });

  it('leaves nothing when it is given up, when its session dies and when a row cannot be stored', async () => {
    const before = await indexes();
    const given = (await store.openLoad())!;
    await given.add(many(3000));
    await given.abandon();
    const dying = (await store.openLoad())!;
    await dying.add(many(3000));
    await db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'idle in transaction'`,
    );
    await expect(dying.finish()).rejects.toThrow();
    await dying.abandon();
    const bad = (await store.openLoad())!;
    await bad.add([...many(3000), row(1, { contentPk: 2_147_483_647 })]);
    await expect(bad.finish()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await bad.abandon();
    expect((await store.stats()).rows).toBe(0);
    expect(await indexes()).toEqual(before);
    expect(await store.insertMany(many(3000))).toBe(3000);
  });
});

describe('rehearse', () => {
  it('tells what insertMany would do, call after call, and leaves nothing', async () => {
    await store.insertMany(many(10));
    const rehearsal = await store.rehearse();
    const stranger = row(3, { userPk: -1, idempotencyKey: null });
    expect(await rehearsal.insertMany(many(30))).toBe(20);
    expect(await rehearsal.insertMany([...many(30), stranger, stranger])).toBe(1);
    expect(
      await rehearsal.insertMany([row(40, { idempotencyKey: 'key ü 7' }), row(41, { idempotencyKey: null })]),
    ).toBe(1);
    expect(await rehearsal.deleteByKeys(['key ü 7', 'key ü 14', 'no'])).toBe(2);
    await rehearsal.close();
    expect((await store.stats()).rows).toBe(10);
  });
});

describe('deleteByKeys', () => {
  it('removes the rows with these keys', async () => {
    await store.insertMany(many(30));
    expect(await store.deleteByKeys(['key ü 7', 'key ü 21', 'unknown'])).toBe(2);
    expect(await store.deleteByKeys([])).toBe(0);
    expect((await all()).map(({ idempotencyKey }) => idempotencyKey).filter((key) => key !== null)).toEqual([
      'key ü 0',
      'key ü 14',
      'key ü 28',
    ]);
  });
});

describe('readAll', () => {
  it('reads more rows than one batch, and gives its connection back when the reader stops early', async () => {
    await store.insertMany(many(12_000));
    expect(await all()).toHaveLength(12_000);
    for (let i = 0; i < 12; i++)
      for await (const batch of store.readAll()) {
        expect(batch).toHaveLength(5000);
        break;
      }
    expect(await db.ping()).toBe(true);
  });
});

describe('deleteMany', () => {
  it('removes learners with their engagements, and tells which were there', async () => {
    const people = createUserStore(db);
    const [a, b] = await people.upsertMany([{ id: 'gone' }, { id: 'stays' }]);
    await store.insertMany([row(1, { userPk: a.pk }), row(2, { userPk: b.pk })]);
    expect(await people.deleteMany(['gone', 'never was', 'gone'])).toEqual(['gone']);
    expect(await people.findByIds(['gone'])).toEqual([]);
    expect((await all()).map(({ userId }) => userId)).toEqual(['stays']);
    expect(await people.deleteMany([])).toEqual([]);
  });
});
