import { describe, expect, it } from '@jest/globals';
import { chooseSplit, isValidationLearner, splitEngagementsAt, splitForHoldout } from '../../../src/compute/holdout.js';

describe('isValidationLearner', () => {
  it('takes a third of the learners, within the error of a sample of 9,000 (4 standard deviations)', () => {
    const n = 9000;
    let taken = 0;
    for (let pk = 1; pk <= n; pk++) if (isValidationLearner(pk, 42)) taken++;
    expect(Math.abs(taken - n / 3)).toBeLessThan(4 * Math.sqrt((n * 2) / 9));
  });

  it('decides the same every time, and otherwise under another seed', () => {
    const pks = Array.from({ length: 200 }, (_, i) => i);
    const under = (seed: number): boolean[] => pks.map((pk) => isValidationLearner(pk, seed));
    expect(under(1)).toEqual(under(1));
    expect(under(1)).not.toEqual(under(2));
  });
});

describe('the hold-out of a training', () => {
  /** Learners with five engagements each, `gap` apart, one learner after the other. */
  const data = (learners: number, gap: number) => {
    const length = 5 * learners;
    return {
      length,
      userPk: Int32Array.from({ length }, (_, row) => Math.floor(row / 5)),
      contentPk: Int32Array.from({ length }, (_, row) => row % 7),
      timestamp: Float64Array.from({ length }, (_, row) => Math.floor(row / 5) + (row % 5) * gap),
      durationSeconds: new Int32Array(length).fill(-1),
      liked: new Int8Array(length).fill(-1),
      type: new Uint8Array(length),
    };
  };

  it('is cut by time where learners come back', () => {
    const { split, cut } = chooseSplit(data(100, 20), 0.2, 42);
    expect(split.protocol).toBe('TEMPORAL');
    expect(cut).toEqual({ protocol: 'TEMPORAL', cutoff: split.cutoff, testShare: 0.2, seed: 42 });
  });

  it('is cut per learner where hardly anybody does, and says so', () => {
    const { split, cut } = chooseSplit(data(100, 0.01), 0.2, 42);
    expect(cut).toEqual({ protocol: 'PER_USER_RATIO', cutoff: null, testShare: 0.2, seed: 42 });
    expect(split).toEqual(splitForHoldout(data(100, 0.01), cut));
    expect(split.test).toHaveLength(100);
  });

  it('is cut by time where there are too few learners for either', () => {
    expect(chooseSplit(data(15, 0.01), 0.2, 42).split.protocol).toBe('TEMPORAL');
  });
});

describe('splits of data with feedback', () => {
  /** Ten engagements at 1..10, then feedback at 2 and 9. */
  const timestamps = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2, 9];
  const columns = {
    length: 12,
    userPk: Int32Array.from({ length: 12 }, (_, row) => row % 2),
    contentPk: Int32Array.from({ length: 12 }, (_, row) => row),
    timestamp: Float64Array.from(timestamps),
    durationSeconds: new Int32Array(12).fill(-1),
    liked: new Int8Array(12).fill(-1),
    type: new Uint8Array(12),
    feedbackFrom: 10,
  };

  it('learn from feedback before the cut, and never test with any', () => {
    const split = splitEngagementsAt(columns, 8);
    expect([...split.train]).toEqual([0, 1, 2, 3, 4, 5, 6, 10]);
    expect([...split.test]).toEqual([7, 8, 9]);
    const { split: chosen, cut } = chooseSplit(columns, 0.25, 42);
    expect(chosen.protocol).toBe('TEMPORAL');
    expect([...chosen.test].every((row) => row < 10)).toBe(true);
    expect(splitForHoldout(columns, cut)).toEqual(chosen);
    const perUser = splitForHoldout(columns, { protocol: 'PER_USER_RATIO', cutoff: null, testShare: 0.4, seed: 1 });
    expect(perUser.test.length).toBeGreaterThan(0);
    expect([...perUser.test].every((row) => row < 10)).toBe(true);
  });
});
