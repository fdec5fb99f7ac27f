import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { historyOfLearner } from '../support/test-data.js';

interface Payload {
  upsertContent: {
    contents: Record<string, unknown>[];
    userErrors: { path: string[]; message: string; code: string }[];
  };
}

const UPSERT = `mutation ($input: [ContentInput!]!) {
  upsertContent(input: $input) {
    contents {
      id title description domain subtopic difficultyLevel contentType language tags durationMinutes publishedAt retiredAt
    }
    userErrors { path message code }
  }
}`;

describe('upsertContent', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const upsert = async (...input: object[]): Promise<Payload['upsertContent']> =>
    (await client.data<Payload>(UPSERT, { input })).upsertContent;
  const recommended = async (userId: string, k: number): Promise<string[]> => {
    const { recommendations } = await client.data<{ recommendations: { items: { content: { id: string } }[] } }>(
      'query ($userId: ID!, $k: Int!) { recommendations(userId: $userId, k: $k) { items { content { id } } } }',
      { userId, k },
    );
    return recommendations.items.map((item) => item.content.id);
  };

  it('creates, keeps what is left out, and clears what is null', async () => {
    const full = {
      id: 'full',
      title: 'Données avancées',
      description: 'Lang\nund breit',
      domain: 'Data',
      subtopic: 'SQL',
      difficultyLevel: 'ADVANCED',
      contentType: 'course',
      language: 'fr',
      tags: ['sql', 'c++'],
      durationMinutes: 2_147_483_647,
      publishedAt: '2024-05-01T07:00:00.000Z',
      retiredAt: null,
    };
    expect(await upsert({ ...full, publishedAt: '2024-05-01T09:00:00+02:00' })).toEqual({
      contents: [full],
      userErrors: [],
    });
    const changed = { ...full, description: null, tags: [], durationMinutes: null };
    expect(await upsert({ id: 'full', description: null, tags: null, durationMinutes: null })).toEqual({
      contents: [changed],
      userErrors: [],
    });
  });

  it('refuses a title with U+0000 by its field, and stores the other rows', async () => {
    const { contents, userErrors } = await upsert(
      { id: 'n1', title: 'Fine' },
      { id: 'n2', title: 'Not\u0000fine' },
      { id: 'n3' },
      { id: 'n4', title: 'Long', durationMinutes: 2_147_483_648 },
      { id: 'c1', title: null },
      { id: 'n5', title: 'Fine too' },
    );
    expect(contents.map((content) => content['id'])).toEqual(['n1', 'n5']);
    expect(userErrors.map((error) => [error.path.join('.'), error.code]).sort()).toEqual([
      ['input.1.title', 'BAD_USER_INPUT'],
      ['input.2.title', 'BAD_USER_INPUT'],
      ['input.3.durationMinutes', 'BAD_USER_INPUT'],
      ['input.4.title', 'BAD_USER_INPUT'],
    ]);
    expect(await client.data('{ content(id: "n2") { id } c1: content(id: "c1") { title } }')).toEqual({
      content: null,
      c1: { title: 'Introduction to Python' },
    });
  });

  it('takes retired content out of every list at once, refills the list, and puts it back', async () => {
    const [gone, kept] = historyOfLearner(3).missing as [string, string];
    expect((await recommended('u3', 2)).sort()).toEqual([gone, kept].sort());
    await upsert({ id: gone, retiredAt: '2025-03-01T00:00:00Z' });
    const without = await recommended('u3', 2);
    expect(without).toHaveLength(2);
    expect(without[0]).toBe(kept);
    expect(without).not.toContain(gone);
    expect(await recommended('nobody', 30)).not.toContain(gone);
    await upsert({ id: gone, retiredAt: null });
    expect((await recommended('u3', 2)).sort()).toEqual([gone, kept].sort());
  });

  it('recommends new content without retraining', async () => {
    await upsert({
      id: 'fresh',
      title: 'Securing Kubernetes',
      domain: 'Cloud',
      subtopic: 'Kubernetes',
      contentType: 'Video',
      language: 'en',
    });
    expect(await recommended('u1', 5)).toContain('fresh');
  });
});
