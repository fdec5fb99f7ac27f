import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CHOICES, retrainInputOf } from '../../../studio/src/models/train-input.js';

describe('what a training is asked for', () => {
  it('is AUTO where nothing is chosen', () => {
    expect(retrainInputOf(DEFAULT_CHOICES)).toEqual({ algorithm: 'AUTO' });
  });

  it('leaves out what was not typed, and what belongs to another choice', () => {
    const choices = {
      ...DEFAULT_CHOICES,
      options: { factors: '64', regularization: ' ' },
      trials: '5',
      budget: '60',
      testShare: '0.1',
      seed: '7',
      note: '  spring  ',
      ifRunning: 'REJECT' as const,
    };
    const common = { testShare: 0.1, seed: 7, note: 'spring', ifRunning: 'REJECT' };
    expect(retrainInputOf(choices)).toEqual({ algorithm: 'AUTO', timeBudgetSeconds: 60, ...common });
    expect(retrainInputOf({ ...choices, algorithm: 'IALS' })).toEqual({ algorithm: 'IALS', ...common });
    expect(retrainInputOf({ ...choices, algorithm: 'IALS', source: 'GIVEN' })).toEqual({
      algorithm: 'IALS',
      hyperParameters: [{ name: 'factors', value: 64 }],
      ...common,
    });
    expect(retrainInputOf({ ...choices, algorithm: 'IALS', source: 'SEARCH' })).toEqual({
      algorithm: 'IALS',
      hyperParameters: [{ name: 'factors', value: 64 }],
      search: { method: 'HALVING', trials: 5, budgetSeconds: 60 },
      ...common,
    });
  });
});
