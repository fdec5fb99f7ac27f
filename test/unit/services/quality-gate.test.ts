import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../src/services/quality-gate.js';

const compared = (low: number, high: number) => ({
  comparable: true as const,
  k: 10,
  users: 500,
  cutoff: null,
  challenger: 0.21,
  champion: 0.2,
  difference: (low + high) / 2,
  low,
  high,
});

describe('the quality gate', () => {
  it.each([
    [-0.05, -0.01, 'KEPT', 'significantly worse'],
    [-0.05, 0.01, 'ACTIVATED', 'not significantly different'],
    [-0.05, 0, 'ACTIVATED', 'not significantly different'],
    [0, 0, 'ACTIVATED', 'not significantly different'],
    [0.01, 0.05, 'ACTIVATED', 'significantly better'],
  ])('for a difference of %d to %d: %s', (low, high, decision, words) => {
    const activation = judge(compared(low, high), { id: 7 });
    expect(activation).toMatchObject({ decision, comparedWith: '7', comparison: { users: 500, low, high } });
    expect(activation.reason).toContain(words);
    expect(activation.reason).toContain('model 7');
  });

  it('lets through what cannot be compared, and says why', () => {
    expect(judge({ comparable: false, reason: 'it has no hold-out' }, { id: 7 })).toEqual({
      decision: 'ACTIVATED',
      reason: 'Model 7, in service, cannot be compared: it has no hold-out.',
      comparedWith: '7',
      comparison: null,
    });
  });
});
