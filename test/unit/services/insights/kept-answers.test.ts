import { describe, expect, it } from '@jest/globals';
import { createKeptAnswers } from '../../../../src/services/insights/kept-answers.js';

describe('createKeptAnswers', () => {
  it('computes once for all who ask within five minutes', async () => {
    let at = 0;
    let computed = 0;
    const kept = createKeptAnswers(() => new Date(at));
    const ask = () => kept.answer('key', async () => ++computed);
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    at = 299_999;
    expect(await ask()).toBe(1);
    at = 300_000;
    expect(await ask()).toBe(2);
  });

  it('keeps neither failures nor null', async () => {
    const kept = createKeptAnswers(() => new Date(0));
    await expect(kept.answer('key', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await kept.answer('key', async () => null)).toBeNull();
    expect(await kept.answer('key', async () => 7)).toBe(7);
  });

  it('computes two at a time', async () => {
    const kept = createKeptAnswers(() => new Date(0));
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const answers = [0, 1, 2, 3].map((n) =>
      kept.answer(`key ${n}`, async () => {
        begun.push(n);
        await new Promise<void>((end) => ends.push(end));
        return n;
      }),
    );
    expect(begun).toEqual([0, 1]);
    ends[0]();
    await answers[0];
    expect(begun).toEqual([0, 1, 2]);
    ends[1]();
    ends[2]();
    await answers[2];
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[3]();
    expect(await Promise.all(answers)).toEqual([0, 1, 2, 3]);
  });
});
