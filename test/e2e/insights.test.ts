import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

describe('insights', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ data: false });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('are empty without data', async () => {
    const { insights } = await client.data<{ insights: unknown }>(
      `{ insights { from to totals { users engagements } calendar { days { day } } perContent { gini } observations { code } } }`,
    );
    expect(insights).toEqual({
      from: null,
      to: null,
      totals: { users: 0, engagements: 0 },
      calendar: { days: [] },
      perContent: { gini: null },
      observations: [],
    });
  });

  it('come from the data, within the window, in one answer', async () => {
    await client.data(
      `mutation ($users: [UserInput!]!, $contents: [ContentInput!]!, $engagements: [EngagementInput!]!) {
        upsertUsers(input: $users) { userErrors { code } } upsertContent(input: $contents) { userErrors { code } }
        recordEngagements(input: $engagements) { userErrors { code } }
      }`,
      {
        users: [
          { id: 'ann', department: 'IT', seniorityLevel: 'MID' },
          { id: 'bob', department: 'IT', seniorityLevel: 'LEAD' },
        ],
        contents: [
          { id: 'sql', title: 'SQL', domain: 'Data' },
          { id: 'css', title: 'CSS', domain: 'Web' },
          { id: 'new', title: 'New', domain: 'Web' },
        ],
        engagements: [
          { userId: 'ann', contentId: 'sql', timestamp: '2025-01-01T08:00:00Z', engagementType: 'COMPLETED' },
          { userId: 'ann', contentId: 'css', timestamp: '2025-03-01T08:00:00Z', liked: true, durationSeconds: 120 },
          { userId: 'bob', contentId: 'css', timestamp: '2025-03-02T09:00:00Z', durationSeconds: 60 },
        ],
      },
    );
    const parts = `from to totals { engagements likes completions activeUsers } rates(by: DOMAIN) { value likeRate completionRate }
      calendar { days { day engagements } weekdays } durations { meanSeconds bins { fromSeconds count } }
      catalogue { domains { value contents neverEngaged } }`;
    const { all, last } = await client.data<{ all: unknown; last: unknown }>(
      `{ all: insights { ${parts} heatMap(rows: SENIORITY_LEVEL, columns: DOMAIN) { rows columns cells { row column lift } } observations { text } }
         last: insights(windowDays: 7) { ${parts} } }`,
    );
    expect(all).toMatchObject({
      from: null,
      to: '2025-03-02T09:00:00.000Z',
      totals: { engagements: 3, likes: 1, completions: 1, activeUsers: 2 },
      rates: [
        { value: 'Web', likeRate: 0.5, completionRate: 0 },
        { value: 'Data', likeRate: 0, completionRate: 1 },
      ],
      durations: { meanSeconds: 90 },
      catalogue: {
        domains: [
          { value: 'Web', contents: 2, neverEngaged: 1 },
          { value: 'Data', contents: 1, neverEngaged: 0 },
        ],
      },
      // MID has 2 of 3, Data 1 of 3: expected 2/3 of an engagement.
      heatMap: { rows: ['MID', 'LEAD'], columns: ['Web', 'Data'] },
      observations: [{ text: '33% of the content on offer (1 of 3) was never engaged with.' }],
    });
    expect(last).toMatchObject({
      from: '2025-02-23T09:00:00.000Z',
      totals: { engagements: 2, likes: 1, completions: 0, activeUsers: 2 },
      calendar: {
        days: [
          { day: '2025-03-01', engagements: 1 },
          { day: '2025-03-02', engagements: 1 },
        ],
        weekdays: [0, 0, 0, 0, 0, 1, 1],
      },
    });
  });

  it('refuse a window out of range and one dimension twice', async () => {
    for (const query of [
      '{ insights(windowDays: 0) { to } }',
      '{ insights(windowDays: 3661) { to } }',
      '{ insights { heatMap(rows: DOMAIN, columns: DOMAIN) { rows } } }',
    ])
      expect((await client.error(query)).extensions.code).toBe('BAD_USER_INPUT');
  });
});
