import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Change {
  readonly content: { readonly id: string };
  readonly inA: number;
  readonly inB: number;
}
interface Comparison {
  readonly a: { readonly id: string };
  readonly b: { readonly id: string };
  readonly measures: { name: string; a: { value: number }; b: { value: number }; difference: number }[];
  readonly sameHoldout: boolean;
  readonly users: number;
  readonly overlap: number;
  readonly gained: readonly Change[];
  readonly lost: readonly Change[];
}

const COMPARE = `query ($a: ID!, $b: ID!, $k: Int, $size: Int) {
  compareModels(a: $a, b: $b, k: $k, sampleSize: $size) {
    a { id } b { id } measures { name a { value } b { value } difference } sameHoldout users overlap
    gained { content { id } inA inB } lost { content { id } inA inB }
  }
}`;

describe('compareModels', () => {
  let service: TestService;
  let client: GraphQLClient;
  let knn = '';
  let popular = '';
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
    knn = (await service.services.models.active())!.id;
    popular = (await service.container.train({ algorithm: 'POPULARITY' })).id;
  });
  afterAll(() => service?.close());

  const compare = async (a: string, b: string, k = 5): Promise<Comparison> =>
    (await client.data<{ compareModels: Comparison }>(COMPARE, { a, b, k, size: 2000 })).compareModels;

  it('finds a model equal to itself', async () => {
    const same = await compare(knn, knn);
    expect(same).toMatchObject({ users: 40, overlap: 1, gained: [], lost: [], sameHoldout: true });
    expect(same.measures.map(({ difference }) => difference)).toEqual(new Array(10).fill(0));
  });

  it('tells significantly better from worse, learner by learner', async () => {
    const significance = async (a: string, b: string) => {
      const query = `query ($a: ID!, $b: ID!) { compareModels(a: $a, b: $b, sampleSize: 1) {
        significance { text difference { k users cutoff a b value low high outcome } }
      } }`;
      interface Difference {
        readonly k: number;
        readonly users: number;
        readonly cutoff: string;
        readonly a: number;
        readonly b: number;
        readonly value: number;
        readonly low: number;
        readonly high: number;
        readonly outcome: string;
      }
      interface Answer {
        readonly compareModels: { readonly significance: { readonly text: string; readonly difference: Difference } };
      }
      return (await client.data<Answer>(query, { a, b })).compareModels.significance;
    };
    const there = await significance(popular, knn);
    const { difference } = there;
    expect(difference).toMatchObject({ k: 10, outcome: 'BETTER' });
    expect(difference.value).toBeCloseTo(difference.b - difference.a, 12);
    expect(difference.low).toBeGreaterThan(0);
    expect(there.text).toContain(`Model ${knn} ranks significantly better than model ${popular}: NDCG@10 `);
    const back = (await significance(knn, popular)).difference;
    expect(back).toMatchObject({ outcome: 'WORSE', a: difference.b, b: difference.a, users: difference.users });
    expect((await significance(knn, knn)).difference).toMatchObject({
      value: 0,
      low: 0,
      high: 0,
      outcome: 'NO_DIFFERENCE',
    });
    const missing = await client.error('{ compareModels(a: "1", b: "999") { significance { text } } }');
    expect(missing.extensions.code).toBe('NOT_FOUND');
  });

  it('agrees with the lists that the two models serve', async () => {
    const { services } = service;
    const listsOf = async (id: string): Promise<string[][]> => {
      await services.models.activate(id);
      const ids = Array.from({ length: 40 }, (_, n) => `u${n + 1}`);
      const lists = await services.recommendations.forUsers(ids, { k: 5 });
      return lists.map(({ items }) => items.map(({ content }) => content.id));
    };
    // Learners without a history are ranked by their cohort when served, which changes with every engagement.
    const warm = <T>(lists: T[]): T[] => lists.slice(0, 37);
    const [a, b] = [warm(await listsOf(knn)), warm(await listsOf(popular))];
    const exposure = (lists: string[][], id: string): number => lists.filter((list) => list.includes(id)).length;

    const found = await compare(knn, popular);
    const largest = found.gained[0];
    expect(found.gained.length).toBeGreaterThan(0);
    expect(Math.abs(largest.inA - exposure(a, largest.content.id))).toBeLessThanOrEqual(3);
    expect(Math.abs(largest.inB - exposure(b, largest.content.id))).toBeLessThanOrEqual(3);
    const shared = a.map((list, n) => list.filter((id) => b[n].includes(id)).length / 5);
    const mean = shared.reduce((sum, share) => sum + share, 0) / shared.length;
    expect(Math.abs(found.overlap - mean)).toBeLessThan(3 / 40 + 0.01);
    for (const { inA, inB } of found.gained) expect(inB).toBeGreaterThan(inA);
    for (const { inA, inB } of found.lost) expect(inB).toBeLessThan(inA);
  });

  it('mirrors itself', async () => {
    const [one, other] = [await compare(knn, popular), await compare(popular, knn)];
    expect(other.overlap).toBeCloseTo(one.overlap, 12);
    expect(other.measures.map(({ difference }) => 0 - difference)).toEqual(
      one.measures.map(({ difference }) => difference),
    );
    const turned = one.lost.map(({ content, inA, inB }) => ({ content, inA: inB, inB: inA }));
    expect(new Set(other.gained.map((x) => JSON.stringify(x)))).toEqual(new Set(turned.map((x) => JSON.stringify(x))));
  });

  it('names a model that is not there', async () => {
    const error = await client.error(COMPARE, { a: knn, b: '999' });
    expect(error).toMatchObject({ message: expect.stringContaining('999'), extensions: { code: 'NOT_FOUND' } });
  });
});
