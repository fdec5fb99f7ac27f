import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRecords, type SourceRecord } from '../../../../src/services/import/read-records.js';

async function read(text: string | Buffer, chunk = 1 << 16): Promise<SourceRecord[]> {
  const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let i = 0; i < bytes.length; i += chunk) yield bytes.subarray(i, i + chunk);
  }
  const records: SourceRecord[] = [];
  for await (const batch of readRecords(chunks())) records.push(...batch);
  return records;
}

const good = (records: SourceRecord[]) =>
  records.filter((r) => r.fault === undefined).map((r) => [r.line, ...r.fields]);
const bad = (records: SourceRecord[]) => records.filter((r) => r.fault !== undefined).map((r) => r.line);

describe('readRecords', () => {
  it.each([1, 2, 3, 7, 1000])('numbers records by their first line, in chunks of %d bytes', async (chunk) => {
    const text = 'id,title\r\n1,"two\r\nlines"\r\n\r\n2,"a ""quoted"" word"\n3,"comma, inside"\n';
    expect(good(await read(text, chunk))).toEqual([
      [1, 'id', 'title'],
      [2, '1', 'two\r\nlines'],
      [5, '2', 'a "quoted" word'],
      [6, '3', 'comma, inside'],
    ]);
  });

  it.each([
    ['tab', '\t'],
    ['semicolon', ';'],
    ['pipe', '|'],
  ])('finds a %s as the delimiter', async (_, delimiter) => {
    const text = ['id', 'title', 'tags'].join(delimiter) + '\n' + ['1', 'a, b', 'x'].join(delimiter);
    expect(good(await read(text))[1]).toEqual([2, '1', 'a, b', 'x']);
  });

  it('refuses a record with too few or too many fields and keeps its neighbours', async () => {
    const records = await read('a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,,\n13,14,15\n');
    expect(bad(records)).toEqual([3, 4]);
    expect(good(records).slice(1)).toEqual([
      [2, '1', '2', '3'],
      [5, '10', '11', '12'],
      [6, '13', '14', '15'],
    ]);
  });

  it('takes stray quotes within a field as they are', async () => {
    const records = await read('id,title\n1,6" pipe\n2,He said "hi"\n3,plain\n');
    expect(bad(records)).toEqual([]);
    expect(good(records).slice(1)).toEqual([
      [2, '1', '6" pipe'],
      [3, '2', 'He said "hi"'],
      [4, '3', 'plain'],
    ]);
  });

  it('loses one record to a quote that is never closed, wherever the next quote stands', async () => {
    const open = 'id,title\n1,"open\n';
    expect(bad(await read(`${open}2,plain\n3,plain\n`))).toEqual([2]);
    expect(good(await read(`${open}2,plain\n3,plain\n`)).map((r) => r[1])).toEqual(['id', '2', '3']);
    expect(good(await read(`${open}2,plain\n3,"closed, well"\n4,x\n`)).map((r) => r[1])).toEqual(['id', '2', '3', '4']);
    expect(bad(await read(`${open}2,plain\n3,"closed, well"\n4,x\n`))).toEqual([2]);
  });

  it('gets over an open quote and a line of more than a megabyte', async () => {
    const many = Array.from({ length: 6_000 }, (_, i) => `${i},${'title '.repeat(40)}`);
    const records = await read(
      ['id,title', 'x,"open', ...many, `y,${'z'.repeat(1_300_000)}`, 'last,one'].join('\n'),
      65_536,
    );
    expect(bad(records)).toEqual([2, 6_003]);
    expect(good(records)).toHaveLength(6_002);
    expect(good(records).at(-1)).toEqual([6_004, 'last', 'one']);
  });

  it('refuses text that is not UTF-8', async () => {
    const records = await read(
      Buffer.concat([Buffer.from('id,title\n1,caf'), Buffer.from([0xe9]), Buffer.from('\n2,café\n')]),
    );
    expect(bad(records)).toEqual([2]);
    expect(good(records).at(-1)).toEqual([3, '2', 'café']);
  });

  it('reads back whatever a correct writer writes, in chunks of any size', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', ' ', ';') });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, chunk, newline) => {
          const text = ['x,y', ...rows.map((row) => row.map(quote).join(','))].join(newline) + newline;
          const records = await read(text, chunk);
          expect(records.slice(1).map(({ fields, fault }) => ({ fields, fault }))).toEqual(
            rows.map((fields) => ({ fields, fault: undefined })),
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});
