import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

describe('content', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  it('has the fields that were sent', async () => {
    const { content } = await client.data<{ content: unknown }>(
      `{ content(id: "c12") {
        id title description domain subtopic difficultyLevel contentType language tags durationMinutes publishedAt retiredAt
      } }`,
    );
    expect(content).toEqual({
      id: 'c12',
      title: 'Advanced Kubernetes',
      description: null,
      domain: 'Cloud',
      subtopic: 'Kubernetes',
      difficultyLevel: 'BEGINNER',
      contentType: 'Video',
      language: 'en',
      tags: [],
      durationMinutes: null,
      publishedAt: null,
      retiredAt: null,
    });
  });

  it('is null when there is none with the id', async () => {
    expect(await client.data('{ content(id: "c999") { id } }')).toEqual({ content: null });
  });

  it('has similar content, the same as the root field', async () => {
    const { content, similarContent } = await client.data<Record<string, unknown>>(
      `{
        content(id: "c12") { similar(k: 4) { score content { id domain } } }
        similarContent(contentId: "c12", k: 4) { score content { id domain } }
      }`,
    );
    const similar = (content as { similar: { content: { id: string; domain: string } }[] }).similar;
    expect(similar).toEqual(similarContent);
    expect(similar.map((entry) => entry.content.domain)).toEqual(Array(4).fill('Cloud'));
    expect(similar.map((entry) => entry.content.id)).not.toContain('c12');
  });
});
