import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile, type ImportOptions } from '../../../../src/services/import/import-file.js';
import { createRejectsFile } from '../../../../src/services/import/rejects-file.js';
import { memoryStores } from './memory-stores.js';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'learnrec-formats-'))));
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function run(
  kind: ImportOptions['kind'],
  content: string | Uint8Array,
  options: Partial<ImportOptions> = {},
  memory = memoryStores(),
) {
  const path = join(folder, String(files++));
  await writeFile(path, content);
  return { report: await importFile(memory.stores, { kind, path, ...options }), memory };
}

async function withContent(...ids: string[]) {
  const memory = memoryStores();
  await run('content', `id,title\n${ids.map((id) => `${id},T\n`).join('')}`, {}, memory);
  return memory;
}

const lines = (...objects: object[]): string => objects.map((object) => `${JSON.stringify(object)}\n`).join('');

describe('delimited text', () => {
  it.each([';', '\t', '|'])('finds the delimiter %j by the header', async (delimiter) => {
    const text = ['id,title,tags', 'a,"One, two",x', 'b,Two,'].join('\r\n').replace(/,(?! )/g, delimiter);
    const { memory } = await run('content', text);
    expect(memory.contents.get('a')).toMatchObject({ title: 'One, two', tags: ['x'] });
    expect(memory.contents.get('b')).toMatchObject({ tags: [] });
  });

  it('reads durations as seconds or as ISO 8601', async () => {
    const memory = await withContent('c');
    const text = 'user,item,ts,duration\nu,c,1,PT1H30M\nu,c,2,90\nu,c,3,PT\n';
    const { report } = await run('engagements', text, {}, memory);
    expect([...memory.engagements.values()].map((row) => row.durationSeconds)).toEqual([5400, 90]);
    expect(report.errors).toEqual([expect.objectContaining({ line: 4, column: 'duration', value: 'PT' })]);
  });

  it('takes an opinion that is written as an event for a view with that opinion', async () => {
    const memory = await withContent('c');
    await run('engagements', 'user,item,ts,event,liked\nu,c,1,like,\nu,c,2,Downvoted,\nu,c,3,star,no\n', {}, memory);
    expect([...memory.engagements.values()].map(({ engagementType, liked }) => [engagementType, liked])).toEqual([
      ['VIEWED', true],
      ['VIEWED', false],
      ['VIEWED', false],
    ]);
  });
});

describe('--value', () => {
  it('maps words of a field to values or to none, whatever their case', async () => {
    const text = 'id,title,level,format\n1,One,Guru,Webinar\n2,Two,n.v.t.,Course\n3,Three,expert,Course\n';
    const { report, memory } = await run('content', text, {
      values: { 'difficulty_level.guru': 'ADVANCED', 'difficultyLevel.N.V.T.': 'null', 'contentType.course': 'Video' },
    });
    expect(report.refused).toBe(0);
    expect([...memory.contents.values()].map((row) => [row.difficultyLevel, row.contentType])).toEqual([
      ['ADVANCED', 'Webinar'],
      [null, 'Video'],
      ['ADVANCED', 'Video'],
    ]);
  });

  it('goes before the built-in words', async () => {
    const { memory } = await run('content', 'id,title,level\n1,One,expert\n', {
      values: { 'difficultyLevel.expert': 'INTERMEDIATE' },
    });
    expect(memory.contents.get('1')).toMatchObject({ difficultyLevel: 'INTERMEDIATE' });
  });

  it.each([
    [{ 'difficultyLevel.guru': 'GODLIKE' }, /no value "GODLIKE".*BEGINNER/],
    [{ 'spiciness.hot': 'HOT' }, /no field of content.*difficultyLevel/],
    [{ 'id.1': '2' }, /no field of content/],
    [{ guru: 'ADVANCED' }, /field\.word/],
  ])('refuses %j', async (values, message) => {
    await expect(run('content', 'id,title\n1,One\n', { values: values as Record<string, string> })).rejects.toThrow(
      message,
    );
  });
});

describe('--timezone', () => {
  it('reads times without an offset in that zone', async () => {
    const memory = await withContent('c');
    const text = 'user,item,ts\nu,c,2025-07-01 12:00\nu,c,2025-07-01T12:00Z\n';
    await run('engagements', text, { timeZone: 'Europe/Berlin' }, memory);
    expect([...memory.engagements.values()].map((row) => row.timestamp.toISOString())).toEqual([
      '2025-07-01T10:00:00.000Z',
      '2025-07-01T12:00:00.000Z',
    ]);
  });
});

describe('JSON Lines', () => {
  it('reads objects whose keys differ from line to line: absent keeps, null clears, "" is a text', async () => {
    const memory = memoryStores();
    const first = lines(
      { id: 'a', title: 'A', description: 'long', tags: ['x', ' y;z '], durationMinutes: 12 },
      { id: 'b', title: '', publishedAt: '2025-01-01T00:00:00Z', description: '' },
    );
    const { report } = await run('content', gzipSync(first), {}, memory);
    expect(report).toMatchObject({ format: 'jsonl', records: 2, inserted: 2 });
    expect(memory.contents.get('a')).toMatchObject({ tags: ['x', ' y;z '], durationMinutes: 12 });
    expect(memory.contents.get('b')).toMatchObject({ title: '', description: '', publishedAt: new Date('2025-01-01') });
    const second = lines({ id: 'a', domain: 'IT' }, { id: 'b', description: null }, { id: 'c', title: null }, { x: 1 });
    const { report: again } = await run('content', second, {}, memory);
    expect(again).toMatchObject({ inserted: 0, updated: 2, refused: 2 });
    expect(memory.contents.get('a')).toMatchObject({ title: 'A', description: 'long', domain: 'IT' });
    expect(memory.contents.get('b')).toMatchObject({ title: '', description: null });
    expect(again.errors.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'title must not be null'],
      [4, 'id must not be empty'],
    ]);
  });

  it('one bad line among good ones is one refusal', async () => {
    const { report, memory } = await run('users', '{"id":"1"}\n{"id":\n{"id":"3"}\n');
    expect(report).toMatchObject({ records: 3, inserted: 2, refused: 1 });
    expect(report.errors[0]).toMatchObject({ line: 2, column: null });
    expect([...memory.users.keys()]).toEqual(['1', '3']);
  });

  it("reads Gorse's users, items and feedback", async () => {
    const memory = memoryStores();
    await run(
      'users',
      lines({ UserId: '7', Labels: { department: 'IT', seniority: 'senior' }, Comment: '' }),
      {},
      memory,
    );
    const items = lines(
      {
        ItemId: 'i1',
        IsHidden: false,
        Categories: ['math'],
        Timestamp: '2024-02-03T00:00:00Z',
        Labels: { topics: ['algebra', 'math'] },
        Comment: 'Algebra',
      },
      { ItemId: 'i2', IsHidden: true, Categories: null, Timestamp: '0001-01-01T00:00:00Z', Labels: null, Comment: '' },
    );
    await run('content', items, {}, memory);
    const feedback = lines(
      { FeedbackType: 'read', UserId: '7', ItemId: 'i1', Timestamp: '2024-03-01T10:00:00Z', Comment: '' },
      { FeedbackType: 'like', UserId: '8', ItemId: 'i2', Timestamp: '2024-03-01T11:00:00Z' },
    );
    const { report } = await run('engagements', feedback, {}, memory);
    expect(report).toMatchObject({ inserted: 2, createdUsers: 1, refused: 0 });
    expect(memory.users.get('7')).toMatchObject({ department: 'IT', seniorityLevel: 'SENIOR' });
    expect(memory.contents.get('i1')).toMatchObject({
      title: 'Algebra',
      tags: ['math', 'algebra'],
      publishedAt: new Date('2024-02-03'),
      retiredAt: null,
    });
    expect(memory.contents.get('i2')).toMatchObject({ title: 'i2', publishedAt: null, retiredAt: new Date(0) });
    expect([...memory.engagements.values()].map(({ engagementType, liked }) => [engagementType, liked])).toEqual([
      ['VIEWED', null],
      ['VIEWED', true],
    ]);
  });
});

describe('xAPI statements', () => {
  const ADL = 'http://adlnet.gov/expapi/verbs/';
  const activity = (id: string) => ({ objectType: 'Activity', id: `https://lms.example/${id}` });
  const statement = (id: string, verb: string, more: object = {}) => ({
    id,
    actor: { mbox: 'mailto:ann@example.org' },
    verb: { id: `${ADL}${verb}`, display: { 'en-US': verb } },
    object: activity('a'),
    timestamp: '2025-05-01T10:00:00Z',
    ...more,
  });
  const stored = (memory: ReturnType<typeof memoryStores>) => [...memory.engagements.values()];
  const withActivities = () => withContent('https://lms.example/a', 'https://lms.example/b');

  it('reads an array: verbs, durations, ratings, and the statement id as the key', async () => {
    const memory = await withActivities();
    const rated = (scaled: number) => ({
      verb: { id: 'http://id.tincanapi.com/verb/rated' },
      result: { score: { scaled } },
    });
    const text = JSON.stringify([
      statement('s1', 'completed', { result: { duration: 'PT12M', score: { scaled: 0.1 } } }),
      statement('s2', 'experienced', { timestamp: undefined, stored: '2025-05-02T00:00:00Z' }),
      statement('s3', 'registered', { object: activity('b') }),
      statement('s4', 'rated', { ...rated(0.8), timestamp: '2025-05-03T00:00:00Z' }),
      statement('s5', 'rated', { ...rated(0.2), timestamp: '2025-05-04T00:00:00Z' }),
      statement('s6', 'rated', { ...rated(0.5), timestamp: '2025-05-05T00:00:00Z' }),
    ]);
    const { report } = await run('engagements', text, {}, memory);
    expect(report).toMatchObject({ format: 'xapi', records: 6, inserted: 6, refused: 0, createdUsers: 1 });
    expect([...memory.users.keys()]).toEqual(['ann@example.org']);
    expect(
      stored(memory).map((row) => [row.idempotencyKey, row.engagementType, row.durationSeconds, row.liked]),
    ).toEqual([
      ['s1', 'COMPLETED', 720, null],
      ['s2', 'VIEWED', null, null],
      ['s3', 'ENROLLED', null, null],
      ['s4', 'VIEWED', null, true],
      ['s5', 'VIEWED', null, false],
      ['s6', 'VIEWED', null, null],
    ]);
    expect(stored(memory)[1]!.timestamp).toEqual(new Date('2025-05-02'));
  });

  it.each([
    ['passed', 'COMPLETED'],
    ['failed', 'VIEWED'],
    ['initialized', 'VIEWED'],
    ['played', 'VIEWED'],
    ['answered', 'VIEWED'],
    ['bookmarked', 'BOOKMARKED'],
    ['shared', 'SHARED'],
    ['viewed', 'VIEWED'],
  ])('reads the verb %s as %s', async (verb, type) => {
    const memory = await withActivities();
    await run('engagements', lines(statement('s', verb)), {}, memory);
    expect(stored(memory).map((row) => row.engagementType)).toEqual([type]);
  });

  it('knows actors by mailbox, its hash, OpenID and account', async () => {
    const memory = await withActivities();
    const actors = [
      { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' },
      { openid: 'https://ann.openid.example/' },
      { account: { homePage: 'https://lms.example', name: '0010' } },
      { account: { homePage: 'https://other.example', name: '0010' } },
      { objectType: 'Group', member: [{ mbox: 'mailto:a@b' }] },
    ];
    const text = lines(...actors.map((actor, n) => statement(`s${n}`, 'completed', { actor })));
    const { report } = await run('engagements', text, {}, memory);
    expect([...memory.users.keys()]).toEqual([
      'sha1:ebd31e95054c018b10727ccffd2ef2ec3a016ee9',
      'https://ann.openid.example/',
      '0010',
    ]);
    expect(report.errors.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [4, 'actor', expect.stringMatching(/other home page|another home page/)],
      [5, 'actor', 'a group is no learner'],
    ]);
    const full = await run('engagements', text, { accounts: 'FULL' }, await withActivities());
    expect([...full.memory.users.keys()].slice(2)).toEqual(['https://lms.example#0010', 'https://other.example#0010']);
  });

  it('honours voiding, before and after the voided statement, and in a later file', async () => {
    const memory = await withActivities();
    const voiding = (id: string) =>
      statement(`void-${id}`, 'voided', { object: { objectType: 'StatementRef', id }, actor: { mbox: 'mailto:x@y' } });
    const first = lines(
      voiding('s1'),
      statement('s1', 'completed'),
      statement('s2', 'experienced'),
      statement('s3', 'shared'),
      voiding('s3'),
    );
    const { report } = await run('engagements', first, {}, memory);
    expect(report).toMatchObject({ records: 5, inserted: 1, voided: 4, removed: 0, refused: 0 });
    expect(stored(memory).map((row) => row.idempotencyKey)).toEqual(['s2']);
    const later = await run('engagements', lines(voiding('s2')), {}, memory);
    expect(later.report).toMatchObject({ records: 1, voided: 1, removed: 1 });
    expect(stored(memory)).toEqual([]);
  });

  it('refuses what is no engagement, with the column and a way out', async () => {
    const memory = await withActivities();
    const text = lines(
      statement('s1', 'logged-in'),
      statement('s2', 'completed', { object: { objectType: 'Agent', mbox: 'mailto:b@c' } }),
      statement('s3', 'completed', { object: activity('unknown') }),
      statement('s4', 'completed', { result: { duration: 'a while' } }),
      { id: 's5' },
    );
    const { report } = await run('engagements', text, {}, memory);
    expect(report).toMatchObject({ records: 5, inserted: 0, refused: 5 });
    expect(report.errors.map(({ line, column, code }) => [line, column, code])).toEqual([
      [1, 'verb', 'BAD_USER_INPUT'],
      [2, 'object.id', 'BAD_USER_INPUT'],
      [3, 'object.id', 'NOT_FOUND'],
      [4, 'result.duration', 'BAD_USER_INPUT'],
      [5, null, 'BAD_USER_INPUT'],
    ]);
    const mapped = await run(
      'engagements',
      lines(statement('s1', 'logged-in')),
      {
        values: { 'engagementType.logged-in': 'VIEWED' },
      },
      memory,
    );
    expect(mapped.report.inserted).toBe(1);
  });

  it('takes content from the activities', async () => {
    const named = {
      id: 'https://lms.example/a',
      definition: {
        name: { 'de-DE': 'Algebra I', 'en-US': 'Algebra 1' },
        description: { fr: 'Un cours' },
        type: 'http://adlnet.gov/expapi/activities/course',
      },
    };
    const { memory, report } = await run('content', lines(statement('s1', 'completed', { object: named })));
    expect(report).toMatchObject({ inserted: 1, refused: 0 });
    expect(memory.contents.get('https://lms.example/a')).toMatchObject({
      title: 'Algebra 1',
      description: 'Un cours',
      contentType: 'course',
    });
  });
});

describe('--dry-run', () => {
  it('tells what would happen, and writes nothing', async () => {
    const memory = await withContent('c1', 'c2');
    await run('users', 'id,title\n1,A\n2,B\n', {}, memory);
    await run('engagements', 'user,item,ts\n1,c1,1\n', {}, memory);
    const before = structuredClone([memory.users, memory.contents, memory.engagements]);
    const users = 'id,title,level\n1,A,\n2,Changed,\n3,New,\n3,New,lead\n4,X,spicy\n';
    const engagements = 'user,item,ts\n1,c1,1\n1,c2,1\nnew,c1,1\nnew,c1,1\n1,nowhere,1\n';
    const dryUsers = await run('users', users, { dryRun: true }, memory);
    const dry = await run('engagements', engagements, { dryRun: true }, memory);
    expect([memory.users, memory.contents, memory.engagements]).toEqual(before);
    // Learner 1 gets no level, which it has none of: unchanged.
    expect(dryUsers.report).toMatchObject({ dryRun: true, inserted: 1, updated: 2, unchanged: 1, refused: 1 });
    expect(dry.report).toMatchObject({ inserted: 2, duplicates: 2, refused: 1, createdUsers: 1 });
    const done = await run('engagements', engagements, {}, memory);
    expect(done.report).toEqual({ ...dry.report, dryRun: false });
  });
});

describe('--rejects', () => {
  it('holds every reason, kept in the report or not', async () => {
    const path = join(folder, 'rejects.csv');
    const rejects = await createRejectsFile(path);
    const rows = Array.from({ length: 30 }, (_, i) => `${i},"bad ""level""\n${i}"`);
    const { report } = await run('users', `id,level\n${rows.join('\n')}\n`, { rejects, maxErrors: 1 });
    await rejects.close();
    expect(report).toMatchObject({ refused: 30, errorCount: 30 });
    expect(report.errors).toHaveLength(1);
    const written = await readFile(path, 'utf8');
    const memory = memoryStores();
    expect(written.split('\n')[0]).toBe('file,line,column,value,reason,code');
    // What was written is CSV that can be read back: one record per reason.
    const back = await run('users', written, { map: { line: 'id', reason: 'title' } }, memory);
    expect(back.report).toMatchObject({ records: 30, inserted: 30 });
    expect([...memory.users.keys()].slice(0, 3)).toEqual(['2', '4', '6']);
    expect(written).toContain('level,"bad ""level""\n7"');
  });
});
