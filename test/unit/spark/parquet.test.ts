import { describe, expect, it } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import { writeEngagements } from '../../../src/spark/engagement-parquet.js';
import { readFactors } from '../../../src/spark/read-factors.js';

function columnsOf(length: number): EngagementColumns {
  return {
    length,
    userPk: Int32Array.from({ length }, (_, row) => row),
    contentPk: Int32Array.from({ length }, (_, row) => row % 7),
    timestamp: Float64Array.from({ length }, (_, row) => 1_750_000_000_000 + row),
    durationSeconds: new Int32Array(length).fill(600),
    liked: Int8Array.from({ length }, (_, row) => [MISSING, 1, 0][row % 3]),
    type: Uint8Array.from({ length }, (_, row) => row % 5),
  };
}

const fileOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;

describe('engagements as Parquet', () => {
  it('carry key, instant, strength and opinion', async () => {
    const files = new Map<string, Uint8Array>();
    expect(await writeEngagements([columnsOf(4)], async (name, bytes) => void files.set(name, bytes))).toBe(4);
    expect([...files.keys()]).toEqual(['part-00000.parquet']);
    const at = 1_750_000_000_000n;
    // 600 s are 2 points, a like 5 more: 1 * (1 + 2 / 10), 1.5 * (1 + 7 / 10), a dislike 0, 4 * (1 + 2 / 10).
    expect(await parquetReadObjects({ file: fileOf([...files.values()][0]) })).toEqual([
      { user: 0, item: 0, at, strength: Math.fround(1.2), opinion: -1 },
      { user: 1, item: 1, at: at + 1n, strength: Math.fround(2.55), opinion: 1 },
      { user: 2, item: 2, at: at + 2n, strength: 0, opinion: 0 },
      { user: 3, item: 3, at: at + 3n, strength: Math.fround(4.8), opinion: -1 },
    ]);
  });

  it('are cut into files of so many rows, whatever parts they come in', async () => {
    const counts: number[] = [];
    const put = async (_: string, bytes: Uint8Array): Promise<void> => {
      counts.push((await parquetReadObjects({ file: fileOf(bytes), columns: ['user'] })).length);
    };
    const parts = [columnsOf(600), columnsOf(1), columnsOf(420), columnsOf(30), columnsOf(60_000)];
    expect(await writeEngagements(parts, put, { rowsPerFile: 1000 })).toBe(61_051);
    expect(counts.reduce((sum, rows) => sum + rows, 0)).toBe(61_051);
    expect(counts).toEqual([1021, 50_030, 10_000]);
  });

  it('are one empty file where there are none, so that there is something to read', async () => {
    const names: string[] = [];
    await writeEngagements([], async (name) => void names.push(name));
    expect(names).toEqual(['part-00000.parquet']);
  });
});

describe('factors from Parquet', () => {
  const written = (ids: number[], features: (number | null)[][]): Uint8Array =>
    new Uint8Array(
      parquetWriteBuffer({
        // As Spark writes an array<float>.
        schema: [
          { name: 'spark_schema', num_children: 2 },
          { name: 'id', type: 'INT32', repetition_type: 'REQUIRED' },
          { name: 'features', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
          { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
          { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
        ],
        columnData: [
          { name: 'id', data: Int32Array.from(ids) },
          { name: 'features', data: features },
        ],
      }),
    );
  const placeOf = (id: number): number => [10, 20, 30].indexOf(id);
  const read = async (bytes: Uint8Array): Promise<number[]> => {
    const matrix = new Float32Array(6);
    await readFactors(bytes, placeOf, 2, matrix);
    return [...matrix];
  };

  it('go to the rows of their keys; what Spark has no vector of stays zero', async () => {
    expect(
      await read(
        written(
          [30, 10],
          [
            [1.5, -2],
            [0.25, 4],
          ],
        ),
      ),
    ).toEqual([0.25, 4, 0, 0, 1.5, -2]);
  });

  it.each([
    ['a key that is not in the catalogue', written([40], [[1, 2]]), /no content with the key 40/],
    ['a vector of another length', written([10], [[1, 2, 3]]), /not 2 numbers/],
    ['what is not a number', written([10], [[1, NaN]]), /not a number/],
    ['bytes that are no Parquet', new Uint8Array(100), /cannot be read/],
  ])('refuse %s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'SPARK_FAILED', message: expect.stringMatching(message) });
  });
});
