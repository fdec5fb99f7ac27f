import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCoEngagementStore } from '../../src/store/co-engagement.store.js';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore } from '../../src/store/engagement.store.js';
import { createTrendingStore, type TrendingStore } from '../../src/store/trending.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let db: Database;
let trends: TrendingStore;
let content: number[];
let users: number[];

const DAY = 86_400_000;
const day = (n: number): Date => new Date(n * DAY);

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  trends = createTrendingStore(db);
  content = (await createContentStore(db).upsertMany(['a', 'b', 'c'].map((id) => ({ id, title: id })))).map(
    ({ pk }) => pk,
  );
  users = (await createUserStore(db).upsertMany(['u', 'v', 'w'].map((id) => ({ id })))).map(({ pk }) => pk);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const engage = (user: number, item: number, at: number, liked: boolean | null = null) => ({
  userPk: users[user],
  contentPk: content[item],
  timestamp: day(at),
  durationSeconds: null,
  liked,
  engagementType: 'VIEWED' as const,
  idempotencyKey: null,
});

describe('windows and newest', () => {
  it('count each window, its end included, without dislikes and without what has nothing in the second', async () => {
    expect(await trends.newest(day(100))).toBeNull();
    await createEngagementStore(db).insertMany([
      engage(0, 0, 10),
      engage(0, 0, 11),
      engage(1, 0, 20),
      engage(1, 0, 21),
      engage(2, 0, 30),
      engage(0, 1, 15),
      engage(0, 2, 25),
      engage(1, 2, 26, false),
      engage(1, 2, 31),
    ]);
    const counts = await trends.windows(day(10), day(20), day(30));
    expect(counts.sort((x, y) => x.contentPk - y.contentPk)).toEqual([
      { contentPk: content[0], before: 2, now: 2 },
      { contentPk: content[2], before: 0, now: 1 },
    ]);
    expect(await trends.newest(day(100))).toEqual(day(31));
    expect(await trends.newest(day(30.5))).toEqual(day(30));
  });

  it('read the index on the time', async () => {
    const client = await db.pool.connect();
    try {
      // The table is too small for the planner to want an index: what counts is that there is one that fits.
      await client.query('SET enable_seqscan = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT content_pk, count(*) FROM engagements
         WHERE "timestamp" > now() - interval '14 days' AND "timestamp" <= now() GROUP BY content_pk`,
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('engagements_timestamp_idx');
    } finally {
      client.release(true);
    }
  });
});

describe('learnersSharing', () => {
  it('finds who engaged with most of the content, not the learner, not by a dislike', async () => {
    const sharing = createCoEngagementStore(db).learnersSharing;
    // v engaged with 0 and 2, u with 0, 1 and 2, w with 0.
    expect(await sharing(content, users[2], 10)).toEqual([users[0], users[1]]);
    expect(await sharing([content[0], content[2]], users[0], 10)).toEqual([users[1], users[2]]);
    expect(await sharing(content, users[2], 1)).toEqual([users[0]]);
    expect(await sharing([content[1]], users[0], 10)).toEqual([]);
  });
});
