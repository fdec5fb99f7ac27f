import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

const MODEL = `fragment model on Model {
  id createdAt algorithm hyperParameters { name value } alpha isActive activatedAt note sizeBytes engagements users contents
  lastEngagementAt trainingSeconds evaluation { k results { contestant ndcg { value } } }
}`;

describe('model', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('is the active one without an id, and tells what it was trained on', async () => {
    const { model } = await client.data<{ model: Record<string, unknown> }>(`{ model { ...model } } ${MODEL}`);
    expect(model).toMatchObject({
      algorithm: 'ITEM_KNN',
      isActive: true,
      engagements: 37 * 9,
      contents: 30,
      note: null,
    });
    expect(model['lastEngagementAt']).toBe(new Date(Date.UTC(2025, 0, 1) + (8 * 40 + 37) * 3_600_000).toISOString());
    expect(model['alpha']).toBeGreaterThanOrEqual(0);
    expect(model['alpha']).toBeLessThanOrEqual(1);
    expect(model['sizeBytes']).toBeGreaterThan(1000);
    expect(model['trainingSeconds']).toBeGreaterThan(0);
    expect(model['activatedAt']).toEqual(expect.stringMatching(/Z$/));
    const options = model['hyperParameters'] as { name: string; value: number }[];
    expect(options.length).toBeGreaterThan(0);
    expect(options.map((option) => option.name)).toEqual(options.map((option) => option.name).sort());
    expect((model['evaluation'] as { results: unknown[] }).results).toHaveLength(5);
  });

  it('is found by its id', async () => {
    const { active } = await client.data<{ active: { id: string } }>(`{ active: model { ...model } } ${MODEL}`);
    const query = `query ($id: ID) { model(id: $id) { ...model } } ${MODEL}`;
    expect(await client.data(query, { id: active.id })).toEqual({ model: active });
    expect(await client.data(query, { id: null })).toEqual({ model: active });
  });

  it.each(['999', '0', '-1', '1.5', 'one', '99999999999999999999'])('is null for the id %j', async (id) => {
    expect(await client.data('query ($id: ID) { model(id: $id) { id } }', { id })).toEqual({ model: null });
  });
});
