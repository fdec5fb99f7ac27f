import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Trending {
  windowDays: number;
  from: string | null;
  to: string | null;
  items: { rank: number; engagements: number; engagementsBefore: number; score: number; content: { id: string } }[];
}

const ITEMS = '{ windowDays from to items { rank engagements engagementsBefore score content { id } } }';

describe('trending', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ data: false });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const trending = async (args = ''): Promise<Trending> =>
    (await client.data<{ trending: Trending }>(`{ trending${args} ${ITEMS} }`)).trending;
  const ids = ({ items }: Trending): string[] => items.map(({ content }) => content.id);

  it('is empty without engagements', async () => {
    expect(await trending()).toEqual({ windowDays: 7, from: null, to: null, items: [] });
  });

  it('lists what rises, by how clearly, counted back from the newest engagement, without a model', async () => {
    const content = ['up', 'fresh', 'flat', 'fall', 'retired', 'disliked', 'late'];
    await client.data(
      `mutation ($users: [UserInput!]!, $contents: [ContentInput!]!) {
        upsertUsers(input: $users) { userErrors { code } } upsertContent(input: $contents) { userErrors { code } }
      }`,
      {
        users: [{ id: 'u' }],
        contents: content.map((id) => ({
          id,
          title: id,
          language: id === 'fresh' ? 'de' : 'en',
          ...(id === 'retired' && { retiredAt: '2025-01-01T00:00:00Z' }),
        })),
      },
    );
    // The newest is 31 March, 12:00; the windows are (24th, 31st] and (17th, 24th] at that hour.
    const days: Record<string, string[]> = {
      up: ['18T12:00', '24T12:01', '26T00:00', '31T12:00'],
      fresh: ['28T00:00', '29T00:00', '10T00:00'],
      flat: ['20T00:00', '27T00:00', '24T12:00', '27T01:00'],
      fall: ['20T00:00', '21T00:00', '27T00:00'],
      retired: ['27T00:00', '28T00:00', '29T00:00'],
      disliked: ['27T00:00', '28T00:00'],
    };
    const input = Object.entries(days).flatMap(([contentId, instants]) =>
      instants.map((at) => ({
        userId: 'u',
        contentId,
        timestamp: `2025-03-${at}:00Z`,
        liked: contentId === 'disliked' ? false : null,
      })),
    );
    input.push({ userId: 'u', contentId: 'late', timestamp: '2100-01-01T00:00:00Z', liked: null });
    await client.data(
      'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { userErrors { code } } }',
      {
        input,
      },
    );
    const list = await trending();
    expect(list).toMatchObject({ windowDays: 7, from: '2025-03-24T12:00:00.000Z', to: '2025-03-31T12:00:00.000Z' });
    expect(list.items.map((item) => [item.rank, item.content.id, item.engagements, item.engagementsBefore])).toEqual([
      [1, 'fresh', 2, 0],
      [2, 'up', 3, 1],
    ]);
    expect(list.items[0].score).toBeCloseTo(Math.SQRT2, 12);
    expect(list.items[1].score).toBe(1);
  });

  it('takes the window, the length and the filter', async () => {
    // Within two days (29th, 31st]: up has 1, and nothing before.
    expect(ids(await trending('(windowDays: 2)'))).toEqual(['up']);
    expect(ids(await trending('(k: 1)'))).toEqual(['fresh']);
    expect(ids(await trending('(filter: { language: { in: ["en"] } })'))).toEqual(['up']);
    expect(ids(await trending('(windowDays: 365)'))).toEqual(['flat', 'up', 'fall', 'fresh']);
    for (const args of ['(windowDays: 0)', '(windowDays: 366)', '(k: 0)', '(k: 101)'])
      expect((await client.error(`{ trending${args} ${ITEMS} }`)).extensions.code).toBe('BAD_USER_INPUT');
  });
});
