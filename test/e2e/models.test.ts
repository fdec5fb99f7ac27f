import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Models {
  models: {
    nodes: { id: string; note: string | null; isActive: boolean }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    totalCount: number;
  };
}

const PAGE = `query ($first: Int!, $after: String) {
  models(first: $first, after: $after) { nodes { id note isActive } pageInfo { hasNextPage endCursor } totalCount }
}`;

describe('models', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    for (const note of ['second', 'third']) await service.container.train({ algorithm: 'POPULARITY', note });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('are listed newest first, page by page, one of them active', async () => {
    const first = (await client.data<Models>(PAGE, { first: 2 })).models;
    expect(first.nodes.map((model) => [model.note, model.isActive])).toEqual([
      ['third', true],
      ['second', false],
    ]);
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true]);
    const second = (await client.data<Models>(PAGE, { first: 2, after: first.pageInfo.endCursor })).models;
    expect(second.nodes.map((model) => [model.note, model.isActive])).toEqual([[null, false]]);
    expect(second.pageInfo.hasNextPage).toBe(false);
    const ids = [...first.nodes, ...second.nodes].map((model) => Number(model.id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
});
