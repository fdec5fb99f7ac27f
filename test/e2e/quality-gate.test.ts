import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedDatabase } from '../../seed/main.js';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { followJob, startTraining } from '../support/training.js';

interface Activation {
  readonly decision: string;
  readonly reason: string;
  readonly comparedWith: string | null;
  readonly comparison: { users: number; difference: number; low: number; high: number } | null;
}
interface ModelState {
  readonly id: string;
  readonly isActive: boolean;
  readonly activation: Activation;
}

const MODEL = `query ($id: ID) { model(id: $id) {
  id isActive activation { decision reason comparedWith comparison { k users ndcg ndcgInService difference low high } }
} }`;

describe('the quality gate', () => {
  let service: TestService;
  let client: GraphQLClient;
  let admin: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ data: false, environment: { GATE: 'strict' } });
    await seedDatabase(service.container.database, {
      size: { users: 2400, contents: 300, engagements: 60_000 },
      seed: 1,
    });
    client = createGraphQLClient(service.url);
    admin = createGraphQLClient(service.url, service.adminToken);
  });
  afterAll(() => service?.close());

  const model = async (id?: string): Promise<ModelState> =>
    (await client.data<{ model: ModelState }>(MODEL, { id })).model;
  async function retrain(input: string): Promise<ModelState> {
    const job = await followJob(client, await startTraining(admin, input));
    expect(job.status).toBe('SUCCEEDED');
    return model(job.model!.id);
  }

  it('puts the first model into service, keeps one that is worse and says why, and lets it be activated by hand', async () => {
    const first = await retrain('{ algorithm: ITEM_KNN }');
    expect(first).toMatchObject({
      isActive: true,
      activation: { decision: 'ACTIVATED', comparedWith: null, comparison: null },
    });
    const worse = await retrain('{ algorithm: POPULARITY }');
    expect(worse).toMatchObject({
      isActive: false,
      activation: { decision: 'KEPT', comparedWith: first.id, reason: expect.stringContaining('significantly worse') },
    });
    expect(worse.activation.comparison!.high).toBeLessThan(0);
    expect((await model()).id).toBe(first.id);

    await admin.data('mutation ($id: ID!) { activateModel(id: $id) { userErrors { code } } }', { id: worse.id });
    expect(await model()).toEqual({ ...worse, isActive: true });

    const better = await retrain('{ algorithm: ITEM_KNN, note: "back again" }');
    expect(better).toMatchObject({ isActive: true, activation: { decision: 'ACTIVATED', comparedWith: worse.id } });
    expect(better.activation.comparison!.low).toBeGreaterThan(0);
  });

  it('keeps a model that was compared with one that is no longer in service', async () => {
    const { stores } = service.container;
    const [one, two] = [await stores.models.active(), (await stores.models.page({ first: 2 }))[1]];
    const decided = { decision: 'KEPT', reason: 'overtaken', comparedWith: null, comparison: null };
    expect(await stores.models.activateInstead(two.id, two.id, decided)).toMatchObject({
      isActive: false,
      activation: decided,
    });
    expect((await stores.models.active())!.id).toBe(one!.id);
    expect(await stores.models.activateInstead(two.id, one!.id, decided)).toMatchObject({ isActive: true });
  });
});
