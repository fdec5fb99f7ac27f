import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCohortStore, type CohortStore } from '../../src/store/cohort.store.js';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore } from '../../src/store/engagement.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let db: Database;
let cohorts: CohortStore;
let content: number[];

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  cohorts = createCohortStore(db);
  content = (await createContentStore(db).upsertMany(['a', 'b', 'c'].map((id) => ({ id, title: id })))).map(
    ({ pk }) => pk,
  );
  const users = await createUserStore(db).upsertMany([
    { id: 's1', department: 'Sales', seniorityLevel: 'MID' },
    { id: 's2', department: 'Sales', seniorityLevel: 'LEAD' },
    { id: 's3', department: 'Sales' },
    { id: 's4', department: 'Sales', seniorityLevel: 'MID' },
    { id: 'd1', department: 'Data', seniorityLevel: 'MID' },
  ]);
  const engage = (user: number, item: number, day: number, liked: boolean | null = null) => ({
    userPk: users[user].pk,
    contentPk: content[item],
    timestamp: new Date(day * 86_400_000),
    durationSeconds: null,
    liked,
    engagementType: 'VIEWED' as const,
    idempotencyKey: null,
  });
  await createEngagementStore(db).insertMany([
    engage(0, 0, 1),
    engage(0, 0, 2, true),
    engage(0, 1, 1),
    engage(1, 0, 1),
    engage(1, 1, 1),
    engage(1, 1, 2, false),
    engage(2, 2, 1, false),
    engage(4, 2, 1),
  ]);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const read = async (...parameters: Parameters<CohortStore['favourites']>) => {
  const { learners, contentPk, counts } = await cohorts.favourites(...parameters);
  return { learners, counts: content.map((pk) => counts[contentPk.indexOf(pk)] ?? 0) };
};

describe('favourites', () => {
  it('counts distinct learners per content, without what they disliked, and those who engaged at all', async () => {
    expect(await read({ department: 'Sales', seniorityLevel: null }, 100)).toEqual({ learners: 2, counts: [2, 1, 0] });
  });

  it('takes department and level together, or one alone', async () => {
    expect(await read({ department: 'Sales', seniorityLevel: 'MID' }, 100)).toEqual({ learners: 1, counts: [1, 1, 0] });
    expect(await read({ department: null, seniorityLevel: 'MID' }, 100)).toEqual({ learners: 2, counts: [1, 1, 1] });
  });

  it('is empty for a group of nobody', async () => {
    expect(await read({ department: 'Law', seniorityLevel: null }, 100)).toEqual({ learners: 0, counts: [0, 0, 0] });
  });

  it('takes a sample of no more learners, the same one each time', async () => {
    const once = await read({ department: 'Sales', seniorityLevel: null }, 1);
    expect(once.learners).toBeLessThanOrEqual(1);
    expect(await read({ department: 'Sales', seniorityLevel: null }, 1)).toEqual(once);
  });
});
