import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecommendationList } from '../../src/services/recommendation.js';
import { startTestService, type TestService } from '../support/service.js';

/** Inputs that broke other recommenders, through the whole service: Postgres, training thread, serving. */
describe('recommending, over the whole service', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service.close());

  const recommend = (userId: string, k = 10, alpha?: number): Promise<RecommendationList> =>
    service.services.recommendations.forUser({ userId, k, alpha });
  const ids = (list: RecommendationList): string[] => list.items.map(({ content }) => content.id);
  const engagedBy = async (userId: string): Promise<Set<string>> => {
    const [page] = await service.services.users.engagements([userId], { first: 100 });
    return new Set(page.edges.map(({ node }) => node.contentId));
  };

  it('gives exactly what was not engaged, without repeats or padding, whatever k', async () => {
    const seen = await engagedBy('u1');
    const all = Array.from({ length: 30 }, (_, n) => `c${n + 1}`);
    expect(ids(await recommend('u1', 100)).sort()).toEqual(all.filter((id) => !seen.has(id)).sort());
  });

  it('puts what is missing from the liked topic first', async () => {
    const seen = await engagedBy('u1');
    const missing = Array.from({ length: 10 }, (_, n) => `c${n + 11}`).filter((id) => !seen.has(id));
    expect(missing).toHaveLength(2);
    expect(ids(await recommend('u1', 2)).sort()).toEqual(missing.sort());
  });

  it('masks an engagement in the very next list, and refills to k', async () => {
    const [first] = ids(await recommend('u2', 5));
    await service.services.engagements.record([{ userId: 'u2', contentId: first, engagementType: 'VIEWED' }]);
    const next = ids(await recommend('u2', 5));
    expect(next).not.toContain(first);
    expect(next).toHaveLength(5);
  });

  it('reproduces score from alpha and breakdown exactly, and alpha 1 and 0 rank as the halves alone', async () => {
    for (const alpha of [0, 0.3, 1]) {
      const list = await recommend('u4', 20, alpha);
      expect(list.alpha).toBe(alpha);
      for (const { score, breakdown } of list.items)
        expect(score).toBe(alpha * breakdown.collaborative + (1 - alpha) * breakdown.content);
      const half = list.items.map(({ breakdown }) => (alpha === 1 ? breakdown.collaborative : breakdown.content));
      if (alpha !== 0.3) expect(half).toEqual([...half].sort((a, b) => b - a));
    }
  });

  it('gives a learner who engaged everything an empty list, beside others in the same batch', async () => {
    await service.services.users.upsert([{ id: 'completionist' }]);
    await service.services.engagements.record(
      Array.from({ length: 30 }, (_, n) => ({ userId: 'completionist', contentId: `c${n + 1}` })),
    );
    const [none, some] = await service.services.recommendations.forUsers(['completionist', 'u5'], { k: 5 });
    expect(none.items).toEqual([]);
    expect(some.items).toHaveLength(5);
  });

  it('answers learners without history, unknown ids and learners added after training, with finite scores', async () => {
    await service.services.users.upsert([{ id: 'newcomer', title: 'Kubernetes Engineer' }]);
    const lists = await service.services.recommendations.forUsers(['u38', 'nobody', 'newcomer'], { k: 10 });
    expect(lists.map(({ servedBy }) => servedBy.strategy)).toEqual(['COLD_START', 'UNKNOWN_USER', 'COLD_START']);
    for (const list of lists) {
      expect(list.items).toHaveLength(10);
      expect(list.servedBy.fallbackReason).not.toBeNull();
      for (const { score } of list.items) expect(score >= 0 && score <= 10).toBe(true);
    }
    const topics = (await recommend('newcomer', 5, 0)).items.map(({ content }) => content.subtopic);
    expect(topics).toEqual(Array(5).fill('Kubernetes'));
  });

  it('reaches content added after training by similarity, in both halves', async () => {
    await service.services.contents.upsert([
      { id: 'fresh', title: 'Introduction to Kubernetes Networking', domain: 'Cloud', subtopic: 'Kubernetes' },
    ]);
    expect((await service.services.contents.similar('c11', { k: 3 })).items.map(({ content }) => content.id)).toContain(
      'fresh',
    );
    const list = await recommend('u1', 31);
    const fresh = list.items.find(({ content }) => content.id === 'fresh')!;
    expect(fresh.breakdown.collaborative).toBeGreaterThan(0);
    expect(fresh.rank).toBeLessThanOrEqual(3);
  });

  it('never raises an item by a dislike', async () => {
    const before = await recommend('u7', 100);
    const target = before.items[0].content.id;
    await service.services.users.upsert([{ id: 'critic' }]);
    const history = (await service.services.users.engagements(['u7'], { first: 100 }))[0]!.edges.map(
      ({ node }) => node,
    );
    await service.services.engagements.record(
      history.map((e) => ({ ...e, userId: 'critic', liked: e.liked, engagementType: e.engagementType })),
    );
    const near = (await service.services.contents.similar(target, { k: 1 })).items[0].content.id;
    const rankOf = (list: RecommendationList, id: string): number => ids(list).indexOf(id);
    const neutral = await recommend('critic', 100);
    await service.services.engagements.record([{ userId: 'critic', contentId: target, liked: false }]);
    const after = await recommend('critic', 100);
    expect(ids(after)).not.toContain(target);
    if (rankOf(neutral, near) >= 0)
      expect(after.items[rankOf(after, near)].score).toBeLessThanOrEqual(
        neutral.items[rankOf(neutral, near)].score + 1e-9,
      );
  });

  it('drops retired content from every list at once and refills', async () => {
    const [first] = ids(await recommend('u8', 5));
    await service.services.contents.upsert([{ id: first, retiredAt: new Date('2025-06-01T00:00:00Z') }]);
    expect(ids(await recommend('u8', 5))).not.toContain(first);
    expect(await recommend('u8', 5)).toMatchObject({ items: { length: 5 } });
    const other = ids(await recommend('u11', 1))[0];
    expect(
      (await service.services.contents.similar(other, { k: 100 })).items.map(({ content }) => content.id),
    ).not.toContain(first);
    const cold = await recommend('nobody', 100);
    expect(ids(cold)).not.toContain(first);
  });

  it('keeps ids exactly: "0010", a large number, a UUID', async () => {
    const odd = ['0010', '38409912', '2147483648', '0b6e4a1c-7f7a-4a0e-9f55-6a3f7f1d2c3b'];
    await service.services.users.upsert(odd.map((id) => ({ id })));
    expect((await service.services.users.getMany(odd)).map((user) => user?.id)).toEqual(odd);
    expect(await service.services.users.get('10')).toBeNull();
  });
});
