import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { createSubscriptionClient } from '../support/subscription-client.js';
import { waitFor } from '../support/wait-for.js';

interface List {
  id: string;
  items: { content: { id: string }; reasons: { kind: string }[] }[];
}
interface Figures {
  impressions: number;
  engaged: number;
  completed: number;
  clickThrough: { value: number; low: number; high: number } | null;
  completion: { value: number } | null;
}
interface Report {
  lists: number;
  users: number;
  total: Figures;
  byPosition: (Figures & { position: number })[];
  byReason: (Figures & { kind: string })[];
}

const FIGURES = 'impressions engaged completed clickThrough { value low high } completion { value }';

describe('modelReport', () => {
  let service: TestService;
  let client: GraphQLClient;
  let modelId = '';
  beforeAll(async () => {
    service = await startTestService({ environment: { LIST_SAMPLE: '1' } });
    client = createGraphQLClient(service.url);
    modelId = (await service.services.models.active())!.id;
  });
  afterAll(() => service?.close());

  const recommend = async (userId: string): Promise<List> =>
    (
      await client.data<{ recommendations: List }>(
        'query ($userId: ID!) { recommendations(userId: $userId, k: 4) { id items { content { id } reasons(max: 1) { kind } } } }',
        { userId },
      )
    ).recommendations;
  const record = async (...input: object[]) =>
    (
      await client.data<{ recordEngagements: { recorded: number; userErrors: { path: string[]; code: string }[] } }>(
        'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded userErrors { path code } } }',
        { input },
      )
    ).recordEngagements;
  const report = async (windowDays: number): Promise<Report> =>
    (
      await client.data<{ modelReport: Report }>(
        `query ($modelId: ID!, $windowDays: Int!) { modelReport(modelId: $modelId, windowDays: $windowDays) {
          lists users total { ${FIGURES} } byPosition { position ${FIGURES} } byReason { kind ${FIGURES} } } }`,
        { modelId, windowDays },
      )
    ).modelReport;
  const stored = async (): Promise<number> =>
    (await service.container.database.pool.query('SELECT count(*)::int AS n FROM lists')).rows[0].n;

  it('tells what became of the lists that were answered', async () => {
    const [one, two] = [await recommend('u1'), await recommend('u2')];
    await recommend('nobody');
    await client.data('{ users(first: 2) { nodes { id } } }');
    const [first, second] = one.items.map(({ content }) => content.id) as [string, string];
    const named = { userId: 'u1', listId: one.id };
    // Before the list is stored, and again: it counts once.
    await record({ ...named, contentId: first }, { ...named, contentId: first, engagementType: 'COMPLETED' });
    await record({ ...named, contentId: second });
    // Another's list, a list that there is none of.
    await record({ userId: 'u3', contentId: two.items[0]!.content.id, listId: two.id });
    await record({ userId: 'u2', contentId: two.items[0]!.content.id, listId: randomUUID() });
    await waitFor(async () => (await stored()) === 2);
    const { lists, users, total, byPosition, byReason } = await report(1);
    expect({ lists, users }).toEqual({ lists: 2, users: 2 });
    expect(total).toMatchObject({
      impressions: 8,
      engaged: 2,
      completed: 1,
      clickThrough: { value: 0.25 },
      completion: { value: 0.5 },
    });
    expect(total.clickThrough!.low).toBeLessThan(0.25);
    expect(byPosition.map(({ position, impressions, engaged }) => [position, impressions, engaged])).toEqual([
      [1, 2, 1],
      [2, 2, 1],
      [3, 2, 0],
      [4, 2, 0],
    ]);
    const kinds = new Map<string, number>();
    for (const { reasons } of [...one.items, ...two.items])
      kinds.set(reasons[0]!.kind, (kinds.get(reasons[0]!.kind) ?? 0) + 1);
    expect(new Map(byReason.map(({ kind, impressions }) => [kind, impressions]))).toEqual(kinds);
  });

  it('refuses what is no id of a list, and an unknown model', async () => {
    expect((await record({ userId: 'u1', contentId: 'c1', listId: 'mine' })).userErrors).toEqual([
      { path: ['input', '0', 'listId'], code: 'BAD_USER_INPUT' },
    ]);
    expect((await client.error('{ modelReport(modelId: "999") { lists } }')).extensions.code).toBe('NOT_FOUND');
  });

  it('logs lists that a subscription sends, and none that it only looks at', async () => {
    const before = await stored();
    const live = createSubscriptionClient(service.url);
    const heard = live.subscribe<{ recommendationsChanged: List }>(
      'subscription { recommendationsChanged(userId: "u8", k: 2) { id items { content { id } } } }',
    );
    await waitFor(() => service.services.subscriptions.open() === 1);
    const { items } = await service.services.recommendations.preview({ userId: 'u8', k: 1 });
    await record({ userId: 'u8', contentId: items[0]!.content.id });
    await waitFor(() => heard.values.length === 1);
    await live.close();
    await waitFor(async () => (await stored()) === before + 1);
    const { rows } = await service.container.database.pool.query('SELECT id FROM lists WHERE id = $1', [
      heard.values[0]!.recommendationsChanged.id,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('is not kept from answering by a log that fails', async () => {
    await service.container.database.pool.query('ALTER TABLE lists RENAME TO lists_away');
    const list = await recommend('u9');
    expect(list.items).toHaveLength(4);
    await waitFor(async () =>
      /learnrec_lists\{state="dropped"\} 1/.test(await (await fetch(new URL('metrics', service.url))).text()),
    );
    await service.container.database.pool.query('ALTER TABLE lists_away RENAME TO lists');
    expect((await recommend('u9')).items).toEqual(list.items);
  });
});
