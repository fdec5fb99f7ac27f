import { describe, expect, it } from '@jest/globals';
import { isValidationLearner } from '../../../src/compute/holdout.js';

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
