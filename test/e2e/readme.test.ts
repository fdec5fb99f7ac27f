import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { createSubscriptionClient } from '../support/subscription-client.js';
import { waitFor } from '../support/wait-for.js';

const README = readFileSync('README.md', 'utf8');

/** Blocks of code, without their indentation. */
function blocksOf(text: string): string[] {
  const blocks = text.match(/(?:^(?: {4}.*)?\n)+/gm) ?? [];
  return blocks.map((block) => block.replace(/^ {4}/gm, '').trim()).filter(Boolean);
}

interface Shown {
  readonly file: string;
  readonly variables: Record<string, unknown>;
  readonly text: string;
}

/** What the README shows of the Studio's operations, with the variables it names. */
function shownOperations(): Shown[] {
  const section = README.slice(README.indexOf('## Operations to start from'), README.indexOf('## With your own data'));
  const blocks = blocksOf(section);
  return [...section.matchAll(/^`(studio\/operations\/[\w-]+\.graphql)`.*? with `(\{.*\})`/gm)].map(
    ([, file, variables], place) => ({
      file: file!,
      variables: JSON.parse(variables!) as Record<string, unknown>,
      text: blocks[place]!,
    }),
  );
}

describe('the README', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService();
    // The learner and the content of its examples.
    await service.services.users.upsert([{ id: '1', title: 'Data Analyst' }]);
    await service.services.contents.upsert([{ id: '2', title: 'Statistics', domain: 'Data Science' }]);
  });
  afterAll(() => service?.close());

  it('shows operations of the Studio to the letter', () => {
    const shown = shownOperations();
    expect(shown.length).toBe(3);
    for (const { file, text } of shown) expect(text).toBe(readFileSync(file, 'utf8').trim());
  });

  it('has a first query that is answered in the shape that it shows', async () => {
    const [query] = blocksOf(README.slice(README.indexOf('## A first query')));
    const { recommendations } = await createGraphQLClient(service.url).data<{
      recommendations: { servedBy: object; items: Record<string, unknown>[] };
    }>(query!);
    expect(Object.keys(recommendations)).toEqual(['alpha', 'servedBy', 'items']);
    expect(Object.keys(recommendations.servedBy)).toEqual(['strategy', 'modelVersion', 'foldedInEngagements']);
    expect(recommendations.items.length).toBe(2);
    for (const item of recommendations.items)
      expect(Object.keys(item)).toEqual(['rank', 'score', 'breakdown', 'reasons', 'content']);
  });

  it('has queries and mutations of the Studio that are answered, and a subscription that hears of them', async () => {
    const client = createGraphQLClient(service.url);
    const listener = createSubscriptionClient(service.url);
    const [find, feedback, changes] = shownOperations();
    const { values } = listener.subscribe(changes!.text, changes!.variables);
    await waitFor(() => service.services.subscriptions.open() > 0);

    const found = await client.data<{ users: { totalCount: number; nodes: { title: string }[] } }>(
      find!.text,
      find!.variables,
    );
    // Thirteen specialists of the department Data among 40 learners, and the analyst of this file.
    expect(found.users.totalCount).toBe(14);

    const run = async <T>(operationName: string): Promise<T> => {
      const response = await fetch(new URL('graphql', service.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: feedback!.text, variables: feedback!.variables, operationName }),
      });
      return ((await response.json()) as { data: T }).data;
    };
    const given = await run<{ giveFeedback: { feedback: { kind: string }; userErrors: unknown[] } }>('GiveFeedback');
    expect(given.giveFeedback).toMatchObject({ feedback: { kind: 'NOT_RELEVANT' }, userErrors: [] });
    const undone = await run<{ undoFeedback: { undone: { kind: string }[]; userErrors: unknown[] } }>('UndoFeedback');
    expect(undone.undoFeedback).toMatchObject({ undone: [{ kind: 'NOT_RELEVANT' }], userErrors: [] });

    const { recommendations } = await client.data<{ recommendations: { items: { content: { id: string } }[] } }>(
      '{ recommendations(userId: "1", k: 1) { items { content { id } } } }',
    );
    const contentId = recommendations.items[0]!.content.id;
    const heard = values.length;
    await service.services.engagements.record([{ userId: '1', contentId, engagementType: 'COMPLETED' }]);
    await waitFor(() => values.length > heard);
    await listener.close();
  });
});
