import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TrainRequest } from '../../../src/services/services.js';
import type { Search } from '../../../src/services/training-search.js';
import { fakeJob, fakeModel } from '../../support/fake-rows.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

const SEARCH: Search = {
  method: 'HALVING',
  objective: 'NDCG',
  seed: 42,
  trials: [
    {
      number: 1,
      algorithm: 'ITEM_KNN',
      hyperParameters: { b: 2, a: 1 },
      share: 0.5,
      value: 0.25,
      low: 0.2,
      high: 0.3,
      seconds: 1,
      reused: false,
      outcome: 'CHOSEN',
      reason: null,
    },
    {
      number: 2,
      algorithm: 'EASE',
      hyperParameters: { b: 3, a: 1 },
      share: 0.5,
      value: null,
      low: null,
      high: null,
      seconds: 0,
      reused: true,
      outcome: 'REFUSED',
      reason: 'Too large.',
    },
  ],
  best: 1,
  complete: false,
  budgetSeconds: 90,
  learners: 33,
  seconds: 1,
};

describe('searching for options', () => {
  let fake: FakeServer;
  const trainings: TrainRequest[] = [];
  beforeAll(async () => {
    fake = await startFakeServer({
      override: (services) => ({
        models: { ...services.models, active: async () => ({ ...fakeModel('7', true), search: SEARCH }) },
        training: {
          ...services.training,
          enqueue: async (request) => {
            trainings.push(request);
            return fakeJob('j1', 'ITEM_KNN');
          },
        },
      }),
    });
  });
  afterAll(() => fake.server.close());

  const searchOf = async (input: string): Promise<TrainRequest['search']> => {
    await fake.admin.data(`mutation { retrain(input: { search: ${input} }) { trainingJob { id } } }`);
    return trainings.at(-1)!.search;
  };

  it('hands the search on', async () => {
    expect(await searchOf('{ method: RANDOM, trials: 30, budgetSeconds: 90, objective: RMSE, resume: true }')).toEqual({
      method: 'RANDOM',
      trials: 30,
      budgetSeconds: 90,
      objective: 'RMSE',
      resume: true,
    });
  });

  it('halves by default, and leaves the rest to the service', async () => {
    expect(await searchOf('{}')).toEqual({ method: 'HALVING', resume: false });
    expect(await searchOf('null')).toBeUndefined();
  });

  it('shows what was tried with the model', async () => {
    const { model } = await fake.client.data<{ model: { search: unknown } }>(
      `{ model { search { method objective seed best complete budgetSeconds users seconds
          trials { number algorithm hyperParameters { name value } share value low high seconds reused outcome reason } } } }`,
    );
    const { learners, ...search } = SEARCH;
    expect(model.search).toEqual({
      ...search,
      users: learners,
      trials: SEARCH.trials.map((trial) => ({
        ...trial,
        hyperParameters: [
          { name: 'a', value: 1 },
          { name: 'b', value: trial.hyperParameters.b },
        ],
      })),
    });
  });
});
