import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

describe('the service', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService({ poolSize: 5 });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('is ready, and names the model that serves', async () => {
    const { model } = await client.data<{ model: { id: string } }>('{ model { id } }');
    const response = await fetch(new URL('readyz', service.url));
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ready', database: true, model: model.id },
    ]);
  });

  it('answers 200 queries at once on a pool of 5', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        client.data<{ recommendations: { userId: string; items: unknown[] } }>(
          'query ($userId: ID!) { recommendations(userId: $userId, k: 5) { userId items { score } } }',
          { userId: `u${(i % 40) + 1}` },
        ),
      ),
    );
    expect(answers.map(({ recommendations }) => recommendations.userId)).toEqual(
      Array.from({ length: 200 }, (_, i) => `u${(i % 40) + 1}`),
    );
    expect(answers.every(({ recommendations }) => recommendations.items.length === 5)).toBe(true);
  });

  it('shows no stack and nothing of its inside in any error', async () => {
    const operations = [
      '{ nobody }',
      '{ user(id: "u1" }',
      '{ recommendations(userId: "u1", k: 0) { id } }',
      '{ similarContent(contentId: "c999") { score } }',
      '{ users(after: "garbage") { totalCount } }',
      '{ user(id: "nul\\u0000") { id } }',
      '{ users(filter: { search: "nul\\u0000" }) { totalCount } }',
      '{ content(id: "nul\\u0000") { id } }',
      '{ recommendations(userId: "nul\\u0000") { userId } }',
      '{ model(id: "nul\\u0000") { id } }',
      '{ trainingJob(id: "nul\\u0000") { id } }',
      'mutation { retrain { trainingJob { id } } }',
    ];
    for (const operation of operations) {
      const { text, errors } = await client.send(operation);
      expect(text).not.toMatch(/stack|node_modules|\.[jt]s:\d|prisma|select /i);
      expect([operation, errors.map((error) => error.extensions.code)]).not.toEqual([operation, ['INTERNAL']]);
    }
  });

  it('takes a page of learners with lists, and refuses what would cost too much before it runs', async () => {
    const page = (first: number, k: number): string =>
      `{ users(first: ${first}) { nodes { recommendations(k: ${k}) { items { score content { id title } } } } } }`;
    expect((await client.send(page(40, 10))).errors).toEqual([]);
    const { status, errors } = await client.send(page(100, 100));
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'QUERY_TOO_COMPLEX']);
    expect(errors[0]?.message).toMatch(/\d+; at most \d+/);
  });
});
