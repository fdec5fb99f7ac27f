import { describe, expect, it } from '@jest/globals';
import { createTurns } from '../../../src/services/turns.js';

/** Work that ends when it is told to. */
function work(log: string[], name: string) {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    end,
    run: async () => {
      log.push(`${name} begins`);
      await ended;
      log.push(`${name} ends`);
      return name;
    },
  };
}

describe('turns', () => {
  it('lets one at a time through, in the order of asking', async () => {
    const log: string[] = [];
    const turns = createTurns(1, 5, 'works');
    const works = ['a', 'b', 'c'].map((name) => work(log, name));
    const taken = works.map(({ run }) => turns.take(run));
    for (const { end } of [...works].reverse()) end();
    expect(await Promise.all(taken)).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('refuses with BUSY where too many wait, and takes again when one has left', async () => {
    const turns = createTurns(1, 1, 'works');
    const [a, b] = [work([], 'a'), work([], 'b')];
    const first = turns.take(a.run);
    const second = turns.take(b.run);
    await expect(turns.take(async () => 'c')).rejects.toMatchObject({
      code: 'BUSY',
      message: '2 works run or wait already. Try again later.',
    });
    a.end();
    await first;
    const third = turns.take(async () => 'd');
    b.end();
    expect(await Promise.all([second, third])).toEqual(['b', 'd']);
  });

  it('gives up a turn that has not come, and never begins it', async () => {
    const log: string[] = [];
    const turns = createTurns(1, 2, 'works');
    const [a, b, c] = ['a', 'b', 'c'].map((name) => work(log, name));
    const gone = new AbortController();
    const first = turns.take(a!.run);
    const second = turns.take(b!.run, gone.signal);
    const third = turns.take(c!.run);
    gone.abort();
    await expect(second).rejects.toMatchObject({ code: 'TRAINING_CANCELLED' });
    a!.end();
    c!.end();
    await Promise.all([first, third]);
    expect(log.filter((line) => line.startsWith('b'))).toEqual([]);
    await expect(turns.take(async () => 'e', gone.signal)).rejects.toMatchObject({ code: 'TRAINING_CANCELLED' });
  });

  it('goes on after work that fails', async () => {
    const turns = createTurns(1, 5, 'works');
    await expect(turns.take(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await turns.take(async () => 'next')).toBe('next');
  });
});
