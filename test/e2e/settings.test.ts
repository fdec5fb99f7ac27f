import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALGORITHMS } from '../../src/model/registry.js';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, TEST_ADMIN_TOKEN, type TestService } from '../support/service.js';
import { followJob, startTraining } from '../support/training.js';

describe('what can be asked for, and what is set', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    const environment = { KEEP_MODELS: '3', RETRAIN_SCHEDULE: '0 3 * * *', RETRAIN_AFTER: '500' };
    service = await startTestService({ model: false, environment });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('names the algorithms with the options that a training takes', async () => {
    const { algorithms } = await client.data<{
      algorithms: { algorithm: string; hyperParameters: { name: string; default: number }[] }[];
    }>('{ algorithms { algorithm hyperParameters { name default minimum maximum integer } } }');
    expect(algorithms.map(({ algorithm }) => algorithm).sort()).toEqual(Object.keys(ALGORITHMS).sort());
    const ials = algorithms.find(({ algorithm }) => algorithm === 'IALS')!;
    expect(ials.hyperParameters).toContainEqual({
      name: 'factors',
      default: ALGORITHMS.IALS.hyperParameters['factors']!.default,
      minimum: ALGORITHMS.IALS.hyperParameters['factors']!.minimum,
      maximum: ALGORITHMS.IALS.hyperParameters['factors']!.maximum,
      integer: true,
    });
  });

  it('shows the settings in effect', async () => {
    const { settings } = await client.data<{ settings: unknown }>(
      '{ settings { gate keepModels worker retrainSchedule retrainAfter poolSize } }',
    );
    expect(settings).toEqual({
      gate: 'OFF',
      keepModels: 3,
      worker: 'INSIDE',
      retrainSchedule: '0 3 * * *',
      retrainAfter: 500,
      poolSize: 5,
    });
  });

  it('lists trainings, newest first', async () => {
    const list = async (first: number) =>
      (
        await client.data<{ trainingJobs: { nodes: { id: string; status: string }[] } }>(
          `{ trainingJobs(first: ${first}) { nodes { id status } } }`,
        )
      ).trainingJobs.nodes;
    expect(await list(5)).toEqual([]);
    const admin = createGraphQLClient(service.url, TEST_ADMIN_TOKEN);
    const ids: string[] = [];
    for (const algorithm of ['POPULARITY', 'ITEM_KNN']) {
      ids.unshift(await startTraining(admin, `{ algorithm: ${algorithm} }`));
      await followJob(admin, ids[0]);
    }
    expect(await list(5)).toEqual(ids.map((id) => ({ id, status: 'SUCCEEDED' })));
    expect(await list(1)).toEqual([{ id: ids[0], status: 'SUCCEEDED' }]);
    interface Jobs {
      trainingJobs: {
        totalCount: number;
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }
    const page = (after: string): Promise<Jobs> =>
      client.data<Jobs>(
        `{ trainingJobs(first: 1${after}) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`,
      );
    const { trainingJobs: newest } = await page('');
    expect(newest).toMatchObject({ totalCount: 2, nodes: [{ id: ids[0] }], pageInfo: { hasNextPage: true } });
    const { trainingJobs: oldest } = await page(`, after: "${newest.pageInfo.endCursor}"`);
    expect(oldest).toMatchObject({ totalCount: 2, nodes: [{ id: ids[1] }], pageInfo: { hasNextPage: false } });
    expect((await client.error('{ trainingJobs(after: "MTI") { totalCount } }')).extensions.code).toBe(
      'BAD_USER_INPUT',
    );
    expect((await client.error('{ trainingJobs(first: 101) { nodes { id } } }')).extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });
});
