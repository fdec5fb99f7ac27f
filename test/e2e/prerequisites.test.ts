import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { historyOfLearner } from '../support/test-data.js';

interface Item {
  content: { id: string };
  readiness: {
    state: string;
    missingCount: number;
    unlocksCount: number;
    missing: { id: string }[];
    unlocks: { id: string }[];
  };
}
interface List {
  items: Item[];
  shortfall: { reason: string } | null;
}

const UPSERT = `mutation ($input: [ContentInput!]!) {
  upsertContent(input: $input) {
    contents { id prerequisites { id title } }
    userErrors { path code message }
  }
}`;

describe('prerequisites', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    // u1 has completed `own`, and neither of `missing`; see fillTestData.
    await upsert(
      { id: 'open', title: 'After one that u1 has', prerequisites: [own] },
      { id: 'near', title: 'After one that u1 lacks', prerequisites: [lacks, own] },
      { id: 'far', title: 'After near', prerequisites: ['near'] },
    );
  });
  afterAll(() => service?.close());

  const own = historyOfLearner(1).own[0]!;
  const [lacks] = historyOfLearner(1).missing as [string];
  const upsert = async (...input: object[]) =>
    (
      await client.data<{
        upsertContent: {
          contents: { id: string; prerequisites: { id: string }[] }[];
          userErrors: { path: string[]; code: string; message: string }[];
        };
      }>(UPSERT, { input })
    ).upsertContent;
  const recommend = async (userId: string, options = ''): Promise<List> =>
    (
      await client.data<{ recommendations: List }>(
        `query ($userId: ID!) {
          recommendations(userId: $userId, k: 50 ${options}) {
            items {
              content { id }
              readiness { state missingCount unlocksCount missing { id } unlocks { id } }
            }
            shortfall { reason }
          }
        }`,
        { userId },
      )
    ).recommendations;
  const readinessOf = (list: List, id: string) => {
    const { state, missing, unlocks } = list.items.find(({ content }) => content.id === id)!.readiness;
    return { state, missing: missing.map((one) => one.id), unlocks: unlocks.map((one) => one.id) };
  };

  it('are shown with the content, in their order', async () => {
    const { content } = await client.data<{ content: object }>('{ content(id: "near") { prerequisites { id } } }');
    expect(content).toEqual({ prerequisites: [{ id: lacks }, { id: own }] });
    expect((await upsert({ id: 'near', domain: 'Cloud' })).contents[0]!.prerequisites).toHaveLength(2);
    expect((await upsert({ id: 'open', prerequisites: null })).contents[0]!.prerequisites).toEqual([]);
    await upsert({ id: 'open', prerequisites: [own] });
  });

  it('tell how far a learner is, and what completing something opens', async () => {
    const list = await recommend('u1');
    expect(readinessOf(list, 'open')).toEqual({ state: 'READY', missing: [], unlocks: [] });
    expect(readinessOf(list, 'near')).toEqual({ state: 'ALMOST', missing: [lacks], unlocks: ['far'] });
    expect(readinessOf(list, 'far')).toEqual({ state: 'NOT_READY', missing: [lacks, 'near'], unlocks: [] });
    expect(readinessOf(list, lacks)).toEqual({ state: 'READY', missing: [], unlocks: ['near'] });
    expect(list.items.find(({ content }) => content.id === 'far')!.readiness).toMatchObject({
      missingCount: 2,
      unlocksCount: 0,
    });
    // Somebody without a history has completed nothing.
    expect(readinessOf(await recommend('u38'), 'near').missing).toEqual([lacks, own]);
    expect(readinessOf(await recommend('nobody'), 'far').state).toBe('NOT_READY');
  });

  it('readyOnly leaves out what the learner is not ready for, and says so', async () => {
    const all = (await recommend('u1')).items.map(({ content }) => content.id);
    const ready = await recommend('u1', ', readyOnly: true');
    expect(ready.items.map(({ content }) => content.id)).toEqual(all.filter((id) => id !== 'near' && id !== 'far'));
    expect(ready.items.every(({ readiness }) => readiness.state === 'READY')).toBe(true);
    expect(ready.shortfall?.reason).toBe('FILTERED');
  });

  it('follow the next completion at once; retired content is required of nobody', async () => {
    const record = (contentId: string, engagementType: string) =>
      client.data(`mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded } }`, {
        input: [{ userId: 'u4', contentId, engagementType }],
      });
    const [other] = historyOfLearner(4).missing as [string];
    await upsert({ id: 'next', title: 'Next', prerequisites: [other] });
    await record(other, 'VIEWED');
    expect(readinessOf(await recommend('u4'), 'next').state).toBe('ALMOST');
    await record(other, 'COMPLETED');
    expect(readinessOf(await recommend('u4'), 'next').state).toBe('READY');
    await upsert({ id: 'near', retiredAt: '2025-01-01T00:00:00Z' });
    expect(readinessOf(await recommend('u1'), 'far')).toEqual({ state: 'READY', missing: [], unlocks: [] });
    await upsert({ id: 'near', retiredAt: null });
  });

  it('that form a circle are refused with the circle; those that do not exist, too', async () => {
    const { contents, userErrors } = await upsert(
      { id: lacks, prerequisites: ['far'] },
      { id: 'good', title: 'Good', prerequisites: ['far'] },
      { id: 'lost', title: 'Lost', prerequisites: ['nowhere'] },
      { id: 'twice', title: 'Twice', prerequisites: ['c1', 'c1'] },
    );
    expect(contents.map(({ id }) => id)).toEqual(['good']);
    expect(userErrors.sort((a, b) => Number(a.path[1]) - Number(b.path[1]))).toEqual([
      {
        path: ['input', '0', 'prerequisites'],
        code: 'PREREQUISITE_CYCLE',
        message: `prerequisites form a cycle: "${lacks}" requires "far" requires "near" requires "${lacks}"`,
      },
      {
        path: ['input', '2', 'prerequisites'],
        code: 'NOT_FOUND',
        message: 'prerequisites name content that does not exist: "nowhere"',
      },
      {
        path: ['input', '3', 'prerequisites'],
        code: 'BAD_USER_INPUT',
        message: 'prerequisites must not name "c1" twice',
      },
    ]);
  });
});
