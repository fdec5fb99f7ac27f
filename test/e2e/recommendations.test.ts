import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { historyOfLearner } from '../support/test-data.js';

interface List {
  id: string;
  userId: string;
  alpha: number;
  user: { id: string } | null;
  servedBy: {
    modelVersion: string;
    trainedAt: string;
    algorithm: string;
    strategy: string;
    foldedInEngagements: number;
    fallbackReason: string | null;
  };
  items: {
    rank: number;
    score: number;
    breakdown: { collaborative: number; content: number };
    content: { id: string };
    reasons: { kind: string; share: number; text: string; term: string | null; content: { id: string } | null }[];
  }[];
}

const LIST = `fragment list on RecommendationList {
  id userId alpha user { id }
  servedBy { modelVersion trainedAt algorithm strategy foldedInEngagements fallbackReason }
  items {
    rank score breakdown { collaborative content } content { id }
    reasons { kind share text term content { id } }
  }
}`;

describe('recommendations', () => {
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
        `query ($userId: ID!) { recommendations(userId: $userId ${options}) { ...list } } ${LIST}`,
        { userId },
      )
    ).recommendations;
  const idsOf = (list: List): string[] => list.items.map((item) => item.content.id);

  it('puts first what the learner has not seen of their own topic', async () => {
    for (const n of [1, 2, 3, 17]) {
      const list = await recommend(`u${n}`, ', k: 2');
      expect(idsOf(list).sort()).toEqual([...historyOfLearner(n).missing].sort());
      expect(list.servedBy).toMatchObject({ strategy: 'HYBRID', foldedInEngagements: 9, fallbackReason: null });
    }
  });

  it('never holds what was seen, nor anything twice, and is as long as there is something left', async () => {
    const { own, other } = historyOfLearner(1);
    const list = await recommend('u1', ', k: 100');
    const expected = Array.from({ length: 30 }, (_, i) => `c${i + 1}`).filter((id) => ![...own, other].includes(id));
    expect(idsOf(list).sort()).toEqual(expected.sort());
    expect(list.items.map((item) => item.rank)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
  });

  it.each([0, 0.25, 0.7, 1])('is scored by its breakdown exactly at alpha %d', async (alpha) => {
    const list = await recommend('u4', `, k: 20, alpha: ${alpha}`);
    expect(list.alpha).toBe(alpha);
    for (const { score, breakdown } of list.items) {
      expect(score).toBe(alpha * breakdown.collaborative + (1 - alpha) * breakdown.content);
      for (const half of [breakdown.collaborative, breakdown.content, score]) {
        expect(half).toBeGreaterThanOrEqual(0);
        expect(half).toBeLessThanOrEqual(10);
      }
    }
    const scores = list.items.map((item) => item.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('uses the fitted alpha of the model where none is given', async () => {
    const { model } = await client.data<{ model: { id: string; alpha: number } }>('{ model { id alpha } }');
    const list = await recommend('u4');
    expect([list.alpha, list.servedBy.modelVersion]).toEqual([model.alpha, model.id]);
    expect(list.items).toHaveLength(10);
    expect((await recommend('u4', ', alpha: null')).alpha).toBe(model.alpha);
  });

  it('compares alphas side by side by aliases: 0 and 1 rank by one half alone', async () => {
    const { byContent, byPeers } = await client.data<{ byContent: List; byPeers: List }>(
      `{
        byContent: recommendations(userId: "u7", k: 30, alpha: 0) { ...list }
        byPeers: recommendations(userId: "u7", k: 30, alpha: 1) { ...list }
      } ${LIST}`,
    );
    for (const item of byContent.items) expect(item.score).toBe(item.breakdown.content);
    for (const item of byPeers.items) expect(item.score).toBe(item.breakdown.collaborative);
    expect(idsOf(byContent).sort()).toEqual(idsOf(byPeers).sort());
    const halves = (list: List) => new Map(list.items.map((item) => [item.content.id, item.breakdown]));
    for (const [id, breakdown] of halves(byContent)) expect(halves(byPeers).get(id)).toEqual(breakdown);
  });

  it('gives reasons: causes with shares that sum to at most 1, the largest first', async () => {
    const { own, other } = historyOfLearner(5);
    const list = await recommend('u5', ', k: 2');
    for (const { reasons } of list.items) {
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons.length).toBeLessThanOrEqual(3);
      const shares = reasons.map((reason) => reason.share);
      expect(shares).toEqual([...shares].sort((a, b) => b - a));
      expect(shares.every((share) => share > 0)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      for (const reason of reasons) {
        expect(reason.text.length).toBeGreaterThan(0);
        if (reason.kind === 'ENGAGED_CONTENT') expect([...own, other]).toContain(reason.content!.id);
        else expect(reason.content).toBeNull();
        expect(reason.term !== null).toBe(reason.kind === 'SHARED_TERM');
      }
    }
  });

  it('answers a learner without history with COLD_START, and an unknown id with UNKNOWN_USER', async () => {
    const cold = await recommend('u40');
    expect(cold.servedBy).toMatchObject({
      strategy: 'COLD_START',
      foldedInEngagements: 0,
      fallbackReason: expect.any(String),
    });
    expect(cold.user).toEqual({ id: 'u40' });
    for (const id of ['nobody', '', '0010', '3b241101-e2bb-4255-8caf-4136c566a962', 'u1 ', '2147483648']) {
      const unknown = await recommend(id);
      expect(unknown).toMatchObject({ userId: id, user: null });
      expect(unknown.servedBy).toMatchObject({ strategy: 'UNKNOWN_USER', foldedInEngagements: 0 });
      expect(new Set(idsOf(unknown)).size).toBe(10);
      expect(unknown.items.every((item) => Number.isFinite(item.score))).toBe(true);
    }
  });

  it('answers a learner added after the training', async () => {
    await client.data('mutation { upsertUsers(input: [{ id: "late", department: "Data" }]) { userErrors { code } } }');
    expect((await recommend('late')).servedBy.strategy).toBe('COLD_START');
    await client.data(
      'mutation { recordEngagements(input: [{ userId: "late", contentId: "c1", liked: true, engagementType: COMPLETED }]) { recorded } }',
    );
    const list = await recommend('late', ', k: 3');
    expect(list.servedBy).toMatchObject({ strategy: 'HYBRID', foldedInEngagements: 1 });
    expect(idsOf(list).every((id) => Number(id.slice(1)) <= 10)).toBe(true);
  });

  it('is empty for a learner who has engaged with everything, without touching the others', async () => {
    await client.data('mutation { upsertUsers(input: [{ id: "all" }]) { userErrors { code } } }');
    const input = Array.from({ length: 30 }, (_, i) => ({ userId: 'all', contentId: `c${i + 1}` }));
    await client.data('mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded } }', {
      input,
    });
    const { all, other } = await client.data<{ all: List; other: List }>(
      `{ all: recommendations(userId: "all") { ...list } other: recommendations(userId: "u1", k: 2) { ...list } } ${LIST}`,
    );
    expect(all.items).toEqual([]);
    expect(other.items).toHaveLength(2);
  });

  it('answers a page of learners in one query', async () => {
    const { users } = await client.data<{ users: { nodes: { id: string; recommendations: List }[] } }>(
      `{ users(first: 37) { nodes { id recommendations(k: 2) { ...list } } } } ${LIST}`,
    );
    expect(users.nodes).toHaveLength(37);
    for (const node of users.nodes.filter(({ id }) => Number(id.slice(1)) <= 37)) {
      expect(node.recommendations.userId).toBe(node.id);
      expect(idsOf(node.recommendations).sort()).toEqual(
        [...historyOfLearner(Number(node.id.slice(1))).missing].sort(),
      );
    }
  });
});

describe('recommendations without a model', () => {
  it('say MODEL_NOT_READY and leave the rest of the answer alone', async () => {
    const service = await startTestService({ model: false });
    const client = createGraphQLClient(service.url);
    const query =
      '{ recommendations(userId: "u1") { id } similarContent(contentId: "c1") { score } user(id: "u1") { id } model { id } }';
    const { data, errors } = await client.send(query);
    await service.close();
    expect(errors.map((error) => [error.path?.join('.'), error.extensions.code]).sort()).toEqual([
      ['recommendations', 'MODEL_NOT_READY'],
      ['similarContent', 'MODEL_NOT_READY'],
    ]);
    expect(data).toEqual({ recommendations: null, similarContent: null, user: { id: 'u1' }, model: null });
  });
});
