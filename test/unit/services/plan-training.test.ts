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

  it('is IALS with the ridges of Spark where Spark is to fit', () => {
    const plan = planTraining({ engine: 'SPARK', hyperParameters: { factors: 16 } });
    expect(plan).toMatchObject({ engine: 'SPARK', algorithm: 'IALS', search: null });
    expect(plan.hyperParameters).toMatchObject({ factors: 16, countScaling: 1, frequencyScaling: 0, cgSteps: 0 });
    expect(planTraining({ engine: 'LOCAL' })).toEqual(planTraining({}));
  });

  const refused: readonly [TrainRequest, string, RegExp][] = [
    [{ timeBudgetSeconds: 0 }, 'timeBudgetSeconds', /1 to 86400/],
    [{ timeBudgetSeconds: NaN }, 'timeBudgetSeconds', /1 to 86400/],
    [{ timeBudgetSeconds: 86_401 }, 'timeBudgetSeconds', /1 to 86400/],
    [{ algorithm: 'EASE', timeBudgetSeconds: 60 }, 'timeBudgetSeconds', /AUTO/],
    [{ hyperParameters: { factors: 8 } }, 'factors', /name the algorithm/],
    [{ algorithm: 'AUTO', search: { method: 'RANDOM' } }, 'search', /name it/],
    [{ engine: 'SPARK', algorithm: 'EASE' }, 'algorithm', /Spark trains IALS/],
    [{ engine: 'SPARK', timeBudgetSeconds: 60 }, 'timeBudgetSeconds', /AUTO/],
    [{ engine: 'SPARK', search: { method: 'RANDOM' } }, 'search', /does not search/],
    [{ engine: 'SPARK', hyperParameters: { countScaling: 0 } }, 'countScaling', /is 1/],
    [{ engine: 'SPARK', hyperParameters: { frequencyScaling: 1 } }, 'frequencyScaling', /is 0/],
    [{ engine: 'SPARK', hyperParameters: { cgSteps: 3 } }, 'cgSteps', /is 0/],
  ];
  it.each(refused)('refuses %j, naming %s', (request, field, remedy) => {
    const plan = (): unknown => planTraining(request);
    expect(plan).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field } }));
    expect(plan).toThrow(remedy);
  });
});
