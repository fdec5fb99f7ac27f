import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Sweep {
  userId: string;
  fittedAlpha: number;
  servedBy: { strategy: string };
  steps: {
    alpha: number;
    items: { rank: number; score: number; content: { id: string }; reasons: { share: number }[] }[];
    overlapWithFirst: number;
    overlapWithPrevious: number | null;
    entered: { id: string }[];
    left: { id: string }[];
    moved: { content: { id: string }; fromRank: number; toRank: number }[];
  }[];
}

const QUERY = `query ($userId: ID!, $k: Int! = 6, $alphas: [Float!]! = [0, 0.25, 0.5, 0.75, 1]) {
  alphaSweep(userId: $userId, k: $k, alphas: $alphas) {
    userId fittedAlpha servedBy { strategy }
    steps {
      alpha overlapWithFirst overlapWithPrevious entered { id } left { id } moved { content { id } fromRank toRank }
      items { rank score content { id } reasons { share } }
    }
  }
}`;

describe('alphaSweep', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const sweep = async (variables: Record<string, unknown>): Promise<Sweep> =>
    (await client.data<{ alphaSweep: Sweep }>(QUERY, variables)).alphaSweep;
  const ids = (step: Sweep['steps'][number]): string[] => step.items.map(({ content }) => content.id);

  it('gives the very lists that recommendations gives, alpha by alpha', async () => {
    const { steps, servedBy, fittedAlpha } = await sweep({ userId: 'u4' });
    expect(servedBy.strategy).toBe('HYBRID');
    expect(steps.map(({ alpha }) => alpha)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    for (const step of steps) {
      const { recommendations, model } = await client.data<{
        recommendations: { items: Sweep['steps'][number]['items'] };
        model: { alpha: number };
      }>(
        `query ($alpha: Float) { model { alpha } recommendations(userId: "u4", k: 6, alpha: $alpha) { items { rank score content { id } reasons { share } } } }`,
        { alpha: step.alpha },
      );
      expect(step.items).toEqual(recommendations.items);
      expect(fittedAlpha).toBe(model.alpha);
    }
  });

  it('says what enters, leaves and moves from list to list, and how much they overlap', async () => {
    const { steps } = await sweep({ userId: 'u5', k: 4 });
    steps.forEach((step, n) => {
      const now = ids(step);
      const overlapWith = (other: string[]) => {
        const shared = now.filter((id) => other.includes(id)).length;
        return shared / (now.length + other.length - shared);
      };
      expect(step.overlapWithFirst).toBeCloseTo(overlapWith(ids(steps[0])), 12);
      if (n === 0) {
        expect(step).toMatchObject({ overlapWithPrevious: null, entered: [], left: [], moved: [] });
        return;
      }
      const before = ids(steps[n - 1]);
      expect(step.overlapWithPrevious).toBeCloseTo(overlapWith(before), 12);
      expect(step.entered.map(({ id }) => id)).toEqual(now.filter((id) => !before.includes(id)));
      expect(step.left.map(({ id }) => id)).toEqual(before.filter((id) => !now.includes(id)));
      for (const { content, fromRank: from, toRank: to } of step.moved) {
        expect([before[from - 1], now[to - 1]]).toEqual([content.id, content.id]);
        expect(from).not.toBe(to);
      }
    });
    expect(steps.some((step) => step.entered.length + step.moved.length > 0)).toBe(true);
  });

  it('answers learners without history and ids never heard of', async () => {
    expect((await sweep({ userId: 'u40' })).servedBy.strategy).toBe('COLD_START');
    const unknown = await sweep({ userId: 'nobody', alphas: [1] });
    expect(unknown.servedBy.strategy).toBe('UNKNOWN_USER');
    expect(unknown.steps).toHaveLength(1);
    expect(unknown.steps[0]).toMatchObject({ alpha: 1, overlapWithFirst: 1, overlapWithPrevious: null });
  });

  it.each([[[]], [[0, 1.01]], [[0.5, 0.5]], [Array.from({ length: 22 }, (_, i) => i / 21)]])(
    'refuses alphas %j',
    async (alphas) => {
      const error = await client.error(QUERY, { userId: 'u1', alphas });
      expect(error.extensions.code).toBe('BAD_USER_INPUT');
      expect(error.message).toContain('alpha');
    },
  );

  it('costs by lists and entries', async () => {
    const alphas = Array.from({ length: 21 }, (_, i) => i / 20);
    expect((await client.error(QUERY, { userId: 'u1', k: 100, alphas })).extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});
