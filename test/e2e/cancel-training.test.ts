import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { followJob, startTraining } from '../support/training.js';
import { waitFor } from '../support/wait-for.js';

interface Payload {
  cancelTraining: {
    trainingJob: { id: string; status: string } | null;
    userErrors: { path: string[]; message: string; code: string }[];
  };
}

const CANCEL = `mutation ($jobId: ID!) {
  cancelTraining(jobId: $jobId) { trainingJob { id status } userErrors { path message code } }
}`;

describe('cancelTraining', () => {
  let service: TestService;
  let client: GraphQLClient;
  let admin: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    admin = createGraphQLClient(service.url, service.adminToken);
  });
  afterAll(() => service?.close());

  it('stops a job that waits behind another, and lets the other finish', async () => {
    const first = await startTraining(admin, '{ algorithm: SVD, note: "first" }');
    const second = await startTraining(admin, '{ algorithm: SVD, note: "second" }');
    const { cancelTraining } = await admin.data<Payload>(CANCEL, { jobId: second });
    expect(cancelTraining).toMatchObject({ trainingJob: { id: second }, userErrors: [] });
    expect(await followJob(client, second)).toMatchObject({ status: 'CANCELLED', model: null });
    expect(await followJob(client, first)).toMatchObject({
      status: 'SUCCEEDED',
      model: { isActive: true, note: 'first' },
    });
  });

  it.each([
    // The test holds back what is to be read: whoever waited for it would never stop.
    ['reading', 'LOCK TABLE content IN ACCESS EXCLUSIVE MODE', /^reading/, '{ algorithm: POPULARITY }'],
    [
      'fitting',
      'SELECT 1',
      /^fitting/,
      '{ algorithm: SVD, hyperParameters: [{ name: "factors", value: 1024 }, { name: "epochs", value: 1000 }] }',
    ],
  ])('stops a job while it is %s, and the next one is trained', async (_, hold, phase, input) => {
    const holder = await service.container.database.pool.connect();
    try {
      await holder.query('BEGIN');
      await holder.query(hold);
      const id = await startTraining(admin, input);
      await waitFor(async () => {
        const now = await service.services.training.get(id);
        return now?.status === 'RUNNING' && phase.test(now.phase);
      });
      await admin.data<Payload>(CANCEL, { jobId: id });
      expect(await followJob(client, id)).toMatchObject({ status: 'CANCELLED', model: null });
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    expect(await followJob(client, await startTraining(admin, '{ algorithm: POPULARITY }'))).toMatchObject({
      status: 'SUCCEEDED',
    });
  });

  it('leaves a job that has ended as it is', async () => {
    const id = await startTraining(admin, '{ algorithm: POPULARITY }');
    await followJob(client, id);
    const { cancelTraining } = await admin.data<Payload>(CANCEL, { jobId: id });
    expect(cancelTraining.trainingJob).toEqual({ id, status: 'SUCCEEDED' });
  });

  it.each(['none', '00000000-0000-4000-8000-000000000000'])('names the job %j as not found', async (jobId) => {
    const { cancelTraining } = await admin.data<Payload>(CANCEL, { jobId });
    expect(cancelTraining).toEqual({
      trainingJob: null,
      userErrors: [{ path: ['jobId'], code: 'NOT_FOUND', message: expect.stringContaining(jobId) }],
    });
  });

  it('needs the admin token', async () => {
    expect((await client.error(CANCEL, { jobId: 'none' })).extensions.code).toBe('UNAUTHENTICATED');
  });
});
