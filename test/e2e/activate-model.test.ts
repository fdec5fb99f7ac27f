import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Payload {
  activateModel: {
    model: { id: string; isActive: boolean } | null;
    userErrors: { path: string[]; message: string; code: string }[];
  };
}

const ACTIVATE = `mutation ($id: ID!) {
  activateModel(id: $id) { model { id isActive } userErrors { path message code } }
}`;
const STATE = `{
  model { id }
  models { nodes { id isActive } }
  recommendations(userId: "u1") { alpha servedBy { modelVersion } items { score content { id } } }
}`;

interface State {
  model: { id: string };
  models: { nodes: { id: string; isActive: boolean }[] };
  recommendations: { servedBy: { modelVersion: string }; items: unknown[] };
}

describe('activateModel', () => {
  let service: TestService;
  let client: GraphQLClient;
  let admin: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    admin = createGraphQLClient(service.url, service.adminToken);
  });
  afterAll(() => service?.close());

  it('rolls back to a former model, which answers as it did, and forward again', async () => {
    const before = await client.data<State>(STATE);
    await service.container.train({ algorithm: 'POPULARITY' });
    const after = await client.data<State>(STATE);
    expect(after.model.id).not.toBe(before.model.id);
    expect(after.recommendations.servedBy.modelVersion).toBe(after.model.id);

    const { activateModel } = await admin.data<Payload>(ACTIVATE, { id: before.model.id });
    expect(activateModel).toEqual({ model: { id: before.model.id, isActive: true }, userErrors: [] });
    const back = await client.data<State>(STATE);
    expect(back.recommendations).toEqual(before.recommendations);
    expect(back.models.nodes.filter((model) => model.isActive)).toEqual([{ id: before.model.id, isActive: true }]);

    await admin.data<Payload>(ACTIVATE, { id: after.model.id });
    expect((await client.data<State>(STATE)).recommendations).toEqual(after.recommendations);
  });

  it.each(['999', 'none'])('names the model %j as not found and changes nothing', async (id) => {
    const before = await client.data<State>(STATE);
    const { activateModel } = await admin.data<Payload>(ACTIVATE, { id });
    expect(activateModel).toEqual({
      model: null,
      userErrors: [{ path: ['id'], code: 'NOT_FOUND', message: expect.stringContaining(id) }],
    });
    expect((await client.data<State>(STATE)).model).toEqual(before.model);
  });

  it('needs the admin token', async () => {
    const { model } = await client.data<State>(STATE);
    expect((await client.error(ACTIVATE, { id: model.id })).extensions.code).toBe('UNAUTHENTICATED');
  });
});
