import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ENGAGEMENT_TYPES } from '../../src/model/engagement.js';
import { FEEDBACK_KINDS } from '../../src/model/feedback.js';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore } from '../../src/store/engagement.store.js';
import { createFeedbackStore } from '../../src/store/feedback.store.js';
import { createHistoryStore } from '../../src/store/history.store.js';
import { createLearnerStore } from '../../src/store/learner.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

/** Columns as rows, in one order. */
function rowsOf(columns: object): string[] {
  const { length, ...arrays } = columns as { length: number } & Record<string, ArrayLike<number>>;
  return Array.from({ length }, (_, n) =>
    JSON.stringify(Object.keys(arrays).map((name) => [name, arrays[name][n]])),
  ).sort();
}

describe('learners with their histories', () => {
  it('are what the single stores say of them', async () => {
    const users = await createUserStore(database).upsertMany([
      { id: 'a "b" \\ \u00e9\u{1f600}', title: 'T', department: 'D', seniorityLevel: 'LEAD' },
      { id: 'plain' },
      { id: 'newcomer', title: 'x' },
      { id: 'other' },
    ]);
    const contents = await createContentStore(database).upsertMany(
      Array.from({ length: 6 }, (_, n) => ({ id: `c${n}`, title: `C${n}` })),
    );
    const instants = [-1, 0, 1_700_000_000_123, 253_402_300_799_999];
    await createEngagementStore(database).insertMany(
      [users[0], users[1], users[3]].flatMap((user, u) =>
        ENGAGEMENT_TYPES.map((engagementType, n) => ({
          userPk: user.pk,
          contentPk: contents[(n + u) % 6].pk,
          timestamp: new Date(instants[n % 4]),
          durationSeconds: [null, 0, 2_147_483_647][n % 3],
          liked: [null, true, false][n % 3],
          engagementType,
          idempotencyKey: null,
        })),
      ),
    );
    await createFeedbackStore(database).insertMany(
      FEEDBACK_KINDS.map((kind, n) => ({
        userPk: users[1].pk,
        contentPk: contents[n].pk,
        kind,
        givenAt: new Date(instants[n % 4]),
      })),
    );

    const asked = ['plain', users[0].id, 'newcomer', 'nobody', 'plain'];
    const found = await createLearnerStore(database).withHistories(asked);
    expect([...found.learners].sort((a, b) => a.pk - b.pk)).toEqual(
      users
        .slice(0, 3)
        .map(({ pk, id, title, department, seniorityLevel }) => ({ pk, id, title, department, seniorityLevel }))
        .sort((a, b) => a.pk - b.pk),
    );
    const { engagements, feedback } = await createHistoryStore(database).read(users.slice(0, 3).map(({ pk }) => pk));
    expect([engagements.length, feedback.length]).toEqual([10, 5]);
    expect(rowsOf(found.engagements)).toEqual(rowsOf(engagements));
    expect(rowsOf(found.feedback)).toEqual(rowsOf(feedback));
  });

  it('are none for ids that nobody has', async () => {
    const none = await createLearnerStore(database).withHistories(['nobody']);
    expect([none.learners, none.engagements.length, none.feedback.length]).toEqual([[], 0, 0]);
  });
});
