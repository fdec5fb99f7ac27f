import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { historyOfLearner } from '../support/test-data.js';

interface Payload {
  recordEngagements: {
    recorded: number;
    duplicates: number;
    userErrors: { path: string[]; message: string; code: string }[];
  };
}
interface List {
  recommendations: {
    servedBy: { foldedInEngagements: number; strategy: string };
    items: { score: number; content: { id: string } }[];
  };
}

const RECORD = `mutation ($input: [EngagementInput!]!) {
  recordEngagements(input: $input) { recorded duplicates userErrors { path message code } }
}`;
const RECOMMEND = `query ($userId: ID!, $k: Int! = 100) {
  recommendations(userId: $userId, k: $k) { servedBy { foldedInEngagements strategy } items { score content { id } } }
}`;

describe('recordEngagements', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const record = async (...input: object[]): Promise<Payload['recordEngagements']> =>
    (await client.data<Payload>(RECORD, { input })).recordEngagements;
  const recommend = async (userId: string): Promise<List['recommendations']> =>
    (await client.data<List>(RECOMMEND, { userId })).recommendations;
  const idsOf = (list: List['recommendations']): string[] => list.items.map((item) => item.content.id);
  const countOf = async (userId: string): Promise<number> =>
    (
      await client.data<{ user: { engagements: { totalCount: number } } }>(
        'query ($userId: ID!) { user(id: $userId) { engagements { totalCount } } }',
        { userId },
      )
    ).user.engagements.totalCount;

  it('changes the next answer: what was just taken is gone, the list is as long as it can be', async () => {
    const [first, second] = historyOfLearner(1).missing as [string, string];
    const before = await recommend('u1');
    expect(idsOf(before)).toHaveLength(21);
    expect(await record({ userId: 'u1', contentId: first, durationSeconds: 600, liked: true })).toEqual({
      recorded: 1,
      duplicates: 0,
      userErrors: [],
    });
    const after = await recommend('u1');
    expect(idsOf(after).sort()).toEqual(
      idsOf(before)
        .filter((id) => id !== first)
        .sort(),
    );
    expect(idsOf(after)[0]).toBe(second);
    expect(after.servedBy).toEqual({ foldedInEngagements: 10, strategy: 'HYBRID' });
  });

  it('warms up a cold learner', async () => {
    expect((await recommend('u38')).servedBy.strategy).toBe('COLD_START');
    await record(
      ...['c21', 'c22', 'c23'].map((contentId) => ({
        userId: 'u38',
        contentId,
        liked: true,
        engagementType: 'COMPLETED',
      })),
    );
    const list = await recommend('u38');
    expect(list.servedBy).toEqual({ foldedInEngagements: 3, strategy: 'HYBRID' });
    expect(
      idsOf(list)
        .slice(0, 3)
        .every((id) => Number(id.slice(1)) > 20),
    ).toBe(true);
  });

  it('accepts 2147483647 seconds and refuses what does not fit, by its row and field', async () => {
    const before = await countOf('u2');
    const durations = [2_147_483_647, 2_147_483_648, 1e24, -1, 0.5, 0];
    const { recorded, userErrors } = await record(
      ...durations.map((durationSeconds, i) => ({
        userId: 'u2',
        contentId: 'c1',
        durationSeconds,
        timestamp: `2025-02-01T00:00:0${i}Z`,
      })),
    );
    expect(recorded).toBe(2);
    expect(userErrors.map((error) => [error.path, error.code])).toEqual(
      ['1', '2', '3', '4'].map((row) => [['input', row, 'durationSeconds'], 'BAD_USER_INPUT']),
    );
    expect(userErrors.every((error) => error.message.includes('durationSeconds'))).toBe(true);
    expect(await countOf('u2')).toBe(before + 2);
  });

  it.each(['"NaN"', '1e999', '"12"', 'true'])('stores nothing for a duration of %s', async (duration) => {
    const before = await countOf('u5');
    const { data, errors } = await client.send<Payload>(
      `mutation { recordEngagements(input: [{ userId: "u5", contentId: "c1", durationSeconds: ${duration} }]) { recorded userErrors { path } } }`,
    );
    const named = errors[0]?.message ?? JSON.stringify(data?.recordEngagements.userErrors);
    expect(named).toContain('durationSeconds');
    if (errors[0]) expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(await countOf('u5')).toBe(before);
  });

  it('names unknown learners and content, and stores the rest', async () => {
    const { recorded, userErrors } = await record(
      { userId: 'nobody', contentId: 'c1' },
      { userId: 'u6', contentId: 'c999' },
      { userId: 'u6', contentId: 'c1' },
    );
    expect(recorded).toBe(1);
    expect(userErrors.map((error) => [error.path, error.code])).toEqual([
      [['input', '0', 'userId'], 'NOT_FOUND'],
      [['input', '1', 'contentId'], 'NOT_FOUND'],
    ]);
  });

  it('stores the same engagement once, by its facts or by its key', async () => {
    const row = { userId: 'u8', contentId: 'c1', timestamp: '2025-02-02T10:00:00Z' };
    expect(await record(row)).toMatchObject({ recorded: 1, duplicates: 0 });
    expect(await record(row, row)).toMatchObject({ recorded: 0, duplicates: 2 });
    const keyed = (timestamp: string) => ({ userId: 'u8', contentId: 'c2', idempotencyKey: 'key-1', timestamp });
    expect(await record(keyed('2025-02-03T10:00:00Z'))).toMatchObject({ recorded: 1, duplicates: 0 });
    expect(await record(keyed('2025-02-04T10:00:00Z'))).toMatchObject({ recorded: 0, duplicates: 1 });
  });

  it('never lifts disliked content or its kind above no engagement at all', async () => {
    const scoreOf = async (id: string): Promise<number> =>
      (await recommend('u11')).items.find((item) => item.content.id === id)!.score;
    const { own, other, missing } = historyOfLearner(11);
    const unseen = Array.from({ length: 10 }, (_, i) => `c${i + 1}`).filter(
      (id) => ![...own, other, ...missing].includes(id),
    );
    const [disliked, alike] = unseen as [string, string];
    const before = await scoreOf(alike);
    await record({ userId: 'u11', contentId: disliked, liked: false, durationSeconds: 1500 });
    expect(await scoreOf(alike)).toBeLessThanOrEqual(before + 1e-9);
    expect(idsOf(await recommend('u11'))).not.toContain(disliked);
  });

  it('stores a batch of 5,462', async () => {
    const input = Array.from({ length: 5462 }, (_, i) => ({
      userId: `u${(i % 37) + 1}`,
      contentId: `c${(i % 30) + 1}`,
      timestamp: new Date(Date.UTC(2025, 5, 1) + i * 1000).toISOString(),
      durationSeconds: i,
    }));
    expect(await record(...input)).toEqual({ recorded: 5462, duplicates: 0, userErrors: [] });
  });
});
