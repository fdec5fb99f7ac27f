import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface List {
  servedBy: { strategy: string };
  items: {
    score: number;
    content: { id: string; domain: string };
    reasons: { kind: string; share: number; text: string }[];
  }[];
}

describe('recommendations to learners without history', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const recommend = async (userId: string, options = ''): Promise<List> =>
    (
      await client.data<{ recommendations: List }>(
        `query ($userId: ID!) { recommendations(userId: $userId ${options}) {
          servedBy { strategy } items { score content { id domain } reasons(max: 20) { kind share text } }
        } }`,
        { userId },
      )
    ).recommendations;

  it('follow what their department engages with', async () => {
    await client.data(`mutation { upsertUsers(input: [
      { id: "sales", department: "Sales" }, { id: "engineer", department: "Engineering", seniorityLevel: MID }, { id: "lonely", department: "Law", seniorityLevel: LEAD }
    ]) { userErrors { code } } }`);
    for (const [id, domain] of [
      ['sales', 'Leadership'],
      ['engineer', 'Cloud'],
    ]) {
      const list = await recommend(id, ', k: 8, alpha: 1');
      expect(list.servedBy.strategy).toBe('COLD_START');
      expect(list.items.map(({ content }) => content.domain)).toEqual(Array(8).fill(domain));
      const texts = new Map(list.items[0].reasons.map(({ kind, text }) => [kind, text]));
      expect(texts.get('COHORT')).toBe('Popular with learners of your department and level.');
      expect(texts.get('TRAIT')).toMatch(
        /^Learners (with "\w+" in their job title|of the department "\w+") engage with it\.$/,
      );
    }
  });

  it('rest on the collaborative half to nine tenths at least, unless an alpha is given', async () => {
    const { cold, given, model, alphaSweep } = await client.data<{
      cold: { alpha: number };
      given: { alpha: number };
      model: { alpha: number };
      alphaSweep: { fittedAlpha: number };
    }>(`{
      cold: recommendations(userId: "u40") { alpha } given: recommendations(userId: "u40", alpha: 0.2) { alpha }
      model { alpha } alphaSweep(userId: "u40", k: 1) { fittedAlpha }
    }`);
    const expected = Math.max(model.alpha, 0.9);
    expect([cold.alpha, given.alpha, alphaSweep.fittedAlpha]).toEqual([expected, 0.2, expected]);
  });

  it('follow everybody where the department or the level has nobody to follow', async () => {
    const order = async (userId: string) =>
      (await recommend(userId, ', k: 30, alpha: 1')).items.map(({ content, score }) => [content.id, score]);
    expect(await order('lonely')).toEqual(await order('nobody'));
  });

  it('do not tell what fewer than five people did', async () => {
    await client.data(`mutation {
      upsertUsers(input: [${[1, 2, 3, 4, 5].map((n) => `{ id: "board-${n}", department: "Board" }`).join(' ')}, { id: "board-new", department: "Board" }]) { userErrors { code } }
      recordEngagements(input: [${[1, 2, 3, 4].map((n) => `{ userId: "board-${n}", contentId: "c7", liked: true }`).join(' ')}]) { recorded }
    }`);
    const { items } = await recommend('board-new', ', k: 30, alpha: 1');
    expect(items.every(({ reasons }) => reasons.every(({ kind }) => kind !== 'COHORT'))).toBe(true);
  });
});
