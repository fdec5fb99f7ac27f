import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { followJob, startTraining } from '../support/training.js';

describe('trainingJob', () => {
  let service: TestService;
  let client: GraphQLClient;
  let admin: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ model: false });
    client = createGraphQLClient(service.url);
    admin = createGraphQLClient(service.url, service.adminToken);
  });
  afterAll(() => service?.close());

  it('is followed from the queue to the model that came of it', async () => {
    const job = await followJob(client, await startTraining(admin, '{ note: "followed" }'));
    expect(job).toMatchObject({
      status: 'SUCCEEDED',
      progress: 1,
      error: null,
      model: { isActive: true, note: 'followed' },
    });
    expect(Date.parse(job.finishedAt!)).toBeGreaterThanOrEqual(Date.parse(job.startedAt!));
  });

  it('fails with a code where there is nothing to train on', async () => {
    const empty = await startTestService({ data: false });
    const emptyAdmin = createGraphQLClient(empty.url, empty.adminToken);
    const job = await followJob(emptyAdmin, await startTraining(emptyAdmin, '{}'));
    await empty.close();
    expect(job).toMatchObject({ status: 'FAILED', error: { code: 'NOT_ENOUGH_DATA' }, model: null });
    expect(job.error!.message).toMatch(/engagements/);
  });

  it.each(['none', '', '1', '00000000-0000-4000-8000-000000000000'])('is null for the id %j', async (id) => {
    expect(await client.data('query ($id: ID!) { trainingJob(id: $id) { id } }', { id })).toEqual({
      trainingJob: null,
    });
  });
});
