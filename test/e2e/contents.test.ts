import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface ContentsPage {
  contents: {
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    totalCount: number;
  };
}

const PAGE = `query ($first: Int!, $after: String, $filter: ContentFilter) {
  contents(first: $first, after: $after, filter: $filter) {
    nodes { id }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`;

describe('contents', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ model: false });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const page = async (
    filter: object | null,
    first = 100,
    after: string | null = null,
  ): Promise<ContentsPage['contents']> => (await client.data<ContentsPage>(PAGE, { first, after, filter })).contents;
  const ids = (contents: ContentsPage['contents']): string[] => contents.nodes.map((node) => node.id).sort();
  const range = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, i) => `c${from + i}`).sort();

  it('lists everything once over pages of 7', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const contents: ContentsPage['contents'] = await page(null, 7, after);
      seen.push(...ids(contents));
      after = contents.pageInfo.hasNextPage ? contents.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen.sort()).toEqual(range(1, 30));
  });

  it('filters by every field', async () => {
    expect(ids(await page({ domain: 'Cloud' }))).toEqual(range(11, 20));
    expect(ids(await page({ subtopic: 'Negotiation', difficultyLevel: 'ADVANCED' }))).toEqual(range(26, 30));
    expect(ids(await page({ search: 'DEBUGGING' }))).toEqual(['c16', 'c26', 'c6']);
    expect(ids(await page({ search: 'debugging', domain: 'Cloud' }))).toEqual(['c16']);
    expect((await page({ contentType: 'Video', language: 'en' })).totalCount).toBe(30);
    expect((await page({ language: 'de' })).totalCount).toBe(0);
    expect((await page({ domain: 'cloud' })).totalCount).toBe(0);
  });

  it('leaves out retired content unless it is asked for', async () => {
    await client.data(
      'mutation { upsertContent(input: [{ id: "c5", retiredAt: "2025-06-01T00:00:00Z" }]) { userErrors { code } } }',
    );
    expect(ids(await page({ subtopic: 'Python' }))).toEqual(range(1, 10).filter((id) => id !== 'c5'));
    expect((await page({ subtopic: 'Python' })).totalCount).toBe(9);
    expect(ids(await page({ subtopic: 'Python', includeRetired: true }))).toEqual(range(1, 10));
    expect(await client.data('{ content(id: "c5") { retiredAt } }')).toEqual({
      content: { retiredAt: '2025-06-01T00:00:00.000Z' },
    });
  });
});
