import { describe, expect, it } from '@jest/globals';
import { rankUsers, seenInTraining, type RankTask } from '../../../src/evaluation/rank.js';
import { interactionsOf } from './engagement-rows.js';

const train = interactionsOf(
  [
    [0, 0, 1],
    [0, 3, 2, 0],
    [2, 1, 1],
  ],
  3,
  5,
);

function task(overrides: Partial<RankTask> = {}): RankTask {
  return {
    users: Int32Array.of(0, 1, 2),
    k: 3,
    items: 5,
    score: (_user, out) => out.set([5, 4, 3, 2, 1]),
    excluded: seenInTraining(train),
    tieRank: null,
    ...overrides,
  };
}

const plain = (lists: readonly Int32Array[]): number[][] => lists.map((list) => [...list]);

describe('rankUsers', () => {
  it('ranks the whole catalogue without what the learner saw, and refills to k', () => {
    // Learner 0 saw 0 and 3 (disliked is seen), learner 1 is cold, learner 2 saw 1: one learner's mask never reaches the next.
    expect(plain(rankUsers(task()))).toEqual([
      [1, 2, 4],
      [0, 1, 2],
      [0, 2, 3],
    ]);
  });

  it('gives shorter lists where fewer items are left, down to none', () => {
    const all = (_user: number, mask: Uint8Array): void => void mask.fill(1);
    expect(plain(rankUsers(task({ k: 100 })))).toEqual([
      [1, 2, 4],
      [0, 1, 2, 3, 4],
      [0, 2, 3, 4],
    ]);
    expect(plain(rankUsers(task({ excluded: all })))).toEqual([[], [], []]);
    expect(rankUsers(task({ users: new Int32Array(0) }))).toEqual([]);
  });

  it('breaks ties by tieRank', () => {
    const lists = rankUsers(
      task({
        users: Int32Array.of(1),
        score: (_user, out) => out.fill(1),
        tieRank: Int32Array.of(4, 0, 3, 1, 2),
      }),
    );
    expect(plain(lists)).toEqual([[1, 3, 4]]);
  });

  it('scores each learner, in the order asked for', () => {
    const best = (user: number, out: Float64Array): void => {
      out.fill(0);
      out[user + 2] = 1;
    };
    const lists = rankUsers(task({ users: Int32Array.of(2, 0), k: 1, score: best }));
    expect(plain(lists)).toEqual([[4], [2]]);
  });

  it('reports progress up to 1 and can be stopped', () => {
    const fractions: number[] = [];
    rankUsers(task({ users: new Int32Array(130) }), (fraction) => void fractions.push(fraction));
    expect(fractions).toEqual([0, 64 / 130, 128 / 130, 1]);
    expect(() =>
      rankUsers(task(), () => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
  });
});

describe('seenInTraining', () => {
  it('masks nothing for learners unknown in training', () => {
    const mask = new Uint8Array(5);
    seenInTraining(train)(3, mask);
    seenInTraining(train)(-1, mask);
    expect([...mask]).toEqual([0, 0, 0, 0, 0]);
  });
});
