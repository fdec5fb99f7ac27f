import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importFile, type ImportOptions } from '../../../../src/services/import/import-file.js';
import { readTestSet } from '../../../../src/services/import/read-test-set.js';
import { memoryStores } from './memory-stores.js';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'learnrec-import-'))));
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function file(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${files++}.csv`);
  await writeFile(path, content);
  return path;
}

async function run(
  kind: ImportOptions['kind'],
  content: string | Uint8Array,
  options: Partial<ImportOptions> = {},
  memory = memoryStores(),
) {
  const report = await importFile(memory.stores, { kind, path: await file(content), ...options });
  return { report, memory };
}

/** Content c1 and c2. */
async function withContent() {
  const memory = memoryStores();
  await run('content', 'id,title\nc1,One\nc2,Two\n', {}, memory);
  return memory;
}

describe('importFile: content', () => {
  it('counts records, not lines: a BOM, CRLF and quoted line breaks (case 25)', async () => {
    const rows = Array.from({ length: 307 }, (_, i) => `C${i},course ${i},"line one\r\nline two ${i}\r\n"`);
    const { report, memory } = await run('content', `\uFEFFCOURSE_ID,TITLE,DESCRIPTION\r\n${rows.join('\r\n')}\r\n`);
    expect(report).toMatchObject({ records: 307, stored: 307, refused: 0, ignoredColumns: [] });
    expect(report.columns).toEqual({ COURSE_ID: 'id', TITLE: 'title', DESCRIPTION: 'description' });
    expect(memory.contents.get('C306')).toMatchObject({
      title: 'course 306',
      description: 'line one\r\nline two 306\r\n',
    });
  });

  it('stores 9,999 of 10,000 rows and names line, column and value of the bad one (case 26)', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => `${i},t${i},${i === 6_000 ? '2147483648' : '30'}`);
    const { report, memory } = await run('content', ['content_id,name,minutes', ...rows].join('\n'));
    expect(report).toMatchObject({ records: 10_000, stored: 9_999, refused: 1, errorCount: 1 });
    expect(report.errors).toEqual([
      {
        line: 6_002,
        column: 'minutes',
        value: '2147483648',
        reason: 'durationMinutes must be an integer from 0 to 2147483647, not 2147483648',
        code: 'BAD_USER_INPUT',
      },
    ]);
    expect(memory.contents.size).toBe(9_999);
    expect(Math.max(...memory.batches)).toBeLessThanOrEqual(5_000);
  });

  it('understands other vocabularies (case 27)', async () => {
    const { report, memory } = await run(
      'content',
      [
        'content_id,title,domain,subtopic,difficulty_level,content_type,language,concepts',
        'a,Psychology,academics,social-science,all,Course,english,Psychology; Social psychology;Psychology',
        'b,Piano,arts,music,expert,Course,english,',
        'c,Go,dev,,Beginner Level,Course,english,x|y',
      ].join('\n'),
    );
    expect(report).toMatchObject({ stored: 3, refused: 0 });
    expect(memory.contents.get('a')).toMatchObject({
      difficultyLevel: null,
      tags: ['Psychology', 'Social psychology'],
    });
    expect(memory.contents.get('b')).toMatchObject({ difficultyLevel: 'ADVANCED', tags: [] });
    expect(memory.contents.get('c')).toMatchObject({ difficultyLevel: 'BEGINNER', subtopic: null, tags: ['x', 'y'] });
  });

  it('refuses a word that it does not know, with the words that it does', async () => {
    const { report } = await run('content', 'id,title,level\n1,One,spicy\n2,Two,mixed\n');
    expect(report).toMatchObject({ stored: 1, refused: 1 });
    expect(report.errors[0]).toMatchObject({ line: 2, column: 'level', value: 'spicy' });
    expect(report.errors[0]!.reason).toMatch(/BEGINNER, INTERMEDIATE, ADVANCED/);
  });

  it('leaves what a file does not have, clears what it leaves empty, and is the same the second time', async () => {
    const memory = memoryStores();
    await run('content', 'id,title,description,domain\n1,One,long,IT\n', {}, memory);
    const text = 'id,domain\n1,\nnew,IT\n';
    const { report } = await run('content', text, {}, memory);
    expect(report).toMatchObject({ records: 2, stored: 1, refused: 1 });
    expect(report.errors[0]).toMatchObject({ line: 3, reason: 'title is required for new content' });
    const once = structuredClone(memory.contents);
    expect(once.get('1')).toMatchObject({ title: 'One', description: 'long', domain: null });
    await run('content', text, {}, memory);
    expect(memory.contents).toEqual(once);
  });

  it('lets the last row of an id count, and keeps ids as they are', async () => {
    const { report, memory } = await run('content', 'id,title\n0010,One\n10,Ten\n0010,Last\n');
    expect(report).toMatchObject({ records: 3, stored: 3 });
    expect([...memory.contents.keys()]).toEqual(['0010', '10']);
    expect(memory.contents.get('0010')).toMatchObject({ title: 'Last' });
  });

  it('refuses U+0000 and over-long ids, and counts more errors than it keeps (case 19)', async () => {
    const rows = [`a\u0000,A`, `${'x'.repeat(192)},B`, 'ok,C', 'ok2,D\u0000'];
    const { report, memory } = await run('content', ['id,title', ...rows].join('\n'), { maxErrors: 2 });
    expect(report).toMatchObject({ records: 4, stored: 1, refused: 3, errorCount: 3 });
    expect(report.errors.map(({ line, column }) => [line, column])).toEqual([
      [2, 'id'],
      [3, 'id'],
    ]);
    expect([...memory.contents.keys()]).toEqual(['ok']);
  });

  it('reads gzip and UTF-16 with a byte order mark', async () => {
    const text = 'id\ttitle\n1\tDonnées\n';
    for (const bytes of [gzipSync(text), Buffer.from(`\uFEFF${text}`, 'utf16le')]) {
      const { memory } = await run('content', bytes);
      expect(memory.contents.get('1')).toMatchObject({ title: 'Données' });
    }
  });
});

describe('importFile: users', () => {
  it('reads levels and styles by their everyday names', async () => {
    const { memory } = await run(
      'users',
      'Learner ID,Job Title,Dept,Level,Learning Style\nu1,Engineer,IT,Mid-Level,Reading/Writing\nu2,,,principal,\n',
    );
    expect(memory.users.get('u1')).toMatchObject({
      title: 'Engineer',
      department: 'IT',
      seniorityLevel: 'MID',
      learningStyle: 'READING_WRITING',
    });
    expect(memory.users.get('u2')).toMatchObject({ title: null, seniorityLevel: 'LEAD', learningStyle: null });
  });
});

describe('importFile: engagements', () => {
  it('creates learners, refuses unknown content, and does not count what was there', async () => {
    const memory = await withContent();
    const text = 'user,item,rating\nu1,c1,3.0\nu1,c2,2.0\nu2,c1,3.0\nu3,nowhere,3.0\nu1,c1,1.0\n';
    const { report } = await run('engagements', text, {}, memory);
    expect(report).toMatchObject({
      records: 5,
      stored: 3,
      duplicates: 1,
      refused: 1,
      createdUsers: 2,
      ignoredColumns: ['rating'],
    });
    expect(report.errors).toEqual([
      { line: 5, column: 'item', value: 'nowhere', reason: 'no content has this id', code: 'NOT_FOUND' },
    ]);
    expect([...memory.users.keys()]).toEqual(['u1', 'u2']);
    expect([...memory.engagements.values()][0]).toEqual({
      userPk: 1,
      contentPk: 1,
      timestamp: new Date(0),
      durationSeconds: null,
      liked: null,
      engagementType: 'VIEWED',
      idempotencyKey: null,
    });
    const again = await run('engagements', text, {}, memory);
    expect(again.report).toMatchObject({ stored: 0, duplicates: 4, refused: 1, createdUsers: 0 });
  });

  it('reads every field, and fills a missing time with the given one', async () => {
    const memory = await withContent();
    const { report } = await run(
      'engagements',
      [
        'userId,movieId,timestamp,duration,liked,verb,event_id',
        'u,c1,964982703,12.6,yes,watched,k1',
        'u,c2,,,no,Enrolment,',
        'u,c2,2017-09-22 09:36:04,0,,completed,',
      ].join('\n'),
      { defaultTimestamp: new Date('2020-01-01T00:00:00Z') },
      memory,
    );
    expect(report.refused).toBe(0);
    expect([...memory.engagements.values()].map(({ userPk: _u, contentPk: _c, ...rest }) => rest)).toEqual([
      {
        timestamp: new Date('2000-07-30T18:45:03Z'),
        durationSeconds: 13,
        liked: true,
        engagementType: 'VIEWED',
        idempotencyKey: 'k1',
      },
      {
        timestamp: new Date('2020-01-01T00:00:00Z'),
        durationSeconds: null,
        liked: false,
        engagementType: 'ENROLLED',
        idempotencyKey: null,
      },
      {
        timestamp: new Date('2017-09-22T09:36:04Z'),
        durationSeconds: 0,
        liked: null,
        engagementType: 'COMPLETED',
        idempotencyKey: null,
      },
    ]);
  });

  it.each(['2147483648', '1e24', '-1', 'NaN'])(
    'refuses a duration of %s and nothing else (case 18)',
    async (duration) => {
      const memory = await withContent();
      const { report } = await run(
        'engagements',
        `user,item,duration\nu,c1,${duration}\nu,c2,2147483647\n`,
        {},
        memory,
      );
      expect(report).toMatchObject({ stored: 1, refused: 1 });
      expect(report.errors[0]).toMatchObject({ line: 2, column: 'duration', value: duration });
      expect([...memory.engagements.values()][0]).toMatchObject({ durationSeconds: 2147483647 });
    },
  );

  it('tells how far it is, and stops when asked', async () => {
    const memory = await withContent();
    const path = await file(
      ['user,item,ts', ...Array.from({ length: 12_000 }, (_, i) => `u${i % 50},c1,${i}`)].join('\n'),
    );
    const seen: number[] = [];
    const stop = new AbortController();
    const running = importFile(memory.stores, {
      kind: 'engagements',
      path,
      signal: stop.signal,
      onProgress: ({ bytesRead, bytes }) => {
        seen.push(bytesRead / bytes);
        if (seen.length === 2) stop.abort();
      },
    });
    await expect(running).rejects.toThrow(/abort/i);
    const before = memory.engagements.size;
    expect(before).toBeLessThan(12_000);
    expect(Math.max(...seen)).toBeLessThanOrEqual(1);
    const report = await importFile(memory.stores, { kind: 'engagements', path });
    expect(report).toMatchObject({ inserted: 12_000 - before, duplicates: before });
    expect(memory.engagements.size).toBe(12_000);
  });

  it.each([
    ['an empty file', '', /empty/],
    ['no column for a required field', 'who,item\nu,c\n', /userId.*"who", "item".*--map/s],
    ['two columns for one field', 'user,learner_id,item\nu,u,c\n', /"user" and "learner_id" could both be userId/],
  ])('refuses %s with what to do', async (_, text, message) => {
    await expect(run('engagements', text)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  });

  it('says so when there is no such file', async () => {
    const { stores } = memoryStores();
    await expect(importFile(stores, { kind: 'users', path: join(folder, 'missing.csv') })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/no such file/),
    });
  });
});

describe('readTestSet', () => {
  it('reads engagements without storing anything', async () => {
    const memory = await withContent();
    await run('users', 'id\nu1\n', {}, memory);
    const path = await file('user,item,timestamp\nu1,c1,10\nnew,c2,20\nu1,c3,30\nother,c1,40\nnew,c1,50\n');
    const set = await readTestSet(memory.stores, { path });
    expect(set).toMatchObject({ records: 5, refused: 1, unknownUsers: 2 });
    expect([...set.columns.userPk]).toEqual([1, -1, -2, -1]);
    expect([...set.columns.contentPk]).toEqual([1, 2, 1, 1]);
    expect([...set.columns.timestamp]).toEqual([10_000, 20_000, 40_000, 50_000]);
    expect([...set.columns.liked]).toEqual([-1, -1, -1, -1]);
    expect(memory.users.size).toBe(1);
    expect(memory.engagements.size).toBe(0);
  });
});
