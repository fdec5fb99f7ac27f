import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Item {
  score: number;
  breakdown: { collaborative: number; content: number };
  content: { id: string };
  reasons: { kind: string; share: number; text: string; term: string | null; content: { id: string } | null }[];
}

describe('reasons', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    await client.data(`mutation {
      upsertUsers(input: [
        { id: "analyst", title: "Python Analyst", department: "Analytics" }
        { id: "stranger", title: "Zoologist", department: "Zoo" }
      ]) { userErrors { code } }
      upsertContent(input: [
        { id: "new-python", title: "Practical Python", domain: "Data Science", subtopic: "Python", language: "en" }
        { id: "like-nothing", title: "Zzz" }
      ]) { userErrors { code } }
    }`);
  });
  afterAll(() => service?.close());

  const items = async (userId: string, alpha: number): Promise<Item[]> =>
    (
      await client.data<{ recommendations: { items: Item[] } }>(
        `query ($userId: ID!, $alpha: Float) { recommendations(userId: $userId, alpha: $alpha, k: 40, includeSeen: true) {
          items { score breakdown { collaborative content } content { id } reasons(max: 60) { kind share text term content { id } } }
        } }`,
        { userId, alpha },
      )
    ).recommendations.items;

  // Learners with a history, known ones without, with words that say something and that do not, and an unknown one.
  it.each(['u3', 'u1', 'u40', 'analyst', 'stranger', 'nobody'])('add up to the score for %s', async (userId) => {
    for (const alpha of [0, 0.3, 1]) {
      for (const { score, reasons } of await items(userId, alpha)) {
        const sum = reasons.reduce((all, { share }) => all + share, 0);
        if (score > 0) expect(sum).toBeCloseTo(1, 9);
        else expect(reasons).toEqual([]);
        expect(reasons.map(({ share }) => share)).toEqual(reasons.map(({ share }) => share).sort((a, b) => b - a));
        expect(reasons.every(({ share, text }) => share > 0 && text.endsWith('.'))).toBe(true);
      }
    }
  });

  const byId = (list: Item[], id: string): Item => list.find(({ content }) => content.id === id)!;
  const shareOf = ({ reasons }: Item, kind: string): number =>
    reasons.filter((reason) => reason.kind === kind).reduce((sum, { share }) => sum + share, 0);

  it('part the words of a job title from popularity where there is no history', async () => {
    for (const alpha of [0, 0.3, 1]) {
      const item = byId(await items('analyst', alpha), 'c1');
      const { collaborative, content } = item.breakdown;
      expect(shareOf(item, 'SHARED_TERM')).toBeCloseTo(((1 - alpha) * content) / item.score, 9);
      expect(shareOf(item, 'POPULARITY') + shareOf(item, 'COHORT')).toBeCloseTo(
        (alpha * collaborative) / item.score,
        9,
      );
      if (alpha < 1) {
        const word = item.reasons.find(({ term }) => term === 'python')!;
        expect(word.text).toBe('"python" is in your job title or department.');
      }
    }
  });

  it('are popularity alone where the words say nothing', async () => {
    for (const { reasons } of (await items('stranger', 0.3)).slice(0, 5))
      expect(reasons.map(({ kind }) => kind)).toEqual(['POPULARITY']);
  });

  it('explain new content through what it is like', async () => {
    // u3 is of the topic Python.
    const item = byId(await items('u3', 1), 'new-python');
    expect(item.score).toBeGreaterThan(0);
    expect(item.reasons.length).toBeGreaterThan(1);
    expect(shareOf(item, 'ENGAGED_CONTENT')).toBeCloseTo(1, 9);
    const engaged = item.reasons.map(({ content }) => Number(content!.id.slice(1)));
    expect(engaged.filter((n) => n <= 10).length).toBeGreaterThan(engaged.length / 2);
    const cold = byId(await items('nobody', 1), 'new-python');
    expect(cold.reasons.map(({ text }) => text)).toEqual(['Close to what is popular with other learners.']);
  });

  it('say so where nothing speaks for an item but what all items get', async () => {
    const item = byId(await items('u3', 0), 'like-nothing');
    if (item.score > 0) expect(item.reasons.map(({ kind, share }) => [kind, share])).toEqual([['BASELINE', 1]]);
    else expect(item.reasons).toEqual([]);
  });

  it.each(['POPULARITY', 'SVD', 'IALS', 'EASE'] as const)(
    'add up with %s, whatever lowered a score',
    async (algorithm) => {
      const before = (await service.services.models.active())!.id;
      await service.container.train({ algorithm });
      for (const userId of ['u2', 'u40'])
        for (const alpha of [0.5, 1])
          for (const { score, reasons } of await items(userId, alpha))
            if (score > 0) expect(reasons.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      await service.services.models.activate(before);
    },
  );

  it('are cut by max, the smallest first', async () => {
    const { recommendations } = await client.data<{ recommendations: { items: Record<string, Item['reasons']>[] } }>(
      `{ recommendations(userId: "u3", k: 3) { items { all: reasons(max: 20) { share } two: reasons(max: 2) { share } } } }`,
    );
    for (const { all, two } of recommendations.items) expect(two).toEqual(all.slice(0, 2));
  });
});
