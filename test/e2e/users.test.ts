import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface UsersPage {
  users: {
    edges: { cursor: string; node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
    totalCount: number;
  };
}

const PAGE = `query ($first: Int!, $after: String, $filter: UserFilter) {
  users(first: $first, after: $after, filter: $filter) {
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
    totalCount
  }
}`;

describe('users', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ model: false });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  async function everyPage(first: number, filter: object | null): Promise<{ ids: string[]; pages: number }> {
    const ids: string[] = [];
    let pages = 0;
    let after: string | null = null;
    do {
      const { users }: UsersPage = await client.data<UsersPage>(PAGE, { first, after, filter });
      expect(users.pageInfo.hasPreviousPage).toBe(pages > 0);
      ids.push(...users.edges.map((edge) => edge.node.id));
      after = users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null;
      pages++;
    } while (after !== null);
    return { ids, pages };
  }

  it('lists everybody once over pages of 13', async () => {
    const { ids, pages } = await everyPage(13, null);
    expect(pages).toBe(4);
    expect([...ids].sort()).toEqual(Array.from({ length: 40 }, (_, n) => `u${n + 1}`).sort());
  });

  it('lists 13 of a department over pages of 5: 13 distinct ids', async () => {
    const filter = { department: 'Data' };
    const { ids, pages } = await everyPage(5, filter);
    expect(pages).toBe(3);
    expect([...ids].sort()).toEqual(Array.from({ length: 13 }, (_, n) => `u${(n + 1) * 3}`).sort());
    const { users } = await client.data<UsersPage>(PAGE, { first: 1, filter });
    expect(users.totalCount).toBe(13);
  });

  it('combines conditions, and searches whatever the case', async () => {
    const count = async (filter: object): Promise<number> =>
      (await client.data<UsersPage>(PAGE, { first: 1, filter })).users.totalCount;
    expect(await count({ search: 'sales' })).toBe(13);
    expect(await count({ search: 'SALES', seniorityLevel: 'MID' })).toBe(13);
    expect(await count({ search: 'sales', department: 'Data' })).toBe(0);
    expect(await count({ seniorityLevel: 'LEAD' })).toBe(0);
    expect(await count({ search: '%' })).toBe(0);
    expect(await count({ search: "'; drop table users; --" })).toBe(0);
  });

  it('stays in step while learners are added between two pages', async () => {
    const { ids } = await everyPage(100, null);
    const first = await client.data<UsersPage>(PAGE, { first: 39 });
    await client.data(
      'mutation { upsertUsers(input: [{ id: "late" }, { id: "u1", title: "Moved" }]) { userErrors { code } } }',
    );
    const next = await client.data<UsersPage>(PAGE, { first: 39, after: first.users.pageInfo.endCursor });
    expect(next.users.edges.map((edge) => edge.node.id)).toEqual([ids.at(-1), 'late']);
  });

  it.each(['garbage', '', 'eyJhIjoxfQ', 'LTE6LTE6LTE'])('refuses the cursor %j, naming the argument', async (after) => {
    const error = await client.error(PAGE, { first: 5, after });
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain('after');
  });
});
