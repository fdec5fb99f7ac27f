import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  leaveLastOutSplit,
  perUserSplit,
  splitAt,
  stratifiedSplit,
  temporalSplit,
  type Split,
} from '../../../src/evaluation/split.js';
import { createRandom } from '../../../src/model/random.js';
import { columnsOf, someRows, type Row } from './engagement-rows.js';

const testRowsOf = (split: Split, rows: readonly Row[]): Row[] => [...split.test].map((row) => rows[row]);

function expectPartition(split: Pick<Split, 'train' | 'test'>, rows: number): void {
  expect([...split.train, ...split.test].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
}

describe('temporalSplit', () => {
  it('holds out the latest fifth, wherever the rows stand', () => {
    // Instants 10, 20 .. 100 in a scrambled order; the two latest are 90 (row 3) and 100 (row 0).
    const instants = [100, 30, 50, 90, 10, 60, 80, 20, 70, 40];
    const split = temporalSplit(columnsOf(instants.map((at, i) => [i % 3, i, at])));
    expect(split.protocol).toBe('TEMPORAL');
    expect(split.cutoff).toBe(90);
    expect([...split.test]).toEqual([0, 3]);
    expect([...split.train]).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
  });

  it('keeps equal timestamps together and cuts at the nearer end of the tie', () => {
    // Wanted: 2 of 10. The quantile lies in the tie of five 2s: 6 rows from its start, 1 from its end.
    const nearEnd = temporalSplit(columnsOf([1, 1, 1, 1, 2, 2, 2, 2, 2, 3].map((at, i) => [0, i, at])));
    expect(nearEnd.cutoff).toBe(3);
    expect([...nearEnd.test]).toEqual([9]);
    // Here the tie 2, 2, 2 ends the data: 3 rows from its start, none from its end.
    const nearStart = temporalSplit(columnsOf([1, 1, 1, 1, 1, 1, 1, 2, 2, 2].map((at, i) => [0, i, at])));
    expect(nearStart.cutoff).toBe(2);
    expect([...nearStart.test]).toEqual([7, 8, 9]);
  });

  it('lets a pair stand on both sides as two engagements', () => {
    const rows: Row[] = [1, 2, 3, 4, 5].map((at) => [0, 0, at]);
    const split = temporalSplit(columnsOf(rows));
    expect([[...split.train], [...split.test]]).toEqual([[0, 1, 2, 3], [4]]);
  });

  it('falls back to a split per learner where time cannot separate', () => {
    const equal = columnsOf(Array.from({ length: 10 }, (_, i): Row => [i % 2, i, 7]));
    expect(temporalSplit(equal)).toEqual(perUserSplit(equal, 0.2, createRandom(0)));
    expect(temporalSplit(equal).protocol).toBe('PER_USER_RATIO');
    // 97 rows without a real date, three with one: three rows are no test part for 20 wanted.
    const tied = temporalSplit(columnsOf(Array.from({ length: 100 }, (_, i): Row => [i % 9, i, i < 97 ? 0 : i])));
    expect(tied.protocol).toBe('PER_USER_RATIO');
  });

  it('splits no rows and one row without a fault', () => {
    expect(temporalSplit(columnsOf([]))).toMatchObject({ train: new Int32Array(0), test: new Int32Array(0) });
    expect(temporalSplit(columnsOf([[1, 1, 1]]))).toMatchObject({ train: Int32Array.of(0), test: new Int32Array(0) });
  });

  it.each([0, 1, -0.1, Number.NaN])('refuses a test share of %p', (share) => {
    expect(() => temporalSplit(columnsOf([]), share)).toThrow(/testShare/);
    expect(() => perUserSplit(columnsOf([]), share, createRandom(1))).toThrow(/testShare/);
  });

  it('parts the rows completely, and by time when it says so', () => {
    fc.assert(
      fc.property(someRows, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (rows, share) => {
        const split = temporalSplit(columnsOf(rows), share);
        expectPartition(split, rows.length);
        if (split.protocol !== 'TEMPORAL') return;
        expect(split.train.length * split.test.length).toBeGreaterThan(0);
        for (const row of split.train) expect(rows[row][2]).toBeLessThan(split.cutoff as number);
        for (const row of split.test) expect(rows[row][2]).toBeGreaterThanOrEqual(split.cutoff as number);
      }),
    );
  });
});

describe('splitAt', () => {
  it('repeats an earlier split on data that has changed since', () => {
    const rows: Row[] = Array.from({ length: 10 }, (_, i): Row => [0, i, 10 * i]);
    const first = temporalSplit(columnsOf(rows));
    expect(splitAt(columnsOf(rows), first.cutoff as number)).toEqual(first);
    // Six early rows are gone: the quantile would move to 90, and 80, held out before, into training.
    const later = splitAt(columnsOf(rows.slice(6)), first.cutoff as number);
    expect(later).toMatchObject({ protocol: 'TEMPORAL', cutoff: 80 });
    expect([[...later.train], [...later.test]]).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(temporalSplit(columnsOf(rows.slice(6))).cutoff).toBe(90);
  });

  it('leaves a side empty where the instant is outside the data', () => {
    expect(splitAt(columnsOf([[0, 0, 5]]), 6).test).toHaveLength(0);
    expect(splitAt(columnsOf([[0, 0, 5]]), 5).train).toHaveLength(0);
  });
});

describe('perUserSplit', () => {
  it('holds out the latest pairs of each learner, with all their rows', () => {
    const rows: Row[] = [
      [1, 10, 5], // learner 1: latest rows 10 -> 9, 11 -> 2, 12 -> 3, 13 -> 4; one of four pairs is held out: 10
      [1, 11, 2],
      [1, 12, 3],
      [1, 13, 4],
      [1, 10, 9],
      [2, 10, 1], // one pair: training
      [3, 11, 8], // two pairs: the later one is held out
      [3, 12, 7],
    ];
    const split = perUserSplit(columnsOf(rows), 0.25, createRandom(1));
    expect(split).toMatchObject({ protocol: 'PER_USER_RATIO', cutoff: null });
    expect([...split.test]).toEqual([0, 4, 6]);
  });

  it('holds out round(n * share) pairs, at least one and never all', () => {
    const heldOf = (pairs: number, share: number): number =>
      perUserSplit(columnsOf(Array.from({ length: pairs }, (_, i): Row => [0, i, i])), share, createRandom(1)).test
        .length;
    expect([1, 2, 3, 4, 8, 10, 20].map((pairs) => heldOf(pairs, 0.25))).toEqual([0, 1, 1, 1, 2, 3, 5]);
    expect([2, 3, 10].map((pairs) => heldOf(pairs, 0.99))).toEqual([1, 2, 9]);
  });

  it('draws the order of equal timestamps from the seed, evenly', () => {
    const rows = columnsOf(Array.from({ length: 4000 }, (_, i): Row => [Math.floor(i / 4), i % 4, 0]));
    const split = perUserSplit(rows, 0.25, createRandom(5));
    expect(perUserSplit(rows, 0.25, createRandom(5))).toEqual(split);
    expect(perUserSplit(rows, 0.25, createRandom(6))).not.toEqual(split);
    // 1,000 learners hold out one of four items: Bin(1000, 1/4) has mean 250 and deviation 13.7; bounds at 4 deviations.
    const held = [0, 0, 0, 0];
    for (const row of split.test) held[row % 4]++;
    for (const count of held) expect(Math.abs(count - 250)).toBeLessThan(55);
  });

  it('is complete, puts no pair on both sides, and holds out nothing earlier than what it keeps', () => {
    fc.assert(
      fc.property(someRows, fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.nat(), (rows, share, seed) => {
        const split = perUserSplit(columnsOf(rows), share, createRandom(seed));
        expectPartition(split, rows.length);
        const pair = (row: number): string => `${rows[row][0]}:${rows[row][1]}`;
        const trained = new Set([...split.train].map(pair));
        expect([...split.test].filter((row) => trained.has(pair(row)))).toEqual([]);
        for (const held of split.test) {
          const user = rows[held][0];
          const latest = Math.max(...[...split.test].filter((r) => pair(r) === pair(held)).map((r) => rows[r][2]));
          const kept = [...split.train].filter((row) => rows[row][0] === user).map((row) => rows[row][2]);
          expect(kept.length).toBeGreaterThan(0);
          expect(Math.max(...kept)).toBeLessThanOrEqual(latest);
        }
      }),
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, seed) => {
        const shuffled = createRandom(seed).shuffle([...rows]);
        const sorted = (split: Split, of: readonly Row[]): string[] => testRowsOf(split, of).map(String).sort();
        expect(sorted(perUserSplit(columnsOf(shuffled), 0.3, createRandom(3)), shuffled)).toEqual(
          sorted(perUserSplit(columnsOf(rows), 0.3, createRandom(3)), rows),
        );
      }),
    );
  });
});

describe('leaveLastOutSplit', () => {
  it('holds out the latest pair of each learner, with all its rows, and leaves single pairs in training', () => {
    const rows: Row[] = [
      [1, 10, 5],
      [1, 11, 2],
      [1, 12, 3],
      [1, 10, 9], // learner 1: the latest is content 10, at 9, with its earlier row
      [2, 10, 1], // one pair: training
      [3, 11, 8], // the later of two
      [3, 12, 7],
    ];
    const split = leaveLastOutSplit(columnsOf(rows), createRandom(1));
    expect(split).toMatchObject({ protocol: 'LEAVE_LAST_OUT', cutoff: null });
    expect([...split.test]).toEqual([0, 3, 5]);
    expect([...split.train]).toEqual([1, 2, 4, 6]);
  });

  it('holds out one pair of every learner with two, never another', () => {
    fc.assert(
      fc.property(someRows, fc.nat(), (rows, seed) => {
        const split = leaveLastOutSplit(columnsOf(rows), createRandom(seed));
        expectPartition(split, rows.length);
        for (let user = 0; user <= 5; user++) {
          const pairs = new Set(rows.filter(([u]) => u === user).map(([, item]) => item));
          const held = new Set([...split.test].filter((row) => rows[row][0] === user).map((row) => rows[row][1]));
          expect(held.size).toBe(pairs.size >= 2 ? 1 : 0);
        }
      }),
    );
  });
});

describe('stratifiedSplit', () => {
  /** Training rows by learner. */
  const trained = (rows: readonly Row[], seed: number, share?: number): Map<number, number> => {
    const split = stratifiedSplit(columnsOf(rows), createRandom(seed), share);
    expectPartition(split, rows.length);
    const counts = new Map(rows.map(([user]) => [user, 0]));
    for (const row of split.train) counts.set(rows[row][0], counts.get(rows[row][0])! + 1);
    return counts;
  };

  it('takes the share that python_stratified_split of microsoft/recommenders takes', () => {
    // There a row of rank r among n, from 1, is training where r / n <= 0.75. For n = 1, 2, ... 10:
    const published = [0, 1, 2, 3, 3, 4, 5, 6, 6, 7];
    const rows = published.flatMap((_, user) => Array.from({ length: user + 1 }, (__, item): Row => [user, item, 1]));
    expect([...trained(rows, 3).values()]).toEqual(published);
    // At a ratio of 0.5: 0, 1, 1, 2, 2, 3, 3, 4, 4, 5.
    expect([...trained(rows, 3, 0.5).values()]).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 5]);
  });

  it('draws at random, whatever the times: every row is held out equally often', () => {
    const rows = Array.from({ length: 8 }, (_, item): Row => [0, item, item]);
    const held = new Array<number>(8).fill(0);
    for (let seed = 0; seed < 1000; seed++)
      for (const row of stratifiedSplit(columnsOf(rows), createRandom(seed)).test) held[row]++;
    // Bin(1000, 1/4): mean 250, deviation 13.7; bounds at 4 deviations.
    for (const count of held) expect(Math.abs(count - 250)).toBeLessThan(55);
  });

  it('depends on the seed and not on the order of the rows', () => {
    const rows = Array.from({ length: 40 }, (_, n): Row => [n % 2, n, 1]);
    const heldOf = (of: readonly Row[], seed: number): string[] =>
      [...stratifiedSplit(columnsOf(of), createRandom(seed)).test].map((row) => of[row].slice(0, 2).join()).sort();
    expect(heldOf([...rows].reverse(), 1)).toEqual(heldOf(rows, 1));
    expect(heldOf(rows, 2)).not.toEqual(heldOf(rows, 1));
  });

  it('refuses a share out of range', () => {
    for (const share of [0, 1, NaN])
      expect(() => stratifiedSplit(columnsOf([]), createRandom(1), share)).toThrow('testShare');
  });
});
