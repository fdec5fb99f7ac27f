import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Payload {
  deleteUsers: { deletedIds: string[]; userErrors: { path: string[]; message: string; code: string }[] };
}

const DELETE = `mutation ($ids: [ID!]!) {
  deleteUsers(ids: $ids) { deletedIds userErrors { path message code } }
}`;
const LIST = '{ recommendations(userId: "u4") { servedBy { strategy foldedInEngagements } items { content { id } } } }';
interface List {
  recommendations: {
    servedBy: { strategy: string; foldedInEngagements: number };
    items: { content: { id: string } }[];
  };
}

describe('deleteUsers', () => {
  let service: TestService;
  let admin: GraphQLClient;
  let reader: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    admin = createGraphQLClient(service.url, service.adminToken);
    reader = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('is for admins only', async () => {
    expect((await reader.error(DELETE, { ids: ['u4'] })).extensions.code).toMatch(/UNAUTHENTICATED|FORBIDDEN/);
    expect(await reader.data('{ user(id: "u4") { id } }')).toEqual({ user: { id: 'u4' } });
  });

  it('removes the data and the vector at once, and leaves the others', async () => {
    const before = (await reader.data<List>(LIST)).recommendations;
    expect(before.servedBy).toMatchObject({ strategy: 'HYBRID', foldedInEngagements: 9 });
    const others = await reader.data('{ user(id: "u5") { id engagements(first: 50) { totalCount } } }');

    const { deleteUsers } = await admin.data<Payload>(DELETE, { ids: ['u4', 'nobody', 'u4', 'a\u0000'] });
    expect(deleteUsers.deletedIds).toEqual(['u4']);
    expect(deleteUsers.userErrors.map(({ path, code }) => [path, code])).toEqual([
      [['ids', '1'], 'NOT_FOUND'],
      [['ids', '3'], 'NOT_FOUND'],
    ]);

    expect(await reader.data('{ user(id: "u4") { id } }')).toEqual({ user: null });
    const after = (await reader.data<List>(LIST)).recommendations;
    expect(after.servedBy).toEqual({ strategy: 'UNKNOWN_USER', foldedInEngagements: 0 });
    const stranger = await reader.data<List>(LIST.replace('u4', 'never heard of'));
    expect(after.items).toEqual(stranger.recommendations.items);
    expect(await reader.data('{ user(id: "u5") { id engagements(first: 50) { totalCount } } }')).toEqual(others);
    const { rows } = await service.container.database.pool.query(
      `SELECT count(*)::int AS n FROM engagements e LEFT JOIN users u ON u.pk = e.user_pk WHERE u.pk IS NULL`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('lets the id be used anew, without a past', async () => {
    await admin.data('mutation { upsertUsers(input: [{ id: "u4" }]) { userErrors { code } } }');
    const { recommendations } = await reader.data<List>(LIST);
    expect(recommendations.servedBy).toMatchObject({ strategy: 'COLD_START', foldedInEngagements: 0 });
  });

  it('takes an empty list', async () => {
    expect(await admin.data<Payload>(DELETE, { ids: [] })).toEqual({ deleteUsers: { deletedIds: [], userErrors: [] } });
  });
});
