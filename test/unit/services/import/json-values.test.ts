import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJsonValues, type JsonValue } from '../../../../src/services/import/json-values.js';

async function read(text: string | Buffer, size = 7): Promise<JsonValue[]> {
  const bytes = Buffer.from(text as string);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const out: JsonValue[] = [];
  for await (const batch of readJsonValues(chunks())) out.push(...batch);
  return out;
}

describe('readJsonValues', () => {
  it('reads lines, whatever their ends, and names the line of a broken one', async () => {
    expect(await read('{"a":1}\r\n\n{"a":2,}\n{"a":"}"}\n[1]\n7')).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 3, fault: expect.stringMatching(/^it is not JSON/) },
      { line: 4, value: { a: '}' } },
      { line: 5, fault: 'it is no JSON object' },
      { line: 6, fault: 'it is no JSON object' },
    ]);
  });

  it('reads an array over many lines, with the line on which each element starts', async () => {
    expect(await read('[\n  {"a": [1, {"b": "]}\\""}]},\n\n  {\n"a": 2}\n]\n')).toEqual([
      { line: 2, value: { a: [1, { b: ']}"' }] } },
      { line: 4, value: { a: 2 } },
    ]);
  });

  it('reads the statements of an answer, and a single object over several lines', async () => {
    expect(await read('{\n"statements": [{"id": 1}, {"id": 2}, 3],\n"more": ""}')).toEqual([
      { line: 1, value: { id: 1 } },
      { line: 1, value: { id: 2 } },
      { line: 1, fault: 'a statement is no JSON object' },
    ]);
    expect(await read('{\n"a":\n1}')).toEqual([{ line: 1, value: { a: 1 } }]);
  });

  it('says so where the file breaks off, and where it is not UTF-8', async () => {
    expect(await read('[{"a":1},\n{"b":')).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 2, fault: expect.stringMatching(/breaks off/) },
    ]);
    const latin1 = Buffer.concat([Buffer.from('{"a":1}\n{"b":"'), Buffer.from([0xe9]), Buffer.from('"}\n')]);
    expect((await read(latin1))[1]).toMatchObject({ line: 2, fault: expect.stringMatching(/UTF-8/) });
  });

  it('gives every object back, as lines and as an array, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (objects, size) => {
          const plain = objects.map((object) => JSON.parse(JSON.stringify(object)) as Record<string, unknown>);
          fc.pre(plain.every((object) => !Array.isArray(object['statements'])));
          const lines = plain.map((object) => `${JSON.stringify(object)}\n`).join('');
          expect((await read(lines, size)).map(({ value }) => value)).toEqual(plain);
          expect((await read(JSON.stringify(plain, null, 1), size)).map(({ value }) => value)).toEqual(plain);
        },
      ),
      { numRuns: 50 },
    );
  });
});
