import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { historyOfLearner } from '../support/test-data.js';

interface EngagementsPage {
  user: {
    engagements: {
      edges: {
        cursor: string;
        node: {
          timestamp: string;
          durationSeconds: number;
          liked: boolean | null;
          engagementType: string;
          score: number;
          content: { id: string; title: string };
        };
      }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
      totalCount: number;
    };
  };
}

describe('user', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('has the fields that were sent', async () => {
    const { user } = await client.data<{ user: Record<string, unknown> }>(
      '{ user(id: "u1") { id title department seniorityLevel learningStyle createdAt updatedAt } }',
    );
    expect(user).toEqual({
      id: 'u1',
      title: 'Engineering Specialist',
      department: 'Engineering',
      seniorityLevel: 'MID',
      learningStyle: null,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
  });

  it('is null when nobody has the id', async () => {
    const query =
      '{ a: user(id: "nobody") { id } b: user(id: "") { id } c: user(id: 1) { id } d: user(id: "U1") { id } }';
    expect(await client.data(query)).toEqual({ a: null, b: null, c: null, d: null });
  });

  it('has engagements, newest first, with their scores', async () => {
    const all: EngagementsPage['user']['engagements']['edges'] = [];
    let after: string | null = null;
    do {
      const { user }: EngagementsPage = await client.data<EngagementsPage>(
        `query ($after: String) {
          user(id: "u1") {
            engagements(first: 4, after: $after) {
              edges { cursor node { timestamp durationSeconds liked engagementType score content { id title } } }
              pageInfo { hasNextPage endCursor }
              totalCount
            }
          }
        }`,
        { after },
      );
      expect(user.engagements.totalCount).toBe(9);
      all.push(...user.engagements.edges);
      after = user.engagements.pageInfo.hasNextPage ? user.engagements.pageInfo.endCursor : null;
    } while (after !== null);

    const { own, other } = historyOfLearner(1);
    expect(all.map((edge) => edge.node.content.id)).toEqual([...own.slice(0, 4), other, ...own.slice(4)].reverse());
    expect(new Set(all.map((edge) => edge.cursor)).size).toBe(9);
    expect(all[0]!.node).toMatchObject({
      durationSeconds: 900,
      liked: true,
      engagementType: 'COMPLETED',
      score: 3 + 5,
    });
    expect(all.find((edge) => edge.node.content.id === other)!.node).toMatchObject({
      durationSeconds: 30,
      liked: null,
      engagementType: 'VIEWED',
      score: 0.1,
    });
    const times = all.map((edge) => Date.parse(edge.node.timestamp));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('has recommendations equal to those of the root field', async () => {
    const { user, recommendations } = await client.data<{
      user: { recommendations: unknown };
      recommendations: unknown;
    }>(
      `{
        user(id: "u2") { recommendations(k: 4, alpha: 0.3) { ...list } }
        recommendations(userId: "u2", k: 4, alpha: 0.3) { ...list }
      }
      fragment list on RecommendationList { userId alpha user { id } items { rank score content { id } } }`,
    );
    expect(user.recommendations).toEqual(recommendations);
    expect(recommendations).toMatchObject({ userId: 'u2', alpha: 0.3, user: { id: 'u2' } });
  });
});
