import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns } from '../../src/model/engagement.js';
import { CHANNELS } from '../../src/store/channels.js';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore, type EngagementStore, type EngagementWrite } from '../../src/store/engagement.store.js';
import { createListener } from '../../src/store/listener.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

let test: TestDatabase;
let db: Database;
let engagements: EngagementStore;
let content: number[];
let nextUser = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  engagements = createEngagementStore(db);
  const rows = Array.from({ length: 60 }, (_, i) => ({ id: `c${i}`, title: `Title ${i}` }));
  content = (await createContentStore(db).upsertMany(rows)).map(({ pk }) => pk);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

async function newUser(): Promise<number> {
  const [{ pk }] = await createUserStore(db).upsertMany([{ id: `u${nextUser++}` }]);
  return pk;
}

function write(
  userPk: number,
  contentPk: number,
  at: string | number,
  more: Partial<EngagementWrite> = {},
): EngagementWrite {
  const rest = { durationSeconds: null, liked: null, engagementType: 'VIEWED', idempotencyKey: null } as const;
  return { userPk, contentPk, timestamp: new Date(at), ...rest, ...more };
}

describe('insertMany', () => {
  it('stores 5,462 rows in one call', async () => {
    const user = await newUser();
    const rows = Array.from({ length: 5462 }, (_, i) => write(user, content[i % 60], i * 1000));
    expect(await engagements.insertMany(rows)).toBe(5462);
    expect(await engagements.countByUser([user])).toEqual(new Map([[user, 5462]]));
  });

  it('skips rows that are there already, in the call or in the table', async () => {
    const user = await newUser();
    const row = write(user, content[0], '2024-05-01T10:00:00Z');
    expect(await engagements.insertMany([row, row])).toBe(1);
    expect(await engagements.insertMany([row])).toBe(0);
    expect(await engagements.insertMany([{ ...row, engagementType: 'SHARED' }])).toBe(1);
    expect(await engagements.insertMany([{ ...row, timestamp: new Date('2024-05-01T10:00:00.001Z') }])).toBe(1);
    const keyed = write(user, content[1], '2024-05-02T10:00:00Z', { idempotencyKey: 'k-1' });
    expect(await engagements.insertMany([keyed])).toBe(1);
    expect(await engagements.insertMany([{ ...keyed, timestamp: new Date('2024-05-03T10:00:00Z') }])).toBe(0);
    expect(await engagements.countByUser([user])).toEqual(new Map([[user, 4]]));
  });

  it('takes the same rows from many sides at once, in any order, and stores each once', async () => {
    const user = await newUser();
    const rows = Array.from({ length: 200 }, (_, i) =>
      write(user, content[i % 60], i * 60_000, { idempotencyKey: `par-${(i * 77) % 200}` }),
    );
    const calls = Array.from({ length: 10 }, (_, i) =>
      engagements.insertMany(i % 2 === 0 ? rows : [...rows].reverse()),
    );
    const counts = await Promise.all(calls);
    expect(counts.reduce((a, b) => a + b)).toBe(200);
    expect(await engagements.countByUser([user])).toEqual(new Map([[user, 200]]));
  });

  it('refuses a learner or content that does not exist, and stores nothing of the call', async () => {
    const user = await newUser();
    const rows = [write(user, content[0], 0), write(user, 2147483647, 0)];
    await expect(engagements.insertMany(rows)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(engagements.insertMany([write(2147483647, content[0], 0)])).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await engagements.countByUser([user])).toEqual(new Map());
  });

  it('maps what Postgres does not take to an input error', async () => {
    const user = await newUser();
    const bad = { code: 'BAD_USER_INPUT' };
    await expect(
      engagements.insertMany([write(user, content[0], 0, { idempotencyKey: 'a\u0000' })]),
    ).rejects.toMatchObject(bad);
    await expect(
      engagements.insertMany([write(user, content[0], 0, { durationSeconds: 2147483648 })]),
    ).rejects.toMatchObject(bad);
    expect(await engagements.insertMany([write(user, content[0], 0, { durationSeconds: 2147483647 })])).toBe(1);
  });

  it('announces the learners once each', async () => {
    const [a, b] = [await newUser(), await newUser()];
    const heard: string[] = [];
    const listener = await createListener(test.url, [CHANNELS.engagements], {
      onNotify: (_, payload) => heard.push(payload),
      onReconnect: () => undefined,
    });
    await engagements.insertMany([write(b, content[0], 1), write(a, content[1], 2), write(b, content[2], 3)]);
    await waitFor(() => heard.length === 1);
    await listener.close();
    expect((JSON.parse(heard[0]) as number[]).sort((x, y) => x - y)).toEqual([a, b].sort((x, y) => x - y));
  });
});

describe('historyOf', () => {
  it('gives all rows of the learners asked for, each in time order', async () => {
    const [a, b, other] = [await newUser(), await newUser(), await newUser()];
    await engagements.insertMany([
      write(a, content[1], '2024-01-02T00:00:00.123Z', {
        durationSeconds: 90,
        liked: true,
        engagementType: 'COMPLETED',
      }),
      write(a, content[0], '1969-12-31T23:59:59.999Z', { liked: false, engagementType: 'ENROLLED' }),
      write(b, content[2], '2024-01-01T00:00:00Z', { durationSeconds: 0 }),
      write(other, content[3], '2024-01-01T00:00:00Z'),
    ]);
    const history = await engagements.historyOf([a, b]);
    expect(history).toEqual({
      length: 3,
      userPk: Int32Array.of(a, a, b),
      contentPk: Int32Array.of(content[0], content[1], content[2]),
      timestamp: Float64Array.of(-1, Date.UTC(2024, 0, 2, 0, 0, 0, 123), Date.UTC(2024, 0, 1)),
      durationSeconds: Int32Array.of(MISSING, 90, 0),
      liked: Int8Array.of(0, 1, MISSING),
      type: Uint8Array.of(4, 2, 0),
    });
  });

  it('is empty for no learners and for learners without any', async () => {
    expect((await engagements.historyOf([])).length).toBe(0);
    expect((await engagements.historyOf([await newUser(), 2147483647])).length).toBe(0);
  });
});

describe('pagesByUser', () => {
  it('pages newest first through equal instants without loss or repeat', async () => {
    const user = await newUser();
    const rows = Array.from({ length: 13 }, (_, i) => write(user, content[i], i < 4 ? 5000 : 9000));
    await engagements.insertMany(rows);
    const seen = [];
    for (let after: { timestamp: Date; pk: bigint } | undefined; ;) {
      const page = await engagements.pagesByUser({ userPks: [user], first: 5, after });
      seen.push(...page);
      if (page.length < 5) break;
      after = page[4];
    }
    expect(new Set(seen.map(({ contentId }) => contentId)).size).toBe(13);
    expect(seen.map(({ timestamp }) => timestamp.getTime())).toEqual([...Array(9).fill(9000), ...Array(4).fill(5000)]);
    expect(seen[0]).toMatchObject({ userPk: user, engagementType: 'VIEWED', durationSeconds: null, liked: null });
  });
});

describe('pages of several learners', () => {
  it('are those of each alone', async () => {
    const users = [await newUser(), await newUser(), await newUser()];
    await engagements.insertMany(
      users.flatMap((user, n) => Array.from({ length: 2 * n }, (_, i) => write(user, content[i], 1000 * (i + n)))),
    );
    const together = await engagements.pagesByUser({ userPks: users, first: 3 });
    const alone = [];
    for (const user of users) alone.push(...(await engagements.pagesByUser({ userPks: [user], first: 3 })));
    expect(alone.map(({ userPk }) => userPk)).toEqual([users[1], users[1], users[2], users[2], users[2]]);
    expect(together).toEqual(alone);
    expect(await engagements.countByUser(users)).toEqual(
      new Map([
        [users[1], 2],
        [users[2], 4],
      ]),
    );
  });
});

describe('columns', () => {
  it('copies columns in and reads them back', async () => {
    const [a, b] = [await newUser(), await newUser()];
    const before = await engagements.stats();
    const instants = [
      -62_135_596_800_000, -1, 0, 946_684_799_999, 946_684_800_000, 1_700_000_000_123, 253_402_300_800_000,
    ];
    const length = 70_000;
    const columns: EngagementColumns = {
      length,
      userPk: Int32Array.from({ length }, (_, i) => (i % 2 === 0 ? a : b)),
      contentPk: Int32Array.from({ length }, (_, i) => content[i % 60]),
      timestamp: Float64Array.from({ length }, (_, i) => instants[i] ?? 1_600_000_000_000 + i * 61_001),
      durationSeconds: Int32Array.from({ length }, (_, i) => (i % 3 === 0 ? MISSING : i)),
      liked: Int8Array.from({ length }, (_, i) => (i % 4 === 0 ? MISSING : i % 2)),
      type: Uint8Array.from({ length }, (_, i) => i % ENGAGEMENT_TYPES.length),
    };
    await engagements.copyColumns(columns);

    const all = await engagements.readColumns();
    const old = await engagements.readColumns({ maxPk: before.maxPk });
    expect(old.length).toBe(before.rows);
    expect(all.length).toBe(before.rows + length);
    const tail = Object.fromEntries(
      Object.entries(all).map(([name, array]) => [name, typeof array === 'number' ? length : array.slice(before.rows)]),
    );
    expect(tail).toEqual(columns);

    const stats = await engagements.stats();
    expect(stats.rows).toBe(before.rows + length);
    expect(stats.maxPk).toBe(before.maxPk + BigInt(length));
    expect(stats.lastTimestamp).toEqual(new Date(253_402_300_800_000));
  });

  it('loads an empty table with its indexes and constraints as they were', async () => {
    const own = await createTestDatabase();
    const other = await openDatabase(own.url);
    const [user] = await createUserStore(other).upsertMany([{ id: 'u' }]);
    const [course] = await createContentStore(other).upsertMany([{ id: 'c', title: 'T' }]);
    const store = createEngagementStore(other);
    const definition = async (): Promise<unknown> => [
      (await other.pool.query(`SELECT indexdef FROM pg_indexes WHERE tablename = 'engagements' ORDER BY 1`)).rows,
      (
        await other.pool.query(
          `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'engagements'::regclass ORDER BY 1`,
        )
      ).rows,
    ];
    const before = await definition();
    const part = (from: number): EngagementColumns => ({
      length: 2,
      userPk: Int32Array.of(user.pk, user.pk),
      contentPk: Int32Array.of(course.pk, course.pk),
      timestamp: Float64Array.of(from, from + 1),
      durationSeconds: Int32Array.of(1, 2),
      liked: Int8Array.of(1, 0),
      type: Uint8Array.of(0, 1),
    });
    // Equal rows: no index is there to refuse them while they come in, the index that is made afterwards does.
    await expect(store.copyColumns([part(0), part(0)])).rejects.toThrow(/could not create unique index/);
    expect((await store.stats()).rows).toBe(0);
    await expect(
      store.copyColumns({ ...part(0), contentPk: Int32Array.of(course.pk, 2147483647) }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await store.copyColumns([part(0), part(10), part(20)]);
    expect((await store.historyOf([user.pk])).timestamp).toEqual(Float64Array.of(0, 1, 10, 11, 20, 21));
    expect(await definition()).toEqual(before);
    await other.close();
    await own.drop();
  });

  it('copies nothing when one row is there already', async () => {
    const user = await newUser();
    const columns: EngagementColumns = {
      length: 2,
      userPk: Int32Array.of(user, user),
      contentPk: Int32Array.of(content[0], content[0]),
      timestamp: Float64Array.of(5, 5),
      durationSeconds: Int32Array.of(1, 2),
      liked: Int8Array.of(1, 1),
      type: Uint8Array.of(0, 0),
    };
    await expect(engagements.copyColumns(columns)).rejects.toThrow(/duplicate key/);
    expect(await engagements.countByUser([user])).toEqual(new Map());
    expect(await db.ping()).toBe(true);
  });

  it('reads an empty table', async () => {
    const empty = await createTestDatabase();
    const other = await openDatabase(empty.url);
    const store = createEngagementStore(other);
    expect((await store.readColumns()).length).toBe(0);
    expect(await store.stats()).toEqual({ rows: 0, maxPk: 0n, lastTimestamp: null });
    await other.close();
    await empty.drop();
  });
});

it('counts what came after a key, up to a limit', async () => {
  const user = await newUser();
  const { maxPk } = await engagements.stats();
  await engagements.insertMany(Array.from({ length: 7 }, (_, i) => write(user, content[i], i * 1000)));
  expect(await engagements.countAfter(maxPk, 100)).toBe(7);
  expect(await engagements.countAfter(maxPk, 5)).toBe(5);
  expect(await engagements.countAfter((await engagements.stats()).maxPk, 5)).toBe(0);
});

it('hands everything out in parts, and gives its connection back to whoever reads on or stops', async () => {
  const user = await newUser();
  const at = Array.from({ length: 3000 }, (_, i) => i * 1000);
  await engagements.insertMany(at.map((instant, i) => write(user, content[i % 60], instant)));
  const { maxPk } = await engagements.stats();
  await engagements.insertMany([write(user, content[0], 9_000_000)]);
  const parts: EngagementColumns[] = [];
  for await (const part of engagements.readParts({ maxPk, rowsPerPart: 100 })) parts.push(part);
  expect(parts.length).toBeGreaterThan(1);
  const all = await engagements.readColumns({ maxPk });
  expect(parts.reduce((sum, { length }) => sum + length, 0)).toBe(all.length);
  expect(parts.flatMap(({ timestamp }) => [...timestamp]).sort()).toEqual([...all.timestamp].sort());
  expect(parts.flatMap(({ type }) => [...type]).length).toBe(all.length);

  for (let reader = 0; reader < 12; reader++)
    for await (const part of engagements.readParts({ maxPk, rowsPerPart: 1 })) if (part.length > 0) break;
  expect((await engagements.stats()).rows).toBe(all.length + 1);
});
