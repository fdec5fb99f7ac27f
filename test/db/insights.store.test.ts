import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createEngagementStore } from '../../src/store/engagement.store.js';
import { createInsightsStore, type InsightsStore } from '../../src/store/insights.store.js';
import { createUserStore } from '../../src/store/user.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let test: TestDatabase;
let db: Database;
let insights: InsightsStore;

/*
 * Four learners (one idle), four pieces of content (one retired, one never engaged with), seven engagements:
 *
 *   Mon 3 March 2025, 10:15  ann  sql   viewed     600 s  liked
 *   Mon 3 March 2025, 23:59  ann  ml    completed  1200 s liked
 *   Mon 3 March 2025, 10:00  bob  sql   viewed     30 s   -
 *   Wed 5 March 2025, 10:30  bob  sql   viewed     -      disliked
 *   Wed 5 March 2025, 11:00  cem  sql   completed  7200 s -
 *   Wed 5 March 2025, 12:00  ann  sql   viewed     60 s   -
 *   Sun 1 June  2025, 00:00  cem  ml    viewed     60 s   -        outside the window that ends on 31 March
 */
const WINDOW = { from: null, to: new Date('2025-03-31T00:00:00Z') };
const ALL = { from: null, to: new Date('2025-12-31T00:00:00Z') };

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  insights = createInsightsStore(db);
  const content = await createContentStore(db).upsertMany([
    { id: 'sql', title: 'SQL', domain: 'Data', difficultyLevel: 'BEGINNER', contentType: 'Video' },
    { id: 'ml', title: 'ML', domain: 'Data', difficultyLevel: 'ADVANCED', contentType: 'Article' },
    { id: 'new', title: 'New', domain: 'Design', contentType: 'Video', language: 'en' },
    { id: 'old', title: 'Old', domain: 'Design', retiredAt: new Date('2025-01-01T00:00:00Z') },
  ]);
  const users = await createUserStore(db).upsertMany([
    { id: 'ann', department: 'IT', seniorityLevel: 'JUNIOR' },
    { id: 'bob', department: 'Sales', seniorityLevel: 'JUNIOR' },
    { id: 'cem', seniorityLevel: 'LEAD' },
    { id: 'idle' },
  ]);
  const engage = (
    user: string,
    item: string,
    at: string,
    durationSeconds: number | null,
    liked: boolean | null,
    engagementType: 'VIEWED' | 'COMPLETED' = 'VIEWED',
  ) => ({
    userPk: users.find(({ id }) => id === user)!.pk,
    contentPk: content.find(({ id }) => id === item)!.pk,
    timestamp: new Date(at),
    durationSeconds,
    liked,
    engagementType,
    idempotencyKey: null,
  });
  await createEngagementStore(db).insertMany([
    engage('ann', 'sql', '2025-03-03T10:15:00Z', 600, true),
    engage('ann', 'ml', '2025-03-03T23:59:00Z', 1200, true, 'COMPLETED'),
    engage('bob', 'sql', '2025-03-03T10:00:00Z', 30, null),
    engage('bob', 'sql', '2025-03-05T10:30:00Z', null, false),
    engage('cem', 'sql', '2025-03-05T11:00:00Z', 7200, null, 'COMPLETED'),
    engage('ann', 'sql', '2025-03-05T12:00:00Z', 60, null),
    engage('cem', 'ml', '2025-06-01T00:00:00Z', 60, null),
  ]);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

describe('totals', () => {
  it('count the window; learners and content on offer are counted whole', async () => {
    expect(await insights.totals(WINDOW)).toEqual({
      users: 4,
      activeUsers: 3,
      contents: 3,
      engagements: 6,
      likes: 2,
      dislikes: 1,
      completions: 2,
    });
    expect((await insights.totals({ from: new Date('2025-03-05T10:30:00Z'), to: WINDOW.to })).engagements).toBe(2);
  });
});

describe('calendar', () => {
  it('has every day between the first and the last, in UTC, with its learners', async () => {
    const { days, hours, weekdays } = await insights.calendar(WINDOW);
    expect(days).toEqual([
      { day: '2025-03-03', engagements: 3, users: 2 },
      { day: '2025-03-04', engagements: 0, users: 0 },
      { day: '2025-03-05', engagements: 3, users: 3 },
    ]);
    expect(hours).toEqual(Array.from({ length: 24 }, (_, hour) => ({ 10: 3, 11: 1, 12: 1, 23: 1 })[hour] ?? 0));
    expect(weekdays).toEqual([3, 0, 3, 0, 0, 0, 0]);
    expect((await insights.calendar(ALL)).days).toHaveLength(91);
  });
});

describe('spread', () => {
  it('of engagements over learners', async () => {
    // Counts 0, 1, 2, 3: Gini = 2 (1*0 + 2*1 + 3*2 + 4*3) / (4 * 6) - 5/4 = 40/24 - 5/4 = 5/12; the tenth is one learner: 3 of 6.
    const { gini, ...rest } = await insights.perUser(WINDOW);
    expect(rest).toEqual({ total: 4, without: 1, median: 1.5, maximum: 3, topTenthShare: 0.5, doubling: [1, 2] });
    expect(gini).toBeCloseTo(5 / 12, 12);
  });

  it('of engagements over content on offer', async () => {
    // Counts 0, 1, 5: Gini = 2 (1*0 + 2*1 + 3*5) / (3 * 6) - 4/3 = 34/18 - 24/18 = 5/9.
    const { gini, topTenthShare, ...rest } = await insights.perContent(WINDOW);
    expect(rest).toEqual({ total: 3, without: 1, median: 1, maximum: 5, doubling: [1, 0, 1] });
    expect(gini).toBeCloseTo(5 / 9, 12);
    expect(topTenthShare).toBeCloseTo(5 / 6, 12);
  });
});

describe('durations', () => {
  it('are counted by range, with mean, quartiles and the correlation with likes', async () => {
    const durations = await insights.durations(WINDOW);
    // 30, 60, 600, 1200, 7200.
    expect(durations).toMatchObject({ count: 5, mean: 1818, quartiles: [60, 600, 1200] });
    expect(durations.bins.filter(({ count }) => count > 0)).toEqual([
      { from: 0, to: 60, count: 1 },
      { from: 60, to: 120, count: 1 },
      { from: 600, to: 900, count: 1 },
      { from: 1200, to: 1800, count: 1 },
      { from: 7200, to: null, count: 1 },
    ]);
    // Likes 0 0 1 1 0, mean .4: covariance sum = 600 + 1200 - 5 * 1818 * .4 = -1836; the sums of squares are
    // 30^2 + 60^2 + 600^2 + 1200^2 + 7200^2 - 5 * 1818^2 and 2 - 5 * .16.
    const squares = 900 + 3600 + 360_000 + 1_440_000 + 51_840_000 - 5 * 1818 ** 2;
    expect(durations.likeCorrelation).toBeCloseTo(-1836 / Math.sqrt(squares * 1.2), 10);
  });
});

describe('groups, cells and catalogue', () => {
  it('group by what the learner and the content are; null where it is not given', async () => {
    expect(await insights.groups(WINDOW, 'DEPARTMENT', 50)).toEqual([
      { value: 'IT', engagements: 3, likes: 2, dislikes: 0, completions: 1 },
      { value: 'Sales', engagements: 2, likes: 0, dislikes: 1, completions: 0 },
      { value: null, engagements: 1, likes: 0, dislikes: 0, completions: 1 },
    ]);
    expect((await insights.groups(WINDOW, 'ENGAGEMENT_TYPE', 1)).map(({ value }) => value)).toEqual(['VIEWED']);
    expect(await insights.cells(WINDOW, 'SENIORITY', 'DIFFICULTY')).toEqual([
      { row: 'JUNIOR', column: 'BEGINNER', engagements: 4, likes: 1 },
      { row: 'JUNIOR', column: 'ADVANCED', engagements: 1, likes: 1 },
      { row: 'LEAD', column: 'BEGINNER', engagements: 1, likes: 0 },
    ]);
  });

  it('count the content on offer by field', async () => {
    const rows = await insights.catalogue(WINDOW);
    const of = (dimension: string) =>
      rows.filter((row) => row.dimension === dimension).map((row) => [row.value, row.contents, row.neverEngaged]);
    expect(of('DOMAIN')).toEqual([
      ['Data', 2, 0],
      ['Design', 1, 1],
    ]);
    expect(of('DIFFICULTY')).toEqual([
      ['ADVANCED', 1, 0],
      ['BEGINNER', 1, 0],
      [null, 1, 1],
    ]);
    expect(of('CONTENT_TYPE')).toEqual([
      ['Video', 2, 1],
      ['Article', 1, 0],
    ]);
    expect(of('LANGUAGE')).toEqual([
      [null, 2, 0],
      ['en', 1, 1],
    ]);
  });

  it('are empty where nothing happened', async () => {
    const before = { from: null, to: new Date('2020-01-01T00:00:00Z') };
    expect(await insights.calendar(before)).toEqual({
      days: [],
      hours: new Array(24).fill(0),
      weekdays: new Array(7).fill(0),
    });
    expect(await insights.perUser(before)).toEqual({
      total: 4,
      without: 4,
      median: 0,
      maximum: 0,
      gini: null,
      topTenthShare: null,
      doubling: [],
    });
    expect(await insights.durations(before)).toMatchObject({
      count: 0,
      mean: null,
      quartiles: null,
      likeCorrelation: null,
    });
    expect(await insights.groups(before, 'DOMAIN', 50)).toEqual([]);
  });
});
