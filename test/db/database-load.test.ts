import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSeed } from '../../seed/generate.js';
import { seedDatabase } from '../../seed/main.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { loadDatabase } from '../../src/store/database-load.js';
import { createContentStore } from '../../src/store/content.store.js';
import { createEngagementStore } from '../../src/store/engagement.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const SIZE = { users: 60, contents: 40, engagements: 900 };

let test: TestDatabase;
let db: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
});
afterAll(async () => {
  await db?.close();
  await test?.drop();
});

const definition = async (): Promise<unknown> =>
  (
    await db.pool.query(
      `SELECT indexdef AS d FROM pg_indexes WHERE schemaname = 'public'
       UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1`,
    )
  ).rows;

async function counts(): Promise<number[]> {
  const { rows } = await createEngagementStore(db).stats();
  return [await createUserStore(db).total(), await createContentStore(db).total(), rows];
}

describe('loadDatabase', () => {
  it('stores nothing where it is stopped or where a row is bad', async () => {
    const before = await definition();
    const data = generateSeed(SIZE, 1);
    const rows = { users: data.learners.rows, contents: data.catalogue.rows, engagements: data.engagements };
    for (const at of [0.05, 0.2, 0.6, 0.95]) {
      const stop = new AbortController();
      const loading = loadDatabase(db, rows, {
        signal: stop.signal,
        onProgress: (fraction) => {
          if (fraction >= at) stop.abort();
        },
      });
      await expect(loading).rejects.toThrow(/abort/i);
      expect(await counts()).toEqual([0, 0, 0]);
    }
    const twice = [...rows.users.slice(0, -1), rows.users[0]];
    await expect(loadDatabase(db, { ...rows, users: twice })).rejects.toThrow(/duplicate key/);
    expect(await counts()).toEqual([0, 0, 0]);
    expect(await definition()).toEqual(before);
  });

  it('fills an empty database with what was generated, and no other', async () => {
    const before = await definition();
    const seen: number[] = [];
    const { data } = await seedDatabase(db, { size: SIZE, onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(await counts()).toEqual([60, 40, 900]);
    expect(await definition()).toEqual(before);

    const people = await createUserStore(db).findByIds(data.learners.rows.map(({ id }) => id));
    const stored = await createContentStore(db).findByIds(data.catalogue.rows.map(({ id }) => id));
    for (const row of data.learners.rows) expect(people.find(({ id }) => id === row.id)).toMatchObject(row);
    for (const row of data.catalogue.rows) expect(stored.find(({ id }) => id === row.id)).toMatchObject(row);
    const columns = await createEngagementStore(db).readColumns();
    const pkOf = (rows: readonly { id: string; pk: number }[]) => new Map(rows.map(({ id, pk }) => [id, pk]));
    const [userPk, contentPk] = [pkOf(people), pkOf(stored)];
    expect(columns).toEqual({
      ...data.engagements,
      userPk: data.engagements.userPk.map((place) => userPk.get(String(place + 1))!),
      contentPk: data.engagements.contentPk.map((place) => contentPk.get(String(place + 1))!),
    });
    // Further rows take further keys.
    const [next] = await createUserStore(db).upsertMany([{ id: 'next' }]);
    expect(next.pk).toBe(Math.max(...people.map(({ pk }) => pk)) + 1);

    const rows = { users: [], contents: [], engagements: data.engagements };
    await expect(loadDatabase(db, rows)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(seedDatabase(db, { size: SIZE })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await seedDatabase(db, { size: SIZE, force: true })).toMatchObject({ engagements: 0 });
  });
});
