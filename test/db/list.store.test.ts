import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EngagementType } from '../../src/model/engagement.js';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore, type EngagementStore } from '../../src/store/engagement.store.js';
import { createListStore, type ListStore } from '../../src/store/list.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2025, 5, 1);

let test: TestDatabase;
let db: Database;
let lists: ListStore;
let engagements: EngagementStore;
let content: number[];
let users: number[];
beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  lists = createListStore(db);
  engagements = createEngagementStore(db);
  content = (await createContentStore(db).upsertMany(['c1', 'c2', 'c3'].map((id) => ({ id, title: id })))).map(
    ({ pk }) => pk,
  );
  users = (await createUserStore(db).upsertMany(['u1', 'u2', 'u3'].map((id) => ({ id })))).map(({ pk }) => pk);
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

const list = (userPk: number, modelVersionId: number, more: object = {}) => ({
  id: randomUUID(),
  userPk,
  modelVersionId,
  createdAt: new Date(NOW),
  firstRank: 1,
  contentPks: content,
  reasonKinds: ['SHARED_TERM', 'COHORT', ''],
  ...more,
});
const engage = (
  userPk: number,
  contentPk: number,
  listId: string | undefined,
  engagementType: EngagementType = 'VIEWED',
  at = NOW + HOUR,
) =>
  engagements.insertMany([
    {
      userPk,
      contentPk,
      listId,
      engagementType,
      timestamp: new Date(at),
      durationSeconds: null,
      liked: null,
      idempotencyKey: null,
    },
  ]);
const report = (modelVersionId: number, from = NOW, to = NOW + 1) =>
  lists.report({ modelVersionId, from: new Date(from), to: new Date(to), positions: 100 });

describe('report', () => {
  it('counts impressions, engagements that name the list, and completions then or later', async () => {
    const [one, two, three] = [list(users[0], 1), list(users[1], 1), list(users[0], 1, { firstRank: 4 })];
    expect(await lists.insertMany([one, two, three])).toBe(3);
    expect(await lists.insertMany([one])).toBe(0);
    // u1: viewed the first item, and completed it later without naming the list; viewed the second twice, sent twice.
    await engage(users[0], content[0], one.id);
    await engage(users[0], content[0], undefined, 'COMPLETED', NOW + 2 * HOUR);
    for (const at of [1, 1, 2]) await engage(users[0], content[1], one.id, 'VIEWED', NOW + at * HOUR);
    // u2: completed the third item, naming the list; an item completed before, and viewed again, is no completion.
    await engage(users[1], content[2], two.id, 'COMPLETED');
    await engage(users[1], content[0], undefined, 'COMPLETED', NOW - HOUR);
    await engage(users[1], content[0], two.id);
    expect(await report(1)).toEqual({
      lists: 3,
      users: 2,
      counts: [
        { position: null, reasonKind: null, impressions: 9, engaged: 4, completed: 2 },
        { position: null, reasonKind: '', impressions: 3, engaged: 1, completed: 1 },
        { position: null, reasonKind: 'COHORT', impressions: 3, engaged: 1, completed: 0 },
        { position: null, reasonKind: 'SHARED_TERM', impressions: 3, engaged: 2, completed: 1 },
        { position: 1, reasonKind: null, impressions: 2, engaged: 2, completed: 1 },
        { position: 2, reasonKind: null, impressions: 2, engaged: 1, completed: 0 },
        { position: 3, reasonKind: null, impressions: 2, engaged: 1, completed: 1 },
        { position: 4, reasonKind: null, impressions: 1, engaged: 0, completed: 0 },
        { position: 5, reasonKind: null, impressions: 1, engaged: 0, completed: 0 },
        { position: 6, reasonKind: null, impressions: 1, engaged: 0, completed: 0 },
      ].sort(
        (a, b) => Number(a.position !== null) - Number(b.position !== null) || (a.position ?? 0) - (b.position ?? 0),
      ),
    });
  });

  it('takes no notice of forged ids: of no list, of the list of another, of content that was not in it', async () => {
    const mine = list(users[2], 2, { contentPks: content.slice(0, 1), reasonKinds: ['COHORT'] });
    await lists.insertMany([mine]);
    await engage(users[2], content[0], randomUUID());
    await engage(users[1], content[0], mine.id, 'VIEWED', NOW + 3 * HOUR);
    await engage(users[2], content[1], mine.id);
    expect((await report(2)).counts[0]).toMatchObject({ impressions: 1, engaged: 0, completed: 0 });
    await engage(users[2], content[0], mine.id, 'SHARED');
    expect((await report(2)).counts[0]).toMatchObject({ impressions: 1, engaged: 1, completed: 0 });
  });

  it('keeps to the model and the window', async () => {
    await lists.insertMany([list(users[0], 3), list(users[0], 3, { createdAt: new Date(NOW + HOUR) })]);
    expect((await report(3)).lists).toBe(1);
    expect((await report(3, NOW, NOW + HOUR + 1)).lists).toBe(2);
    expect(await report(99)).toMatchObject({
      lists: 0,
      users: 0,
      counts: [{ impressions: 0, engaged: 0, completed: 0 }],
    });
  });

  it('counts what thousands of engagements at once name', async () => {
    const logged = list(users[0], 4);
    await lists.insertMany([logged]);
    await engagements.insertMany(
      Array.from({ length: 3000 }, (_, n) => ({
        userPk: users[0],
        contentPk: content[n % 2],
        listId: logged.id,
        engagementType: 'VIEWED' as const,
        timestamp: new Date(NOW + 1000 * n),
        durationSeconds: null,
        liked: null,
        idempotencyKey: null,
      })),
    );
    expect((await report(4)).counts[0]).toMatchObject({ impressions: 3, engaged: 2 });
  });
});

describe('the life of a logged list', () => {
  it('ends with its time or with its learner', async () => {
    const store = createUserStore(db);
    const [{ pk }] = await store.upsertMany([{ id: 'leaver' }]);
    const kept = list(pk, 5, { createdAt: new Date() });
    const old = list(pk, 5, { createdAt: new Date(Date.now() - 10 * 24 * HOUR) });
    await lists.insertMany([kept, old]);
    await engage(pk, content[0], kept.id);
    await engage(pk, content[1], old.id);
    await db.pool.query(`UPDATE list_outcomes SET recorded_at = now() - interval '10 days' WHERE list_id = $1`, [
      old.id,
    ]);
    const count = async (table: string) =>
      (await db.pool.query(`SELECT count(*)::int AS n FROM ${table} WHERE user_pk = $1`, [pk])).rows[0].n;
    expect(await lists.removeBefore(new Date(Date.now() - 9 * 24 * HOUR))).toBeGreaterThanOrEqual(2);
    expect([await count('lists'), await count('list_outcomes')]).toEqual([1, 1]);
    await store.deleteMany(['leaver']);
    expect([await count('lists'), await count('list_outcomes')]).toEqual([0, 0]);
  });

  it('does not begin for a learner who is gone', async () => {
    expect(await lists.insertMany([list(99_999_999, 5), list(users[0], 5)])).toBe(1);
  });
});
