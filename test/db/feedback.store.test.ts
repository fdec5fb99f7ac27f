import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FEEDBACK_KINDS, type FeedbackKind } from '../../src/model/feedback.js';
import { CHANNELS } from '../../src/store/channels.js';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore } from '../../src/store/engagement.store.js';
import { createFeedbackStore, type FeedbackStore } from '../../src/store/feedback.store.js';
import { createHistoryStore } from '../../src/store/history.store.js';
import { createListener } from '../../src/store/listener.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

let test: TestDatabase;
let db: Database;
let feedback: FeedbackStore;
let content: number[];
let nextUser = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  feedback = createFeedbackStore(db);
  const rows = Array.from({ length: 5 }, (_, i) => ({ id: `c${i}`, title: `Title ${i}` }));
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
const row = (userPk: number, contentPk: number, kind: FeedbackKind, at: number) => ({
  userPk,
  contentPk,
  kind,
  givenAt: new Date(at),
});
const kindsOf = async (userPk: number) =>
  (await feedback.pagesByUser({ userPks: [userPk], first: 100 })).map(({ contentId, kind, givenAt }) => [
    contentId,
    kind,
    givenAt.getTime(),
  ]);

describe('give', () => {
  it('replaces its opposite, and stands beside other aspects', async () => {
    const user = await newUser();
    await feedback.give(row(user, content[0], 'TOO_EASY', 1000));
    await feedback.give(row(user, content[0], 'ALREADY_KNOW', 2000));
    await feedback.give(row(user, content[0], 'TOO_HARD', 3000));
    expect(await kindsOf(user)).toEqual([
      ['c0', 'TOO_HARD', 3000],
      ['c0', 'ALREADY_KNOW', 2000],
    ]);
  });

  it('counts, and is never dated before what it replaces, whatever the clocks', async () => {
    const user = await newUser();
    await feedback.give(row(user, content[0], 'MORE_LIKE_THIS', 5000));
    expect(await feedback.give(row(user, content[0], 'NOT_RELEVANT', 4000))).toEqual(new Date(5000));
    expect(await kindsOf(user)).toEqual([['c0', 'NOT_RELEVANT', 5000]]);
  });

  it('announces the learner, as an engagement does', async () => {
    const user = await newUser();
    const heard: string[] = [];
    const listener = await createListener(test.url, [CHANNELS.engagements], {
      onNotify: (_channel, payload) => void heard.push(payload),
      onReconnect: () => undefined,
    });
    await feedback.give(row(user, content[0], 'TOO_EASY', 1000));
    await feedback.undo(user, content[0], null);
    await feedback.undo(user, content[0], null);
    await waitFor(() => heard.length === 2);
    await listener.close();
    expect(heard).toEqual([`[${user}]`, `[${user}]`]);
  });
});

describe('undo', () => {
  it('takes back one kind or all, and tells what is gone', async () => {
    const user = await newUser();
    for (const kind of ['TOO_EASY', 'ALREADY_KNOW', 'NOT_RELEVANT'] as const)
      await feedback.give(row(user, content[0], kind, 1000));
    await feedback.give(row(user, content[1], 'TOO_EASY', 1000));
    expect((await feedback.undo(user, content[0], 'TOO_HARD')).map(({ kind }) => kind)).toEqual([]);
    expect((await feedback.undo(user, content[0], 'TOO_EASY')).map(({ kind }) => kind)).toEqual(['TOO_EASY']);
    expect((await feedback.undo(user, content[0], null)).map(({ kind }) => kind).sort()).toEqual([
      'ALREADY_KNOW',
      'NOT_RELEVANT',
    ]);
    expect(await kindsOf(user)).toEqual([['c1', 'TOO_EASY', 1000]]);
  });
});

describe('insertMany', () => {
  it('keeps the newest of an aspect, within the call and in the table; again it stores nothing', async () => {
    const user = await newUser();
    const rows = [
      row(user, content[0], 'TOO_EASY', 2000),
      row(user, content[0], 'TOO_HARD', 1000),
      row(user, content[0], 'ALREADY_KNOW', 500),
      row(user, content[1], 'MORE_LIKE_THIS', 700),
    ];
    expect(await feedback.insertMany(rows)).toBe(3);
    expect(await feedback.insertMany(rows)).toBe(0);
    expect(await feedback.insertMany([row(user, content[1], 'NOT_RELEVANT', 600)])).toBe(0);
    expect(await feedback.insertMany([row(user, content[1], 'NOT_RELEVANT', 800)])).toBe(1);
    expect(await kindsOf(user)).toEqual([
      ['c0', 'TOO_EASY', 2000],
      ['c1', 'NOT_RELEVANT', 800],
      ['c0', 'ALREADY_KNOW', 500],
    ]);
  });

  it('refuses unknown learners whole', async () => {
    const user = await newUser();
    await expect(
      feedback.insertMany([row(user, content[0], 'TOO_EASY', 1), row(99_999_999, content[0], 'TOO_EASY', 1)]),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await kindsOf(user)).toEqual([]);
  });
});

describe('reading', () => {
  it('pages newest first', async () => {
    const user = await newUser();
    await feedback.insertMany(content.map((pk, n) => row(user, pk, 'TOO_EASY', n < 2 ? 1000 : n * 1000)));
    const first = await feedback.pagesByUser({ userPks: [user], first: 3 });
    const second = await feedback.pagesByUser({ userPks: [user], first: 3, after: first[2] });
    expect([...first, ...second].map(({ contentId }) => contentId)).toHaveLength(5);
    expect(new Set([...first, ...second].map(({ pk }) => pk)).size).toBe(5);
    expect(first.map(({ contentId }) => contentId)).toEqual(['c4', 'c3', 'c2']);
    expect(await feedback.countByUser([user])).toEqual(new Map([[user, 5]]));
  });

  it('gives histories with engagements and feedback apart', async () => {
    const [user, other] = [await newUser(), await newUser()];
    await createEngagementStore(db).insertMany([
      {
        userPk: user,
        contentPk: content[3],
        timestamp: new Date(77_000),
        durationSeconds: 60,
        liked: true,
        engagementType: 'SHARED',
        idempotencyKey: null,
      },
    ]);
    await feedback.insertMany(FEEDBACK_KINDS.slice(1, 4).map((kind, n) => row(user, content[n], kind, 1000 + n)));
    await feedback.give(row(other, content[0], 'TOO_EASY', 1));
    const { engagements, feedback: said } = await createHistoryStore(db).read([user]);
    expect(engagements).toMatchObject({
      length: 1,
      userPk: Int32Array.of(user),
      contentPk: Int32Array.of(content[3]),
      timestamp: Float64Array.of(77_000),
      durationSeconds: Int32Array.of(60),
      liked: Int8Array.of(1),
      type: Uint8Array.of(3),
    });
    const order = [0, 1, 2].map((n) => [...said.contentPk].indexOf(content[n]));
    expect(order.map((at) => FEEDBACK_KINDS[said.kind[at]])).toEqual(['ALREADY_KNOW', 'TOO_EASY', 'TOO_HARD']);
    expect(order.map((at) => said.timestamp[at])).toEqual([1000, 1001, 1002]);
    expect([...said.userPk]).toEqual([user, user, user]);
  });

  it('reads all as it was when a key was the largest, and forgets with the learner', async () => {
    const user = await newUser();
    await feedback.give(row(user, content[0], 'TOO_EASY', 1));
    const { maxPk, rows } = await feedback.stats();
    await feedback.give(row(user, content[1], 'TOO_EASY', 1));
    expect((await feedback.readColumns({ maxPk })).length).toBe(rows);
    expect((await feedback.readColumns()).length).toBe(rows + 1);
    await createUserStore(db).deleteMany([`u${nextUser - 1}`]);
    expect((await feedback.readColumns()).length).toBe(rows - 1);
  });
});
