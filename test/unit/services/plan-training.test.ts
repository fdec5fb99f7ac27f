import { describe, expect, it } from '@jest/globals';
import { planTraining } from '../../../src/services/plan-training.js';
import type { TrainRequest } from '../../../src/services/services.js';

describe('the plan of a training', () => {
  it('is AUTO with five minutes where nothing is said', () => {
    expect(planTraining({})).toEqual({
      algorithm: 'AUTO',
      hyperParameters: {},
      search: null,
      budgetSeconds: 300,
      seed: 42,
      testShare: 0.2,
      note: null,
    });
  });

  it('completes the options of a named algorithm', () => {
    const plan = planTraining({ algorithm: 'POPULARITY', hyperParameters: { halfLifeDays: 30 } });
    expect(plan).toMatchObject({ algorithm: 'POPULARITY', hyperParameters: { halfLifeDays: 30 }, search: null });
  });

  const refused: readonly [TrainRequest, string, RegExp][] = [
    [{ timeBudgetSeconds: 0 }, 'timeBudgetSeconds', /1 to 86400/],
    [{ timeBudgetSeconds: NaN }, 'timeBudgetSeconds', /1 to 86400/],
    [{ timeBudgetSeconds: 86_401 }, 'timeBudgetSeconds', /1 to 86400/],
    [{ algorithm: 'EASE', timeBudgetSeconds: 60 }, 'timeBudgetSeconds', /AUTO/],
    [{ hyperParameters: { factors: 8 } }, 'factors', /name the algorithm/],
    [{ algorithm: 'AUTO', search: { method: 'RANDOM' } }, 'search', /name it/],
  ];
  it.each(refused)('refuses %j, naming %s', (request, field, remedy) => {
    const plan = (): unknown => planTraining(request);
    expect(plan).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field } }));
    expect(plan).toThrow(remedy);
  });
});
