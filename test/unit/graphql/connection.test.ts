import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

interface Users {
  users: {
    edges: { cursor: string; node: { id: string } }[];
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
    totalCount: number;
  };
}

const QUERY = `query ($after: String, $filter: UserFilter) {
  users(first: 13, after: $after, filter: $filter) {
    edges { cursor node { id } }
    nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}`;

describe('connections', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  it('page through a list without gaps or repeats', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let pages = 0;
    do {
      const { users }: Users = await fake.client.data<Users>(QUERY, { after });
      expect(users.nodes).toEqual(users.edges.map((edge) => edge.node));
      expect(users.pageInfo.startCursor).toBe(users.edges[0]!.cursor);
      expect(users.pageInfo.hasPreviousPage).toBe(pages > 0);
      expect(users.totalCount).toBe(40);
      seen.push(...users.nodes.map((node) => node.id));
      after = users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null;
      pages++;
    } while (after !== null);
    expect([pages, seen]).toEqual([4, Array.from({ length: 40 }, (_, i) => `u${i + 1}`)]);
  });

  it('have null cursors on an empty page', async () => {
    const { users } = await fake.client.data<Users>(QUERY, { filter: { department: 'Nowhere' } });
    expect(users).toEqual({
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: 0,
    });
  });

  it('read an explicit null as left out', async () => {
    const { users } = await fake.client.data<Users>(QUERY, { after: null, filter: { department: null, search: null } });
    expect(users.totalCount).toBe(40);
  });
});

describe('numbers beyond 32 bits', () => {
  it('are sent exactly', async () => {
    const fake = await startFakeServer();
    const { model } = await fake.client.data<{ model: unknown }>('{ model { sizeBytes engagements } }');
    await fake.server.close();
    expect(model).toEqual({ sizeBytes: 1_099_511_627_776, engagements: 8_589_934_592 });
  });
});
