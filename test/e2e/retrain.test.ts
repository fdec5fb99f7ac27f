import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { followJob, startTraining } from '../support/training.js';
import { waitFor } from '../support/wait-for.js';

const RETRAIN = `mutation ($input: RetrainInput) {
  retrain(input: $input) { trainingJob { id status progress algorithm } userErrors { path message code } }
}`;

describe('retrain', () => {
  let service: TestService;
  let client: GraphQLClient;
  let admin: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    admin = createGraphQLClient(service.url, service.adminToken);
  });
  afterAll(() => service?.close());

  const activeModel = async (): Promise<{ id: string }> =>
    (await client.data<{ model: { id: string } }>('{ model { id } }')).model;

  it('needs the admin token, and stores nothing without it', async () => {
    const before = await client.data('{ models { totalCount } }');
    expect((await client.error(RETRAIN)).extensions.code).toBe('UNAUTHENTICATED');
    const wrong = await createGraphQLClient(service.url, `${service.adminToken}x`).send(RETRAIN);
    expect([wrong.status, wrong.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(await client.data('{ models { totalCount } }')).toEqual(before);
  });

  it('returns at once with a queued job; the new model serves when it has succeeded', async () => {
    const before = await activeModel();
    const { retrain } = await admin.data<{
      retrain: { trainingJob: { id: string; status: string }; userErrors: unknown[] };
    }>(RETRAIN, {
      input: {
        algorithm: 'IALS',
        hyperParameters: [
          { name: 'factors', value: 4 },
          { name: 'epochs', value: 2 },
        ],
        seed: 9,
        note: 'by test',
      },
    });
    expect(retrain).toMatchObject({
      trainingJob: { status: 'QUEUED', progress: 0, algorithm: 'IALS' },
      userErrors: [],
    });
    const job = await followJob(client, retrain.trainingJob.id);
    expect(job).toMatchObject({ status: 'SUCCEEDED', model: { isActive: true, note: 'by test' } });
    expect(Number(job.model!.id)).toBeGreaterThan(Number(before.id));
    const { model, recommendations } = await client.data<Record<string, Record<string, unknown>>>(
      '{ model { id algorithm hyperParameters { name value } } recommendations(userId: "u1", k: 1) { servedBy { modelVersion algorithm } } }',
    );
    expect(model).toMatchObject({ id: job.model!.id, algorithm: 'IALS' });
    expect(model!['hyperParameters']).toEqual(
      expect.arrayContaining([
        { name: 'factors', value: 4 },
        { name: 'epochs', value: 2 },
      ]),
    );
    expect(recommendations!['servedBy']).toEqual({ modelVersion: job.model!.id, algorithm: 'IALS' });
  });

  it('lets the former model serve while a training is under way', async () => {
    const before = await activeModel();
    const id = await startTraining(admin, '{ algorithm: SVD }');
    const { recommendations } = await client.data<{ recommendations: { servedBy: { modelVersion: string } } }>(
      '{ recommendations(userId: "u1") { servedBy { modelVersion } } }',
    );
    const job = await followJob(client, id);
    expect(job.status).toBe('SUCCEEDED');
    expect([before.id, job.model!.id]).toContain(recommendations.servedBy.modelVersion);
  });

  it.each([
    [{ hyperParameters: [{ name: 'colour', value: 1 }] }, ['input', 'hyperParameters', '0'], 'colour'],
    [
      {
        algorithm: 'IALS',
        hyperParameters: [
          { name: 'epochs', value: 2 },
          { name: 'factors', value: -3 },
        ],
      },
      ['input', 'hyperParameters', '1'],
      'factors',
    ],
    [{ seed: -1 }, ['input', 'seed'], 'seed'],
    [{ note: 'x'.repeat(100_000) }, ['input', 'note'], 'note'],
    [{ testShare: 0.9 }, ['input', 'testShare'], 'testShare'],
    [{ timeBudgetSeconds: 0 }, ['input', 'timeBudgetSeconds'], 'timeBudgetSeconds'],
    [{ search: {} }, ['input', 'search'], 'AUTO'],
    [{ hyperParameters: [{ name: 'factors', value: 8 }] }, ['input', 'hyperParameters', '0'], 'factors'],
    [{ idempotencyKey: '' }, ['input', 'idempotencyKey'], 'idempotencyKey'],
    [{ idempotencyKey: 'x'.repeat(192) }, ['input', 'idempotencyKey'], 'idempotencyKey'],
  ])('refuses %j and says where', async (input, path, named) => {
    const { retrain } = await admin.data<{
      retrain: { trainingJob: null; userErrors: { path: string[]; message: string; code: string }[] };
    }>(RETRAIN, { input });
    expect(retrain.trainingJob).toBeNull();
    expect(retrain.userErrors).toEqual([{ path, code: 'BAD_USER_INPUT', message: expect.stringContaining(named) }]);
  });

  it('gives a second request with the same key the job of the first, also when it has ended', async () => {
    const ask = async (input: object): Promise<{ id: string; algorithm: string }> => {
      const { retrain } = await admin.data<{
        retrain: { trainingJob: { id: string; algorithm: string }; userErrors: unknown[] };
      }>(RETRAIN, { input });
      expect(retrain.userErrors).toEqual([]);
      return retrain.trainingJob;
    };
    const before = await service.services.models.count();
    const input = { algorithm: 'POPULARITY', idempotencyKey: 'nightly 2025-03-01' };
    const [first, second] = await Promise.all([ask(input), ask(input)]);
    expect(second).toMatchObject({ id: first.id });
    await followJob(client, first.id);
    expect(await ask({ ...input, algorithm: 'SVD', ifRunning: 'REJECT' })).toMatchObject({
      id: first.id,
      algorithm: 'POPULARITY',
    });
    expect((await ask({ ...input, idempotencyKey: 'nightly 2025-03-02' })).id).not.toBe(first.id);
    await waitFor(async () => (await service.services.models.count()) === before + 2);
  });

  it('holds out the share that it is told to', async () => {
    const testRows = async (testShare?: number): Promise<number> => {
      const { evaluation } = await service.container.train({ algorithm: 'POPULARITY', testShare });
      return evaluation!.testEngagements / (evaluation!.testEngagements + evaluation!.trainEngagements);
    };
    expect(await testRows()).toBeCloseTo(0.2, 1);
    expect(await testRows(0.4)).toBeCloseTo(0.4, 1);
  });

  it('refuses to queue behind another where it is told to', async () => {
    const first = await startTraining(admin, '{ algorithm: SVD }');
    const { retrain } = await admin.data<{ retrain: { userErrors: { code: string }[] } }>(RETRAIN, {
      input: { ifRunning: 'REJECT' },
    });
    expect(retrain.userErrors.map((error) => error.code)).toEqual(['TRAINING_IN_PROGRESS']);
    expect((await followJob(client, first)).status).toBe('SUCCEEDED');
  });
});
