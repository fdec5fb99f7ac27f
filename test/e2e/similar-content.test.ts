import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { historyOfLearner } from '../support/test-data.js';

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
    // c3 is "Practical Python"; c13 and c23 are "Practical" too; eight more share its level. What all have in common, the
    // language and the form, makes nothing alike.
    expect(similar).toHaveLength(19);
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

  it('goes by who engages with both, or by both, where asked to', async () => {
    const query = `query ($id: ID!, $basis: SimilarityBasis!) {
      similarContent(contentId: $id, k: 30, basis: $basis) { score breakdown { collaborative content } content { id subtopic } }
    }`;
    interface Both {
      score: number;
      breakdown: { collaborative: number; content: number };
      content: { id: string; subtopic: string };
    }
    const by = async (id: string, basis: string): Promise<Both[]> =>
      (await client.data<{ similarContent: Both[] }>(query, { id, basis })).similarContent;
    const score = {
      CONTENT: ({ breakdown }: Both) => breakdown.content,
      COLLABORATIVE: ({ breakdown }: Both) => breakdown.collaborative,
      HYBRID: ({ breakdown }: Both) => 0.5 * breakdown.collaborative + 0.5 * breakdown.content,
    };
    // 'new' came after the training: it has its collaborative similarity from what it is like.
    for (const id of ['c3', 'new']) {
      for (const basis of ['CONTENT', 'COLLABORATIVE', 'HYBRID'] as const) {
        const list = await by(id, basis);
        expect(list.length).toBeGreaterThan(5);
        expect(list.map(({ content }) => content.id)).not.toContain(id);
        for (const entry of list) {
          expect(entry.score).toBe(score[basis](entry));
          for (const part of [entry.score, entry.breakdown.collaborative, entry.breakdown.content]) {
            expect(part).toBeGreaterThanOrEqual(0);
            expect(part).toBeLessThanOrEqual(1);
          }
          expect(entry.score).toBeGreaterThan(0);
        }
        const scores = list.map((entry) => entry.score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(list.slice(0, 4).map(({ content }) => content.subtopic)).toEqual(Array(4).fill('Python'));
      }
    }
  });

  it('takes filter, exclude, minScore and diversity', async () => {
    const ids = async (args: string): Promise<string[]> =>
      (
        await client.data<Similar>(
          `{ similarContent(contentId: "c3" ${args}) { score sharedTerms content { id subtopic } } }`,
        )
      ).similarContent.map(({ content }) => content.id);
    const all = await ids(', k: 30');
    const cloud = await ids(', k: 30, filter: { domain: { in: ["Cloud"] } }');
    expect(cloud).toEqual(all.filter((id) => Number(id.slice(1)) > 10 && Number(id.slice(1)) <= 20));
    expect(await ids(`, k: 3, exclude: ["${all[0]}"]`)).toEqual(all.slice(1, 4));
    const near = await ids(', k: 30, minScore: 0.5');
    expect(near).toEqual(all.slice(0, near.length));
    expect(near.length).toBeLessThan(all.length);
    const varied = await ids(', k: 30, diversity: 0.9');
    expect(varied[0]).toBe(all[0]);
    expect([...varied].sort()).toEqual([...all].sort());
    expect(varied).not.toEqual(all);
    const error = await client.error('{ similarContent(contentId: "c3", minScore: 1.5) { score } }');
    expect(error.message).toContain('minScore');
  });

  describe('similarContentList', () => {
    interface List {
      items: { seen: boolean; score: number; content: { id: string; difficultyLevel: string } }[];
      hasNextPage: boolean;
      endCursor: string | null;
      shortfall: { requested: number; returned: number; reason: string } | null;
      unknownContentIds: string[];
    }
    const list = async (id: string, args = ''): Promise<List> =>
      (
        await client.data<{ similarContentList: List }>(
          `query ($id: ID!) { similarContentList(contentId: $id ${args}) {
            items { seen score content { id difficultyLevel } } hasNextPage endCursor
            shortfall { requested returned reason } unknownContentIds
          } }`,
          { id },
        )
      ).similarContentList;
    const ids = ({ items }: List): string[] => items.map(({ content }) => content.id);

    it('goes on page by page, also while content comes and goes', async () => {
      const whole = ids(await list('c24', ', k: 30'));
      const first = await list('c24', ', first: 4');
      expect(first).toMatchObject({ hasNextPage: true, shortfall: null });
      await client.data(
        `mutation { upsertContent(input: [
          { id: "twin", title: "Testing with Negotiation", subtopic: "Negotiation", domain: "Leadership" }
          { id: "${whole[5]}", retiredAt: "2025-01-01T00:00:00Z" }
        ]) { userErrors { code } } }`,
      );
      const pages = [...ids(first)];
      for (let page = first; page.hasNextPage;) {
        page = await list('c24', `, k: 4, after: "${page.endCursor}"`);
        pages.push(...ids(page));
      }
      expect(pages).toEqual(whole.filter((id) => id !== whole[5]));
      expect(ids(await list('c24', ', k: 4'))).toContain('twin');
      await client.data(
        `mutation { upsertContent(input: [{ id: "${whole[5]}", retiredAt: null }, { id: "twin", retiredAt: "2025-01-01T00:00:00Z" }]) { userErrors { code } } }`,
      );
      const other = await client.error(
        `{ similarContentList(contentId: "c3", after: "${first.endCursor}") { hasNextPage } }`,
      );
      expect(other.message).toContain('after');
    });

    it('says why it is short', async () => {
      const filtered = await list('c24', ', filter: { domain: { in: ["Leadership"] } }, exclude: ["c21", "nothing"]');
      expect(filtered.shortfall).toEqual({ requested: 10, returned: 8, reason: 'FILTERED' });
      expect(filtered.unknownContentIds).toEqual(['nothing']);
      expect((await list('c24', ', k: 100')).shortfall?.reason).toBe('CATALOGUE');
      expect((await list('c24', ', k: 20, minScore: 0.4')).shortfall?.reason).toBe('MIN_SCORE');
    });

    it('is for a learner where one is named', async () => {
      // u2 is of the topic Negotiation and has engaged with eight of its ten; see fillTestData.
      const { own, other, missing } = historyOfLearner(2);
      const target = own[0]!;
      const filter = 'filter: { subtopic: { in: ["Negotiation"] } }';
      const unseen = await list(target, `, k: 30, userId: "u2", ${filter}`);
      expect(ids(unseen).sort()).toEqual([...missing].sort());
      expect((await list(target, ', k: 100, userId: "u2"')).shortfall?.reason).toBe('SEEN');
      const all = await list(target, `, k: 30, userId: "u2", includeSeen: true`);
      for (const { seen, content } of all.items) expect(seen).toBe([...own, other].includes(content.id));
      expect(ids(all)).toEqual(ids(await list(target, ', k: 30')));
      // A newcomer at the level STUDENT is not ready for advanced content.
      await client.data(
        'mutation { upsertUsers(input: [{ id: "pupil", seniorityLevel: STUDENT }]) { userErrors { code } } }',
      );
      const fitting = await list('c24', ', k: 30, userId: "pupil", difficultyFit: true');
      expect(new Set(fitting.items.map(({ content }) => content.difficultyLevel))).toEqual(new Set(['BEGINNER']));
    });
  });

  it('is NOT_FOUND for content that there is not', async () => {
    const { data, errors } = await client.send(QUERY, { contentId: 'c999' });
    expect(data).toEqual({ similarContent: null });
    expect(errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect(errors[0]?.message).toContain('c999');
  });
});
