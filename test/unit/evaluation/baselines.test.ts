import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countLearners, popularityLists, randomList } from '../../../src/evaluation/baselines.js';
import { interactionsOf } from './engagement-rows.js';

const nothing = (items: number): Uint8Array => new Uint8Array(items);

describe('randomList', () => {
  it('depends on seed and learner alone', () => {
    const first = randomList(7, 3, nothing(50), 5);
    randomList(7, 9, nothing(50), 5);
    expect(randomList(7, 3, nothing(50), 5)).toEqual(first);
    expect(randomList(7, 4, nothing(50), 5)).not.toEqual(first);
    expect(randomList(8, 3, nothing(50), 5)).not.toEqual(first);
  });

  it('prefers no item at any place', () => {
    const at = [0, 1].map(() => new Array<number>(5).fill(0));
    for (let user = 0; user < 2000; user++)
      randomList(1, user, nothing(5), 2).forEach((item, place) => at[place][item]++);
    // Bin(2000, 1/5): mean 400, deviation 17.9; bounds at 4 deviations.
    for (const counts of at) for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(72);
  });

  it('draws without replacement, never what is left out, and all that is left where less than k is', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.nat(12), fc.nat(), (out, k, user) => {
        const list = [...randomList(5, user, Uint8Array.from(out, Number), k)];
        expect(list).toHaveLength(Math.min(k, out.filter((one) => !one).length));
        expect(new Set(list).size).toBe(list.length);
        for (const item of list) expect(out[item]).toBe(false);
      }),
    );
  });
});

describe('popularityLists', () => {
  it('orders by count, then by tie rank, and leaves out what is excluded', () => {
    const list = popularityLists([1, 4, 1, 2], Int32Array.of(1, 0, 0, 0));
    expect([...list(nothing(4), 4)]).toEqual([1, 3, 2, 0]);
    expect([...list(Uint8Array.of(0, 1, 0, 0), 2)]).toEqual([3, 2]);
    expect([...list(Uint8Array.of(1, 1, 1, 1), 2)]).toEqual([]);
    expect([...popularityLists([1, 4, 1, 2], null)(nothing(4), 9)]).toEqual([1, 3, 0, 2]);
  });
});

describe('countLearners', () => {
  it('counts a learner once per item, however often, and with dislikes', () => {
    const data = interactionsOf(
      [
        [0, 1, 1],
        [0, 1, 2],
        [1, 1, 1, 0],
        [1, 2, 1],
      ],
      3,
      4,
    );
    expect([...countLearners(data)]).toEqual([0, 2, 1, 0]);
  });
});
