import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DIFFICULTY_LEVELS,
  ENGAGEMENT_TYPES,
  LEARNING_STYLES,
  SENIORITY_LEVELS,
} from '../../../../src/model/engagement.js';
import { csvLine } from '../../../../src/services/export/csv-line.js';
import { writeRecords, type ExportFormat } from '../../../../src/services/export/export-file.js';
import type { ExportRows } from '../../../../src/services/export/records.js';
import { importFile } from '../../../../src/services/import/import-file.js';
import { memoryStores } from '../import/memory-stores.js';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'learnrec-export-'))));
afterAll(() => rm(folder, { recursive: true }));

/** Text that Postgres can store, with what breaks careless readers. */
const tricky = fc.constantFrom(
  '"',
  '""',
  ',',
  ';',
  '|',
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  'ü',
  '数据',
  '😀',
  '\uFEFF',
  '[]',
  '\\N',
);
const text = fc
  .array(fc.oneof(tricky, fc.string({ maxLength: 5, unit: 'grapheme' })), { maxLength: 6 })
  .map((parts) => parts.join('').replaceAll('\u0000', ''));
const id = text.filter((value) => value.length > 0 && value.length <= 191);
const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const int32 = fc.integer({ min: 0, max: 2_147_483_647 });

const user: fc.Arbitrary<ExportRows['users']> = fc.record({
  id,
  title: orNull(text),
  department: orNull(text),
  seniorityLevel: orNull(fc.constantFrom(...SENIORITY_LEVELS)),
  learningStyle: orNull(fc.constantFrom(...LEARNING_STYLES)),
});
const content: fc.Arbitrary<ExportRows['content']> = fc.record({
  id,
  title: text,
  description: orNull(text),
  domain: orNull(text),
  subtopic: orNull(text),
  difficultyLevel: orNull(fc.constantFrom(...DIFFICULTY_LEVELS)),
  contentType: orNull(text),
  language: orNull(text),
  tags: fc.array(text, { maxLength: 4 }),
  durationMinutes: orNull(int32),
  publishedAt: orNull(instant),
  retiredAt: orNull(instant),
  prerequisites: fc.uniqueArray(id, { maxLength: 4 }),
});
const engagement: fc.Arbitrary<ExportRows['engagements']> = fc.record({
  userId: fc.constantFrom('u', '0010', ' ü "x"\n'),
  contentId: fc.constantFrom('c', '1;2'),
  timestamp: instant,
  durationSeconds: orNull(int32),
  liked: orNull(fc.boolean()),
  engagementType: fc.constantFrom(...ENGAGEMENT_TYPES),
  idempotencyKey: orNull(id),
});

const byId = { maxLength: 8, selector: ({ id }: { id: string }) => id };
const path = (): string => join(folder, 'file');

async function imported<Kind extends keyof ExportRows>(
  kind: Kind,
  rows: readonly ExportRows[Kind][],
  format: ExportFormat,
  memory = memoryStores(),
) {
  expect(await writeRecords(kind, [rows], { path: path(), format })).toEqual({ kind, format, records: rows.length });
  if (rows.length === 0 && format === 'jsonl') return memory;
  const report = await importFile(memory.stores, { kind, path: path() });
  expect(report).toMatchObject({ records: rows.length, refused: 0, errors: [] });
  return memory;
}

describe.each(['csv', 'jsonl'] as const)('an export as %s, imported', (format) => {
  it('gives the same learners', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(user, byId), async (rows) => {
        const { users } = await imported('users', rows, format);
        expect([...users.values()].map(({ pk: _, ...row }) => row)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same content', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(content, byId), async (rows) => {
        const { contents } = await imported('content', rows, format);
        const sorted = (list: readonly { readonly id?: string }[]) => list.toSorted((a, b) => (a.id! < b.id! ? -1 : 1));
        // Content with prerequisites is stored last.
        expect(sorted([...contents.values()].map(({ pk: _, ...row }) => row))).toEqual(sorted(rows));
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same engagements', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(engagement, {
          maxLength: 8,
          selector: (row) => [row.userId, row.contentId, row.timestamp.getTime(), row.engagementType].join(),
        }),
        async (rows) => {
          const memory = memoryStores();
          await memory.stores.contents.upsertMany(['c', '1;2'].map((of) => ({ id: of, title: 'T' })));
          await imported('engagements', rows, format, memory);
          const idOf = new Map([...memory.users.values(), ...memory.contents.values()].map((row) => [row, row.pk]));
          const find = (table: Map<string, { pk: number; id: string }>, pk: number): string =>
            [...table.values()].find((row) => row.pk === pk)!.id;
          expect(idOf.size).toBeGreaterThan(0);
          expect(
            [...memory.engagements.values()].map(({ userPk, contentPk, ...row }) => ({
              userId: find(memory.users, userPk),
              contentId: find(memory.contents, contentPk),
              ...row,
            })),
          ).toEqual(rows);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('writeRecords', () => {
  const rows = [{ id: '1', title: '', department: null, seniorityLevel: null, learningStyle: null }] as const;

  it('writes an empty text as a quoted cell and no value as nothing', async () => {
    await writeRecords('users', [rows], { path: path(), format: 'csv' });
    expect(await readFile(path(), 'utf8')).toBe('id,title,department,seniority_level,learning_style\n1,"",,,\n');
  });

  it('packs where the name ends in .gz', async () => {
    const packed = join(folder, 'users.jsonl.gz');
    await writeRecords('users', [rows], { path: packed, format: 'jsonl' });
    expect(JSON.parse(gunzipSync(await readFile(packed)).toString())).toEqual(rows[0]);
  });

  it('leaves a file that is there as it is until the new one is complete, and says why it cannot write', async () => {
    const old = join(folder, 'old.csv');
    await writeFile(old, 'before');
    async function* broken(): AsyncGenerator<typeof rows> {
      yield rows;
      throw new Error('the database is gone');
    }
    await expect(writeRecords('users', broken(), { path: old, format: 'csv' })).rejects.toThrow('the database is gone');
    expect(await readFile(old, 'utf8')).toBe('before');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
    const nowhere = join(folder, 'no', 'such', 'folder.csv');
    await expect(writeRecords('users', [rows], { path: nowhere, format: 'csv' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/Cannot write/),
    });
  });
});

describe('csvLine', () => {
  it('quotes what RFC 4180 asks for', () => {
    expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', '', null, ' h'])).toBe('a,"b,c","d""e","f\ng","",," h"\n');
  });
});
