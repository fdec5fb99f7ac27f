import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Payload {
  deleteModel: { deletedId: string | null; userErrors: { path: string[]; message: string; code: string }[] };
}

const DELETE = 'mutation ($id: ID!) { deleteModel(id: $id) { deletedId userErrors { path message code } } }';

describe('deleteModel and retention', () => {
  let service: TestService;
  let client: GraphQLClient;
  let admin: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ environment: { KEEP_MODELS: '3' } });
    client = createGraphQLClient(service.url);
    admin = createGraphQLClient(service.url, service.adminToken);
  });
  afterAll(() => service?.close());

  const ids = async (): Promise<string[]> =>
    (await client.data<{ models: { nodes: { id: string }[] } }>('{ models { nodes { id } } }')).models.nodes.map(
      ({ id }) => id,
    );

  it('removes a model, not the one that serves, and says which are not there', async () => {
    const [served] = await ids();
    const refused = await admin.data<Payload>(DELETE, { id: served });
    expect(refused.deleteModel).toEqual({
      deletedId: null,
      userErrors: [{ path: ['id'], code: 'BAD_USER_INPUT', message: expect.stringContaining('activate another') }],
    });
    const { id } = await service.container.train({ algorithm: 'POPULARITY' });
    expect((await admin.data<Payload>(DELETE, { id: served })).deleteModel).toEqual({
      deletedId: served,
      userErrors: [],
    });
    expect(await ids()).toEqual([id]);
    for (const gone of [served, 'none', '0'])
      expect((await admin.data<Payload>(DELETE, { id: gone })).deleteModel.userErrors).toMatchObject([
        { path: ['id'], code: 'NOT_FOUND' },
      ]);
    expect((await client.error(DELETE, { id })).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('keeps as many of the newest as it is told to', async () => {
    for (let n = 0; n < 4; n++) await service.container.train({ algorithm: 'POPULARITY', note: String(n) });
    const left = await ids();
    expect(left).toHaveLength(3);
    const notes = await Promise.all(left.map(async (id) => (await service.services.models.get(id))!.note));
    expect(notes).toEqual(['3', '2', '1']);
  });
});
