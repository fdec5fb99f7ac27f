import { describe, expect, it } from '@jest/globals';
import { gather } from '../../../src/services/gather.js';

/** A read whose calls wait until they are let go. */
function held() {
  const reads: { keys: readonly number[]; end: (error?: Error) => void }[] = [];
  const read = (keys: readonly number[]): Promise<ReadonlySet<number>> =>
    new Promise((resolve, reject) => {
      reads.push({ keys, end: (error) => (error ? reject(error) : resolve(new Set(keys))) });
    });
  return { reads, read };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('gather', () => {
  it('makes one read of the calls of one turn, each key once', async () => {
    const { reads, read } = held();
    const ask = gather(read);
    const answers = [ask([1, 2]), ask([2, 3]), ask([3])];
    await turn();
    expect(reads.map(({ keys }) => keys)).toEqual([[1, 2, 3]]);
    reads[0].end();
    expect(await Promise.all(answers)).toEqual(Array(3).fill(new Set([1, 2, 3])));
  });

  it('lets what comes while enough reads are under way go together afterwards', async () => {
    const { reads, read } = held();
    const ask = gather(read, { running: 2 });
    for (const key of [1, 2, 3, 4]) {
      void ask([key]);
      await turn();
    }
    expect(reads.map(({ keys }) => keys)).toEqual([[1], [2]]);
    reads[1].end();
    await turn();
    expect(reads.map(({ keys }) => keys)).toEqual([[1], [2], [3, 4]]);
  });

  it('never adds to a read that has begun', async () => {
    const { reads, read } = held();
    const ask = gather(read);
    void ask([1]);
    await turn();
    void ask([1]);
    await turn();
    expect(reads.map(({ keys }) => keys)).toEqual([[1], [1]]);
  });

  it('bounds the keys of a read, but never splits a call', async () => {
    const { reads, read } = held();
    const ask = gather(read, { running: 9, most: 3 });
    for (const keys of [[1, 2], [3, 4], [5], [6, 7, 8, 9]]) void ask(keys);
    await turn();
    expect(reads.map(({ keys }) => keys)).toEqual([
      [1, 2],
      [3, 4, 5],
      [6, 7, 8, 9],
    ]);
  });

  it('keeps what is wrong with one call from the others', async () => {
    const ask = gather(async (keys: readonly number[]) => {
      if (keys.includes(13)) throw new Error('thirteen');
      return keys.length;
    });
    const answers = await Promise.allSettled([ask([1]), ask([13]), ask([2, 3])]);
    expect(answers).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: { message: 'thirteen' } },
      { status: 'fulfilled', value: 2 },
    ]);
  });

  it('does not try each alone where all would fail alike', async () => {
    let reads = 0;
    const ask = gather(
      async (_: readonly number[]) => {
        reads++;
        throw new Error('no database');
      },
      { isCommon: () => true },
    );
    const answers = await Promise.allSettled([ask([1]), ask([2])]);
    expect([answers.map(({ status }) => status), reads]).toEqual([['rejected', 'rejected'], 1]);
  });
});
