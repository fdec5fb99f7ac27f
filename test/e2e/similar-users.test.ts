import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Similar {
  user: { id: string; department: string | null };
  score: number;
  sharedCount: number;
  sharedContent: { id: string }[];
}

const QUERY = `query ($userId: ID!, $k: Int! = 10) {
  similarUsers(userId: $userId, k: $k) { score sharedCount user { id department } sharedContent { id } }
}`;

describe('similarUsers', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ model: false });
    client = createGraphQLClient(service.url);
    await client.data(`mutation {
      upsertUsers(input: [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }]) { userErrors { code } }
      upsertContent(input: [{ id: "x", title: "X" }, { id: "y", title: "Y" }, { id: "z", title: "Z" }]) { userErrors { code } }
      recordEngagements(input: [
        { userId: "a", contentId: "x" } { userId: "a", contentId: "y", engagementType: COMPLETED }
        { userId: "b", contentId: "x" } { userId: "b", contentId: "y", engagementType: COMPLETED } { userId: "b", contentId: "z", engagementType: SHARED }
        { userId: "c", contentId: "x" } { userId: "c", contentId: "y", liked: false }
        { userId: "d", contentId: "z" }
      ]) { userErrors { code } }
    }`);
  });
  afterAll(() => service?.close());

  const similarTo = async (userId: string, k = 10): Promise<Similar[]> =>
    (await client.data<{ similarUsers: Similar[] }>(QUERY, { userId, k })).similarUsers;

  it('is the cosine of what the two engaged with, needs no model, and names what they share', async () => {
    // Strengths: viewed 1, completed 3, shared 4; a dislike 0. a = (1, 3, 0), b = (1, 3, 4), c = (1, 0, 0), d = (0, 0, 1).
    const similar = await similarTo('a');
    expect(similar.map(({ user, sharedCount }) => [user.id, sharedCount])).toEqual([
      ['b', 2],
      ['c', 1],
    ]);
    expect(similar[0].score).toBeCloseTo(10 / Math.sqrt(10 * 26), 6);
    expect(similar[1].score).toBeCloseTo(1 / Math.sqrt(10), 6);
    expect(similar[0].sharedContent.map(({ id }) => id)).toEqual(['y', 'x']);
  });

  it('finds the learners of the same topic, never the learner', async () => {
    const similar = await similarTo('u1', 10);
    expect(similar).toHaveLength(10);
    expect(similar.map(({ user }) => user.department)).toEqual(Array(10).fill('Engineering'));
    expect(similar.map(({ user }) => user.id)).not.toContain('u1');
    const scores = similar.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((x, y) => y - x));
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
    expect(similar.every(({ sharedContent }) => sharedContent.length <= 5)).toBe(true);
    expect(await similarTo('u1', 3)).toEqual(similar.slice(0, 3));
  });

  it('is empty without history, and NOT_FOUND for an unknown learner', async () => {
    expect(await similarTo('u40')).toEqual([]);
    expect((await client.error(QUERY, { userId: 'nobody' })).extensions.code).toBe('NOT_FOUND');
  });

  it('is personal data: it needs a role', async () => {
    const closed = await startTestService({ data: false, openRoles: [] });
    const error = await createGraphQLClient(closed.url).error(QUERY, { userId: 'a' });
    await closed.close();
    expect(error.extensions.code).toBe('UNAUTHENTICATED');
  });
});
