import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Payload {
  upsertUsers: { users: Record<string, unknown>[]; userErrors: { path: string[]; message: string; code: string }[] };
}

const UPSERT = `mutation ($input: [UserInput!]!) {
  upsertUsers(input: $input) {
    users { id title department seniorityLevel learningStyle }
    userErrors { path message code }
  }
}`;

describe('upsertUsers', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ data: false });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const upsert = async (...input: object[]): Promise<Payload['upsertUsers']> =>
    (await client.data<Payload>(UPSERT, { input })).upsertUsers;

  it('creates, keeps what is left out, and clears what is null', async () => {
    const full = {
      id: 'a',
      title: 'Analyst',
      department: 'Data',
      seniorityLevel: 'LEAD',
      learningStyle: 'READING_WRITING',
    };
    expect(await upsert(full)).toEqual({ users: [full], userErrors: [] });
    const changed = { ...full, title: 'Architect', department: null };
    expect(await upsert({ id: 'a', title: 'Architect', department: null })).toEqual({
      users: [changed],
      userErrors: [],
    });
    expect(await client.data('{ user(id: "a") { id title department seniorityLevel learningStyle } }')).toEqual({
      user: changed,
    });
  });

  it('keeps ids exactly as they are sent', async () => {
    const ids = [
      '10',
      '0010',
      '2147483648',
      'x'.repeat(191),
      'Zoë',
      '3b241101-e2bb-4255-8caf-4136c566a962',
      ' spaced ',
    ];
    const { users, userErrors } = await upsert(...ids.map((id) => ({ id })));
    expect(userErrors).toEqual([]);
    expect(users.map((user) => user['id'])).toEqual(ids);
  });

  it('stores the good rows beside the bad ones and says where the bad ones stand', async () => {
    const { users, userErrors } = await upsert(
      { id: 'good1' },
      { id: '' },
      { id: 'x'.repeat(192) },
      { id: 'nul\u0000' },
      { id: 'nul', title: 'a\u0000b' },
      { id: 'good2', title: '😀' },
    );
    expect(users.map((user) => user['id'])).toEqual(['good1', 'good2']);
    expect(userErrors.map((error) => [error.path, error.code])).toEqual([
      [['input', '1', 'id'], 'BAD_USER_INPUT'],
      [['input', '2', 'id'], 'BAD_USER_INPUT'],
      [['input', '3', 'id'], 'BAD_USER_INPUT'],
      [['input', '4', 'title'], 'BAD_USER_INPUT'],
    ]);
    expect(await client.data('{ good: user(id: "good1") { id } bad: user(id: "nul") { id } }')).toEqual({
      good: { id: 'good1' },
      bad: null,
    });
  });

  it('stores one row for 20 upserts of one id at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => upsert({ id: 'same', title: `Title ${i}` })),
    );
    expect(answers.flatMap((answer) => answer.userErrors)).toEqual([]);
    const { users } = await client.data<{ users: { totalCount: number; nodes: { title: string }[] } }>(
      '{ users(filter: { search: "same" }) { totalCount nodes { title } } }',
    );
    expect(users.totalCount).toBe(1);
    expect(users.nodes[0]!.title).toMatch(/^Title \d+$/);
  });

  it('takes an empty list', async () => {
    expect(await upsert()).toEqual({ users: [], userErrors: [] });
  });
});
