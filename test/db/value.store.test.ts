import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore } from '../../src/store/engagement.store.js';
import { createSegmentStore } from '../../src/store/segment.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createValueStore } from '../../src/store/value.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let db: Database;
/** By id. */
let users: Map<string, number>;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  const content = await createContentStore(db).upsertMany([
    { id: 'a', title: 'a', domain: 'Data', difficultyLevel: 'BEGINNER', tags: ['x', 'y'] },
    { id: 'b', title: 'b', domain: 'Cloud', difficultyLevel: 'ADVANCED', tags: ['y'] },
    { id: 'c', title: 'c', domain: 'Cloud' },
    { id: 'd', title: 'd', domain: 'Art' },
    { id: 'e', title: 'e', domain: 'Old', retiredAt: new Date(0) },
  ]);
  const rows = await createUserStore(db).upsertMany([
    { id: 'none', department: 'Sales', seniorityLevel: 'MID' },
    { id: 'one', department: 'Sales' },
    { id: 'three', department: 'Legal', seniorityLevel: 'LEAD' },
  ]);
  users = new Map(rows.map(({ id, pk }) => [id, pk]));
  const engage = (user: string, place: number, at: number) => ({
    userPk: users.get(user)!,
    contentPk: content[place].pk,
    timestamp: new Date(at),
    durationSeconds: null,
    liked: null,
    engagementType: 'VIEWED' as const,
    idempotencyKey: null,
  });
  await createEngagementStore(db).insertMany([
    engage('one', 0, 1),
    engage('one', 0, 2),
    engage('one', 0, 3),
    engage('three', 0, 1),
    engage('three', 1, 1),
    engage('three', 2, 1),
  ]);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

describe('values of fields', () => {
  it('counts what is on offer, most frequent first, ties by value', async () => {
    const values = createValueStore(db);
    expect(await values.ofContent('DOMAIN', 10)).toEqual([
      { value: 'Cloud', count: 2 },
      { value: 'Art', count: 1 },
      { value: 'Data', count: 1 },
    ]);
    expect(await values.ofContent('TAG', 1)).toEqual([{ value: 'y', count: 2 }]);
    expect(await values.ofContent('DIFFICULTY_LEVEL', 10)).toEqual([
      { value: 'ADVANCED', count: 1 },
      { value: 'BEGINNER', count: 1 },
    ]);
    for (const field of ['SUBTOPIC', 'CONTENT_TYPE', 'LANGUAGE'] as const)
      expect(await values.ofContent(field, 10)).toEqual([]);
  });

  it('counts learners', async () => {
    const values = createValueStore(db);
    expect(await values.ofUsers('DEPARTMENT', 10)).toEqual([
      { value: 'Sales', count: 2 },
      { value: 'Legal', count: 1 },
    ]);
    expect(await values.ofUsers('SENIORITY_LEVEL', 10)).toEqual([
      { value: 'LEAD', count: 1 },
      { value: 'MID', count: 1 },
    ]);
  });
});

describe('learners of a segment', () => {
  it.each([
    [0, 0, ['none']],
    [1, 2, ['one']],
    [1, null, ['one', 'three']],
    [3, 99, ['three']],
    [100, null, []],
  ])('counts distinct content: %s to %s', async (minimum, maximum, expected) => {
    const found = await createSegmentStore(db).sample(minimum, maximum, 10);
    expect(found.sort()).toEqual(expected.map((id) => users.get(id)!).sort());
  });

  it('draws no more than asked for', async () => {
    expect(await createSegmentStore(db).sample(0, null, 1)).toHaveLength(1);
  });
});
