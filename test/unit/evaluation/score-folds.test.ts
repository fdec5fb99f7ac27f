import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldPairs, scoreOfPair, selectPairs } from '../../../src/evaluation/score-folds.js';
import { createRandom } from '../../../src/model/random.js';
import { interactionsOf, someRows } from './engagement-rows.js';

describe('foldPairs', () => {
  it('makes folds of equal size, the first ones larger by one', () => {
    const sizes = (pairs: number, folds: number): number[] => {
      const fold = foldPairs(pairs, folds, createRandom(1));
      return Array.from({ length: folds }, (_, f) => fold.filter((of) => of === f).length);
    };
    // As scikit-learn's and Surprise's KFold: 13 = 3 + 3 + 3 + 2 + 2.
    expect(sizes(13, 5)).toEqual([3, 3, 3, 2, 2]);
    expect(sizes(10, 5)).toEqual([2, 2, 2, 2, 2]);
    expect(sizes(2, 2)).toEqual([1, 1]);
  });

  it('is at random, by the seed', () => {
    expect(foldPairs(50, 5, createRandom(1))).toEqual(foldPairs(50, 5, createRandom(1)));
    expect(foldPairs(50, 5, createRandom(2))).not.toEqual(foldPairs(50, 5, createRandom(1)));
  });
});

describe('selectPairs', () => {
  it('parts the pairs completely, each with its own values', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, seed) => {
        const data = interactionsOf(rows, 6, 8);
        const fold = foldPairs(data.size, 2, createRandom(seed));
        const random = createRandom(seed);
        const pairsOf = (of: typeof data): string[] => {
          expect(of.rowPtr[of.users]).toBe(of.size);
          return Array.from({ length: of.users }, (_, user) => user).flatMap((user) =>
            Array.from({ length: of.rowPtr[user + 1] - of.rowPtr[user] }, (_, n) => {
              const entry = of.rowPtr[user] + n;
              return [user, of.item[entry], of.timestamp[entry], of.rating[entry], of.strength[entry]].join();
            }),
          );
        };
        const parts = [0, 1].map((f) => selectPairs(data, (entry) => fold[entry] === f, random));
        expect(parts.flatMap(pairsOf).sort()).toEqual(pairsOf(data).sort());
        parts.forEach((part, f) => expect(part.size).toBe(fold.filter((of) => of === f).length));
      }),
    );
  });
});

describe('scoreOfPair', () => {
  it('is the rating, and 0 for a dislike', () => {
    const data = interactionsOf(
      [
        [0, 0, 1, 1, 300],
        [0, 1, 2, 0, 300],
      ],
      1,
      2,
    );
    expect([scoreOfPair(data, 0), scoreOfPair(data, 1)]).toEqual([6, 0]);
  });
});
