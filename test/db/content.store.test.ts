import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS } from '../../src/store/channels.js';
import { createContentStore, type ContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createListener } from '../../src/store/listener.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

let test: TestDatabase;
let db: Database;
let contents: ContentStore;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  contents = createContentStore(db);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const FULL = {
  id: 'ml-101',
  title: 'Machine Learning',
  description: 'From "zero", {braces}, commas and\nnew lines',
  domain: 'Data',
  subtopic: 'Models',
  difficultyLevel: 'BEGINNER',
  contentType: 'COURSE',
  language: 'en',
  tags: ['c++', 'a,b', '"quoted"', '{x}', '', 'NULL', '\u6570\u636e'],
  durationMinutes: 90,
  publishedAt: new Date('2024-02-29T12:34:56.789Z'),
  retiredAt: null,
} as const;

describe('upsertMany', () => {
  it('stores every column as given', async () => {
    const [written] = await contents.upsertMany([FULL]);
    expect(written).toMatchObject(FULL);
    expect((await contents.findByIds(['ml-101']))[0]).toEqual(written);
    expect((await contents.findByPks([written.pk]))[0]).toEqual(written);
    expect(await contents.page({ first: 10, filter: { search: 'ml-101' } })).toEqual([written]);
  });

  it('keeps what is undefined, clears what is null, and replaces tags', async () => {
    await contents.upsertMany([{ ...FULL, id: 'part' }]);
    const [row] = await contents.upsertMany([
      { id: 'part', description: null, tags: ['new'], retiredAt: new Date('2025-01-01T00:00:00Z') },
    ]);
    expect(row).toMatchObject({
      title: FULL.title,
      description: null,
      domain: 'Data',
      tags: ['new'],
      durationMinutes: 90,
      retiredAt: new Date('2025-01-01T00:00:00Z'),
    });
  });

  it('gives new content no tags and no level unless told', async () => {
    const [row] = await contents.upsertMany([{ id: 'bare', title: 'Bare' }]);
    expect(row).toMatchObject({ tags: [], difficultyLevel: null, durationMinutes: null, publishedAt: null });
  });

  it('updates content without a title given, and leaves out new content that lacks one', async () => {
    await contents.upsertMany([{ id: 'titled', title: 'T' }]);
    const rows = await contents.upsertMany([
      { id: 'untitled', domain: 'D' },
      { id: 'titled', domain: 'D' },
    ]);
    expect(rows.map(({ id, title, domain }) => [id, title, domain])).toEqual([['titled', 'T', 'D']]);
    expect(await contents.findByIds(['untitled'])).toEqual([]);
  });

  it('stores instants before our era and after the year 9999', async () => {
    const instants = [-62_198_755_200_000, -1, 0, 253_402_300_800_000].map((ms) => new Date(ms));
    const rows = await contents.upsertMany(
      instants.map((publishedAt, i) => ({ id: `at-${i}`, title: 'T', publishedAt })),
    );
    const stored = await db.pool.query<{ ms: number }>(
      `SELECT (extract(epoch FROM published_at) * 1000)::float8 AS ms FROM content WHERE id LIKE 'at-%' ORDER BY id`,
    );
    expect(stored.rows.map(({ ms }) => ms)).toEqual(instants.map(Number));
    expect(rows.slice(0, 3).map(({ publishedAt }) => publishedAt)).toEqual(instants.slice(0, 3));
  });

  it('refuses U+0000 in a tag and an instant that Postgres does not hold', async () => {
    const refused = { code: 'BAD_USER_INPUT' };
    await expect(contents.upsertMany([{ id: 'x', title: 'T', tags: ['\u0000'] }])).rejects.toMatchObject(refused);
    const publishedAt = new Date(-8.64e15);
    await expect(contents.upsertMany([{ id: 'x', title: 'T', publishedAt }])).rejects.toMatchObject(refused);
  });

  it('announces the keys of what was written, or a star when they are too many', async () => {
    const heard: string[] = [];
    const listener = await createListener(test.url, [CHANNELS.content], {
      onNotify: (_, payload) => heard.push(payload),
      onReconnect: () => undefined,
    });
    const few = await contents.upsertMany([
      { id: 'n-1', title: 'T' },
      { id: 'n-2', title: 'T' },
    ]);
    await contents.upsertMany(Array.from({ length: 3000 }, (_, i) => ({ id: `n-many-${i}`, title: 'T' })));
    await waitFor(() => heard.length === 2);
    await listener.close();
    expect(JSON.parse(heard[0])).toEqual(few.map(({ pk }) => pk));
    expect(heard[1]).toBe('*');
  });
});

it('lists everything, retired content too, in the order of the keys', async () => {
  const rows = await contents.all();
  expect(rows).toHaveLength(await contents.total());
  expect(rows.map(({ pk }) => pk)).toEqual(rows.map(({ pk }) => pk).sort((a, b) => a - b));
  expect(rows.some(({ retiredAt }) => retiredAt !== null)).toBe(true);
});

it('filters lists, and leaves retired content out unless asked', async () => {
  await contents.upsertMany([
    { id: 'l-1', title: 'Python', domain: 'Lists', subtopic: 's', difficultyLevel: 'ADVANCED', contentType: 'VIDEO' },
    { id: 'l-2', title: 'python 50%', domain: 'Lists', language: 'fr' },
    { id: 'l-3', title: 'PYTHON', domain: 'Lists', retiredAt: new Date('2020-01-01T00:00:00Z') },
  ]);
  const ids = async (filter: Parameters<ContentStore['count']>[0]): Promise<string[]> => {
    const all = { domain: 'Lists', ...filter };
    const rows = await contents.page({ first: 100, filter: all });
    expect(await contents.count(all)).toBe(rows.length);
    return rows.map(({ id }) => id);
  };
  expect(await ids({ search: 'PyThOn' })).toEqual(['l-1', 'l-2']);
  expect(await ids({ search: 'python', includeRetired: true })).toEqual(['l-1', 'l-2', 'l-3']);
  expect(await ids({ search: '0%' })).toEqual(['l-2']);
  expect(await ids({ difficultyLevel: 'ADVANCED', contentType: 'VIDEO', subtopic: 's' })).toEqual(['l-1']);
  expect(await ids({ language: 'fr' })).toEqual(['l-2']);
});

describe('prerequisites', () => {
  const requires = async (...ids: string[]): Promise<(readonly string[])[]> => {
    const rows = await contents.findByIds(ids);
    return ids.map((id) => rows.find((row) => row.id === id)!.prerequisites);
  };

  it('are stored in their order, kept when not given, replaced when given, and read by every reader', async () => {
    const rows = await contents.upsertMany([
      { id: 'p-3', title: 'T', prerequisites: ['p-2', 'p-1'] },
      { id: 'p-1', title: 'T' },
      { id: 'p-2', title: 'T', prerequisites: ['p-1'] },
    ]);
    expect(rows.map(({ prerequisites }) => prerequisites)).toEqual([['p-2', 'p-1'], [], ['p-1']]);
    expect(await requires('p-3', 'p-1', 'p-2')).toEqual([['p-2', 'p-1'], [], ['p-1']]);
    expect(await contents.page({ first: 5, filter: { search: 'p-3' } })).toEqual([rows[0]]);
    expect((await contents.all()).find(({ id }) => id === 'p-3')).toEqual(rows[0]);
    const [kept] = await contents.upsertMany([{ id: 'p-3', domain: 'D' }]);
    expect(kept.prerequisites).toEqual(['p-2', 'p-1']);
    const [replaced] = await contents.upsertMany([{ id: 'p-3', prerequisites: ['p-1'] }]);
    expect(replaced.prerequisites).toEqual(['p-1']);
    expect(await requires('p-3')).toEqual([['p-1']]);
  });

  it('that form a circle or name nothing are refused with their row; the others are written', async () => {
    const faults: object[] = [];
    const rows = await contents.upsertMany(
      [
        { id: 'p-1', title: 'changed', prerequisites: ['p-3'] },
        { id: 'p-4', title: 'T', prerequisites: ['p-5'] },
        { id: 'p-5', prerequisites: [] },
        { id: 'p-6', title: 'T', prerequisites: ['p-3'] },
      ],
      (fault) => faults.push(fault),
    );
    expect(rows.map(({ id }) => id)).toEqual(['p-6']);
    expect(faults).toEqual([
      {
        id: 'p-1',
        code: 'PREREQUISITE_CYCLE',
        message: 'prerequisites form a cycle: "p-1" requires "p-3" requires "p-1"',
      },
      // p-5 has no title, so it is not written either.
      { id: 'p-4', code: 'NOT_FOUND', message: 'prerequisites name content that does not exist: "p-5"' },
    ]);
    expect((await contents.findByIds(['p-1']))[0]).toMatchObject({ title: 'T', prerequisites: [] });
    await expect(contents.upsertMany([{ id: 'p-1', prerequisites: ['p-1'] }])).rejects.toMatchObject({
      code: 'PREREQUISITE_CYCLE',
    });
  });

  it('never form a circle, whoever writes at the same time', async () => {
    const ids = Array.from({ length: 6 }, (_, i) => `r-${i}`);
    await contents.upsertMany(ids.map((id) => ({ id, title: 'T' })));
    const faults: string[] = [];
    await Promise.all(
      ids.map((id, i) =>
        contents.upsertMany([{ id, prerequisites: [ids[(i + 1) % ids.length]] }], (fault) => faults.push(fault.code)),
      ),
    );
    expect(faults).toEqual(['PREREQUISITE_CYCLE']);
    expect((await requires(...ids)).filter((of) => of.length === 1)).toHaveLength(5);
  });
});
