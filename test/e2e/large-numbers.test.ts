import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toJson } from '../../src/cli/output.js';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

/** The first whole number after which doubles leave gaps, and then some. */
const LARGE = 2n ** 53n + 3n;

describe('keys and sums past 2^53 (case 20)', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ model: false });
    client = createGraphQLClient(service.url, service.adminToken);
    const { pool } = service.container.database;
    await pool.query(`SELECT setval(pg_get_serial_sequence('engagements', 'pk'), $1)`, [LARGE]);
    const input = Array.from({ length: 7 }, (_, i) => ({
      userId: 'u40',
      contentId: `c${i + 1}`,
      timestamp: new Date(i),
    }));
    expect(await service.services.engagements.record(input)).toMatchObject({ recorded: 7 });
  });
  afterAll(() => service?.close());

  it('page without loss or repeat', async () => {
    interface Page {
      user: {
        engagements: {
          totalCount: number;
          nodes: { content: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
    }
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const { user }: Page = await client.data<Page>(
        `query ($after: String) { user(id: "u40") { engagements(first: 2, after: $after) {
          totalCount nodes { content { id } } pageInfo { hasNextPage endCursor } } } }`,
        { after },
      );
      expect(user.engagements.totalCount).toBe(7);
      seen.push(...user.engagements.nodes.map(({ content }) => content.id));
      if (!user.engagements.pageInfo.hasNextPage) break;
      after = user.engagements.pageInfo.endCursor;
    }
    expect(seen).toEqual(['c7', 'c6', 'c5', 'c4', 'c3', 'c2', 'c1']);
  });

  it('train, and serialise', async () => {
    const model = await service.container.train({ algorithm: 'ITEM_KNN' });
    expect(model.engagements).toBe(37 * 9 + 7);
    await service.container.database.pool.query('UPDATE model_versions SET size_bytes = $1', [LARGE]);
    const { models } = await client.data<{ models: { nodes: { sizeBytes: number; engagements: number }[] } }>(
      '{ models(first: 1) { nodes { sizeBytes engagements } } }',
    );
    expect(models.nodes).toEqual([{ sizeBytes: Number(LARGE), engagements: 340 }]);
    expect(toJson({ pk: LARGE })).toBe('{"pk":"9007199254740995"}');
  });
});
