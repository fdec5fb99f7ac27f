import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { relevantItems, relevantTo, sampleRelevance, selectRelevance } from '../../../src/evaluation/relevance.js';
import { createRandom } from '../../../src/model/random.js';
import { interactionsOf, someRows, type Row } from './engagement-rows.js';

const plain = (relevance: ReturnType<typeof relevantItems>): [number, number[]][] =>
  [...relevance.users].map((user, position) => [user, [...relevantTo(relevance, position)]]);

describe('relevantItems', () => {
  it('leaves out dislikes, what was seen in training and learners without anything left; keeps cold learners', () => {
    const train: Row[] = [
      [0, 3, 1],
      [1, 0, 1],
      [2, 1, 1, 0],
    ];
    const test: Row[] = [
      [0, 4, 9], // relevant
      [0, 1, 10], // relevant, and first by place
      [0, 3, 11], // engaged again after the cutoff: seen in training
      [1, 2, 9, 0], // disliked
      [2, 1, 9, 1], // disliked in training is seen, too
      [3, 0, 9], // cold learner
    ];
    const relevance = relevantItems(interactionsOf(test, 5, 5), interactionsOf(train, 5, 5));
    expect(plain(relevance)).toEqual([
      [0, [1, 4]],
      [3, [0]],
    ]);
  });

  it('is empty where there is no test row', () => {
    const relevance = relevantItems(interactionsOf([], 3, 3), interactionsOf([[0, 0, 1]], 3, 3));
    expect([...relevance.users, ...relevance.items]).toEqual([]);
    expect([...relevance.ptr]).toEqual([0]);
  });

  it('refuses parts over different vocabularies', () => {
    expect(() => relevantItems(interactionsOf([], 3, 3), interactionsOf([], 3, 4))).toThrow(RangeError);
    expect(() => relevantItems(interactionsOf([], 2, 3), interactionsOf([], 3, 3))).toThrow(RangeError);
  });

  it('equals the set difference, learner by learner', () => {
    fc.assert(
      fc.property(someRows, someRows, (train, test) => {
        const expected: [number, number[]][] = [];
        for (let user = 0; user < 6; user++) {
          const seen = new Set(train.filter((row) => row[0] === user).map((row) => row[1]));
          const held = new Set(test.filter((row) => row[0] === user).map((row) => row[1]));
          const items = [...held].filter((item) => !seen.has(item)).sort((a, b) => a - b);
          if (items.length > 0) expected.push([user, items]);
        }
        expect(plain(relevantItems(interactionsOf(test, 6, 8), interactionsOf(train, 6, 8)))).toEqual(expected);
      }),
    );
  });
});

describe('selecting learners', () => {
  const relevance = relevantItems(
    interactionsOf(
      [
        [0, 1, 1],
        [0, 2, 1],
        [2, 0, 1],
        [3, 3, 1],
        [5, 2, 1],
        [5, 1, 1],
        [5, 0, 1],
      ],
      6,
      4,
    ),
    interactionsOf([], 6, 4),
  );

  it('takes positions in the order given', () => {
    expect(plain(selectRelevance(relevance, Int32Array.of(3, 0)))).toEqual([
      [5, [0, 1, 2]],
      [0, [1, 2]],
    ]);
  });

  it('samples without replacement, by seed, and leaves the source alone', () => {
    const sample = sampleRelevance(relevance, 2, createRandom(4));
    expect(sampleRelevance(relevance, 2, createRandom(4))).toEqual(sample);
    expect(new Set(sample.users).size).toBe(2);
    for (const entry of plain(sample)) expect(plain(relevance)).toContainEqual(entry);
    expect([...sample.users]).toEqual([...sample.users].sort());
    expect([...relevance.users]).toEqual([0, 2, 3, 5]);
  });

  it('takes all learners for size 0 or a size that is not reached', () => {
    expect(sampleRelevance(relevance, 0, createRandom(4))).toBe(relevance);
    expect(sampleRelevance(relevance, 4, createRandom(4))).toBe(relevance);
  });
});
