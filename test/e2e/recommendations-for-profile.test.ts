import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface List {
  userId: string | null;
  user: { id: string } | null;
  servedBy: { strategy: string; foldedInEngagements: number };
  items: {
    score: number;
    content: { id: string; domain: string };
    reasons: { kind: string; share: number; content: { id: string } | null }[];
  }[];
  endCursor: string | null;
  unknownContentIds: string[];
}

const LIST = `{
  userId user { id } servedBy { strategy foldedInEngagements } endCursor unknownContentIds
  items { score content { id domain } reasons(max: 30) { kind share content { id } } }
}`;

describe('recommendationsForProfile', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const recommend = async (args: string): Promise<List> =>
    (await client.data<{ recommendationsForProfile: List }>(`{ recommendationsForProfile${args} ${LIST} }`))
      .recommendationsForProfile;
  const ids = (list: List): string[] => list.items.map(({ content }) => content.id);

  it('is as personal as a history where content is liked', async () => {
    const list = await recommend('(likedContentIds: ["c1", "c2"], k: 5)');
    expect(list).toMatchObject({ userId: null, user: null, unknownContentIds: [] });
    expect(list.servedBy).toEqual({ strategy: 'HYBRID', foldedInEngagements: 2 });
    expect(list.items.map(({ content }) => content.domain)).toEqual(Array(5).fill('Data Science'));
    for (const { reasons } of list.items) {
      expect(reasons.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      for (const { kind, content } of reasons)
        if (kind === 'ENGAGED_CONTENT') expect(['c1', 'c2']).toContain(content!.id);
    }
  });

  it('gives the scores of a learner who likes the same', async () => {
    await client.data(`mutation {
      upsertUsers(input: [{ id: "twin" }]) { userErrors { code } }
      recordEngagements(input: [
        { userId: "twin", contentId: "c12", liked: true, timestamp: "2025-01-01T00:00:00Z" }
        { userId: "twin", contentId: "c15", liked: true, timestamp: "2025-01-01T00:00:00Z" }
      ]) { userErrors { code } }
    }`);
    const { recommendations } = await client.data<{ recommendations: List }>(
      `{ recommendations(userId: "twin", k: 20) ${LIST} }`,
    );
    const list = await recommend('(likedContentIds: ["c15", "c12"], k: 20)');
    expect(ids(list)).toEqual(ids(recommendations));
    list.items.forEach(({ score }, n) => expect(score).toBeCloseTo(recommendations.items[n].score, 6));
  });

  it('leaves out what was seen, without taking it for a taste', async () => {
    const plain = await recommend('(profile: { title: "Chef" }, k: 30)');
    const list = await recommend('(profile: { title: "Chef" }, k: 30, seenContentIds: ["c3", "c4"])');
    expect(ids(list)).toEqual(ids(plain).filter((id) => !['c3', 'c4'].includes(id)));
    expect(list.servedBy).toEqual({ strategy: 'COLD_START', foldedInEngagements: 0 });
  });

  it('ignores unknown ids and names them', async () => {
    const list = await recommend(
      '(likedContentIds: ["c1", "no-1"], seenContentIds: ["no-2", "c2"], exclude: ["no-1", "no-3"], k: 30)',
    );
    expect(list.unknownContentIds).toEqual(['no-1', 'no-2', 'no-3']);
    expect(ids(list)).not.toContain('c1');
    expect(ids(list)).not.toContain('c2');
  });

  it('rests on the words and the cohort of the profile where nothing is liked', async () => {
    // Sales stands in no content; its people engage with Negotiation.
    const sales = await recommend(
      '(profile: { department: "Sales", seniorityLevel: MID, learningStyle: VISUAL }, k: 8)',
    );
    expect(sales.servedBy.strategy).toBe('COLD_START');
    expect(sales.items.map(({ content }) => content.domain)).toEqual(Array(8).fill('Leadership'));
    for (const { reasons } of sales.items) {
      expect(reasons.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['COHORT', 'TRAIT']));
      expect(reasons.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    }
    const words = await recommend('(profile: { title: "Kubernetes Admin" }, k: 5, alpha: 0)');
    expect(words.items.map(({ content }) => content.domain)).toEqual(Array(5).fill('Cloud'));
    expect((await recommend('')).items).toHaveLength(10);
  });

  it('takes the controls of every list', async () => {
    const controls = 'profile: { seniorityLevel: STUDENT }, difficultyFit: true, filter: { domain: { in: ["Cloud"] } }';
    const list = await recommend(`(${controls}, k: 30)`);
    expect(ids(list).sort()).toEqual(['c11', 'c12', 'c13', 'c14', 'c15']);
    const first = await recommend(`(${controls}, k: 2)`);
    const second = await recommend(`(${controls}, k: 9, after: "${first.endCursor}")`);
    expect([...ids(first), ...ids(second)].sort()).toEqual(ids(list).sort());
    const refused = await client.error(
      `{ recommendationsForProfile(profile: { title: "x" }, after: "${first.endCursor}") { id } }`,
    );
    expect(refused.extensions.code).toBe('BAD_USER_INPUT');
  });
});
