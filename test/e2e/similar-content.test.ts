import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Similar {
  similarContent: { score: number; sharedTerms: string[]; content: { id: string; subtopic: string } }[];
}

const QUERY = `query ($contentId: ID!, $k: Int! = 10) {
  similarContent(contentId: $contentId, k: $k) { score sharedTerms content { id subtopic } }
}`;

describe('similarContent', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const similarTo = async (contentId: string, k = 10): Promise<Similar['similarContent']> =>
    (await client.data<Similar>(QUERY, { contentId, k })).similarContent;

  it('lists what shares its topic or its title words first, without itself, and names the shared terms', async () => {
    const similar = await similarTo('c3', 29);
    expect(similar).toHaveLength(29);
    // c3 is "Practical Python"; c13 and c23 are "Practical" too; the rest shares no more than its form and level.
    const nearest = similar.slice(0, 11);
    const related = ['c1', 'c2', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10', 'c13', 'c23'];
    expect(nearest.map((entry) => entry.content.id).sort()).toEqual(related.sort());
    expect(nearest.slice(0, 4).map((entry) => entry.content.subtopic)).toEqual(Array(4).fill('Python'));
    for (const { sharedTerms, content } of nearest) {
      expect(sharedTerms).toContain(content.subtopic === 'Python' ? 'python' : 'practical');
    }
    const scores = similar.map((entry) => entry.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    expect(similar.map((entry) => entry.content.id)).not.toContain('c3');
  });

  it('reaches content that is newer than the model, from both sides', async () => {
    await client.data(
      'mutation { upsertContent(input: [{ id: "new", title: "Practical Python", subtopic: "Python", domain: "Data Science" }]) { userErrors { code } } }',
    );
    expect((await similarTo('new', 3)).every((entry) => entry.content.subtopic === 'Python')).toBe(true);
    expect((await similarTo('c3', 9)).map((entry) => entry.content.id)).toContain('new');
  });

  it('leaves out retired content at once', async () => {
    expect((await similarTo('c13', 9)).map((entry) => entry.content.id)).toContain('c14');
    await client.data(
      'mutation { upsertContent(input: [{ id: "c14", retiredAt: "2025-01-01T00:00:00Z" }]) { userErrors { code } } }',
    );
    const after = await similarTo('c13', 9);
    expect(after.map((entry) => entry.content.id)).not.toContain('c14');
    expect(after).toHaveLength(9);
  });

  it('is NOT_FOUND for content that there is not', async () => {
    const { data, errors } = await client.send(QUERY, { contentId: 'c999' });
    expect(data).toEqual({ similarContent: null });
    expect(errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect(errors[0]?.message).toContain('c999');
  });
});
