import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { seedDatabase } from '../../seed/main.js';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { followJob, startTraining } from '../support/training.js';

const TRIAL = 'number algorithm hyperParameters { name value } share value low high seconds reused outcome reason';
const JOB = `query ($id: ID!) {
  trainingJob(id: $id) {
    algorithm
    trials { ${TRIAL} }
    model {
      algorithm requestedAlgorithm alpha
      hyperParameters { name value }
      parts { algorithm weight hyperParameters { name value } }
      popularityPrior { weight halfLifeDays }
      search { method objective best complete budgetSeconds users trials { ${TRIAL} } }
    }
  }
}`;

interface Trial {
  readonly number: number;
  readonly algorithm: string;
  readonly hyperParameters: unknown;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly reused: boolean;
  readonly outcome: string;
}
interface Job {
  readonly algorithm: string;
  readonly trials: readonly Trial[];
  readonly model: {
    readonly algorithm: string;
    readonly requestedAlgorithm: string;
    readonly hyperParameters: unknown;
    readonly parts: readonly {
      readonly algorithm: string;
      readonly weight: number;
      readonly hyperParameters: unknown;
    }[];
    readonly search: { readonly best: number; readonly trials: readonly Trial[] } | null;
  };
}

let service: TestService;
let client: GraphQLClient;
let admin: GraphQLClient;

beforeAll(async () => {
  service = await startTestService({ data: false });
  [client, admin] = [createGraphQLClient(service.url), createGraphQLClient(service.url, service.adminToken)];
  const size = { users: 900, contents: 200, engagements: 12_000 };
  await seedDatabase(service.container.database, { size, seed: 5 });
});

afterAll(() => service.close());

async function train(input: string): Promise<Job> {
  const job = await followJob(client, await startTraining(admin, input));
  expect(job).toMatchObject({ status: 'SUCCEEDED', error: null });
  return (await client.data<{ trainingJob: Job }>(JOB, { id: job.id })).trainingJob;
}

it('stops between trials when it is cancelled, and the next training goes on from there', async () => {
  const stop = new AbortController();
  const cancelled = service.container.train(
    { algorithm: 'AUTO' },
    {
      signal: stop.signal,
      onProgress: (_phase, _fraction, detail) => {
        // Reports are thinned out: the fourth itself may not be among them.
        if (/^trial ([4-9]|\d\d)/.test(detail)) stop.abort();
      },
    },
  );
  await expect(cancelled).rejects.toMatchObject({ code: 'TRAINING_CANCELLED' });

  const { algorithm, trials, model } = await train('{ timeBudgetSeconds: 120 }');
  expect(algorithm).toBe('AUTO');
  expect(trials.slice(0, 3).map(({ reused }) => reused)).toEqual([true, true, true]);
  expect(trials.some(({ reused }) => !reused)).toBe(true);

  expect(model.requestedAlgorithm).toBe('AUTO');
  expect(model.search).toMatchObject({ method: 'AUTO', objective: 'NDCG', complete: true, budgetSeconds: 120 });
  expect(model.search!.trials).toEqual(trials);
  const [chosen] = trials.filter(({ outcome }) => outcome === 'CHOSEN');
  expect(chosen).toMatchObject({
    number: model.search!.best,
    algorithm: model.algorithm,
    hyperParameters: model.hyperParameters,
  });
  expect(model.parts[0]).toMatchObject({ algorithm: model.algorithm, hyperParameters: model.hyperParameters });
  expect(model.parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  for (const { value, low, high } of trials.filter((trial) => trial.value !== null)) {
    expect(low!).toBeLessThanOrEqual(value!);
    expect(high!).toBeGreaterThanOrEqual(value!);
  }
});

it('keeps no trials apart from the model that they led to', async () => {
  const { rows } = await service.container.database.pool.query('SELECT count(*)::int AS kept FROM training_trials');
  expect(rows).toEqual([{ kept: 0 }]);
});

it('shows the table of a search within one algorithm in the same way', async () => {
  const { trials, model } = await train('{ algorithm: ITEM_KNN, search: { method: RANDOM, trials: 3 } }');
  expect(trials).toHaveLength(3);
  expect(trials.filter(({ outcome }) => outcome === 'CHOSEN')).toHaveLength(1);
  expect(trials.every(({ algorithm }) => algorithm === 'ITEM_KNN')).toBe(true);
  expect(model.requestedAlgorithm).toBe('ITEM_KNN');
});

it('has no table where nothing was chosen', async () => {
  const { trials, model } = await train('{ algorithm: POPULARITY }');
  expect(trials).toEqual([]);
  expect(model.search).toBeNull();
  expect(model.parts).toEqual([{ algorithm: 'POPULARITY', weight: 1, hyperParameters: model.hyperParameters }]);
});
