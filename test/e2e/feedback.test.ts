import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Fingerprint } from '../../src/services/training-data.js';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { createSubscriptionClient } from '../support/subscription-client.js';
import { waitFor } from '../support/wait-for.js';

interface List {
  items: {
    score: number;
    seen: boolean;
    content: { id: string; domain: string; difficultyLevel: string };
    reasons: { text: string; content: { id: string } | null }[];
  }[];
  servedBy: { strategy: string; foldedInEngagements: number };
}
type Errors = { path: string[]; code: string }[];

const topicOf = (id: string): number => Math.floor((Number(id.slice(1)) - 1) / 10);

describe('feedback', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const recommend = async (userId: string, options = ', k: 30'): Promise<List> =>
    (
      await client.data<{ recommendations: List }>(
        `query ($userId: ID!) { recommendations(userId: $userId ${options}) {
          servedBy { strategy foldedInEngagements }
          items { score seen content { id domain difficultyLevel } reasons(max: 3) { text content { id } } }
        } }`,
        { userId },
      )
    ).recommendations;
  const ids = ({ items }: List): string[] => items.map(({ content }) => content.id);
  const scoreOf = ({ items }: List, id: string): number => items.find(({ content }) => content.id === id)!.score;
  const give = async (userId: string, contentId: string, kind: string) =>
    (
      await client.data<{ giveFeedback: { feedback: object | null; userErrors: Errors } }>(
        `mutation ($userId: ID!, $contentId: ID!, $kind: FeedbackKind!) {
          giveFeedback(userId: $userId, contentId: $contentId, kind: $kind) {
            feedback { kind content { id } } userErrors { path code }
          } }`,
        { userId, contentId, kind },
      )
    ).giveFeedback;
  const undo = async (userId: string, contentId: string, kind: string | null = null) =>
    (
      await client.data<{ undoFeedback: { undone: { kind: string }[]; userErrors: Errors } }>(
        `mutation ($userId: ID!, $contentId: ID!, $kind: FeedbackKind) {
          undoFeedback(userId: $userId, contentId: $contentId, kind: $kind) { undone { kind } userErrors { path code } } }`,
        { userId, contentId, kind },
      )
    ).undoFeedback;

  it.each(['NOT_RELEVANT', 'ALREADY_KNOW', 'TOO_EASY', 'TOO_HARD', 'MORE_LIKE_THIS'])(
    '%s takes the content out of the next list; undone, the list is what it was',
    async (kind) => {
      const before = await recommend('u1');
      const [first] = ids(before);
      expect(await give('u1', first, kind)).toEqual({ feedback: { kind, content: { id: first } }, userErrors: [] });
      const after = await recommend('u1');
      expect(ids(after)).toHaveLength(before.items.length - 1);
      expect(ids(after)).not.toContain(first);
      expect(after.servedBy.foldedInEngagements).toBe(before.servedBy.foldedInEngagements + 1);
      // What was engaged with can be shown; what was rejected cannot.
      const seen = await recommend('u1', ', k: 30, includeSeen: true');
      expect(ids(seen).includes(first)).toBe(kind === 'MORE_LIKE_THIS');
      expect((await undo('u1', first)).undone).toEqual([{ kind }]);
      expect(await recommend('u1')).toEqual(before);
    },
  );

  it('moves the interest: MORE_LIKE_THIS makes a newcomer’s list, NOT_RELEVANT never lifts its like', async () => {
    expect((await recommend('u38')).servedBy.strategy).toBe('COLD_START');
    await give('u38', 'c3', 'MORE_LIKE_THIS');
    const list = await recommend('u38');
    expect(list.servedBy.strategy).toBe('HYBRID');
    expect(
      ids(list)
        .slice(0, 5)
        .map((id) => topicOf(id)),
    ).toEqual([0, 0, 0, 0, 0]);
    expect(list.items[0].reasons.find(({ content }) => content?.id === 'c3')?.text).toBe(
      'You asked for more like "Practical Python".',
    );
    await undo('u38', 'c3');

    const before = await recommend('u2', ', k: 30, includeSeen: true');
    const [first] = ids(await recommend('u2'));
    const alike = ids(before).filter((id) => id !== first && topicOf(id) === topicOf(first));
    await give('u2', first, 'NOT_RELEVANT');
    const after = await recommend('u2', ', k: 30, includeSeen: true');
    for (const id of alike) expect(scoreOf(after, id)).toBeLessThanOrEqual(scoreOf(before, id) + 1e-9);
    await undo('u2', first);
  });

  it('moves the level: what is as hard goes to the end of its domain, with difficultyFit out of the list', async () => {
    const before = await recommend('u39');
    const hard = before.items.filter(({ content }) => content.difficultyLevel === 'ADVANCED');
    const { content } = hard[0];
    const isHard = (item: List['items'][number]): boolean =>
      item.content.domain === content.domain && item.content.difficultyLevel === 'ADVANCED';
    await give('u39', content.id, 'TOO_HARD');
    const after = await recommend('u39');
    const places = after.items.map((item, n) => (isHard(item) ? n : -1)).filter((n) => n >= 0);
    expect(places).toEqual([25, 26, 27, 28]);
    const strict = await recommend('u39', ', k: 30, difficultyFit: true');
    expect(strict.items.some(isHard)).toBe(false);
    expect(strict.items.filter((item) => item.content.domain === content.domain)).toHaveLength(5);
    // The other way: beginners' content of the domain goes to the end, and the opposite is taken back.
    await give('u39', content.id, 'TOO_EASY');
    const easy = await recommend('u39');
    expect(ids(easy)).not.toContain(content.id);
    expect(easy.items.slice(-5).map((item) => [item.content.domain, item.content.difficultyLevel])).toEqual(
      Array.from({ length: 5 }, () => [content.domain, 'BEGINNER']),
    );
    expect((await undo('u39', content.id)).undone).toEqual([{ kind: 'TOO_EASY' }]);
  });

  it('is listed with its learner, newest first, and goes with them', async () => {
    await give('u40', 'c1', 'TOO_EASY');
    await give('u40', 'c1', 'ALREADY_KNOW');
    await give('u40', 'c2', 'MORE_LIKE_THIS');
    const query = `{ user(id: "u40") { feedback(first: 2) {
      totalCount pageInfo { hasNextPage endCursor } nodes { kind givenAt content { id } } } } }`;
    const { user } = await client.data<{
      user: {
        feedback: { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: object[] };
      };
    }>(query);
    expect(user.feedback).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      nodes: [
        { kind: 'MORE_LIKE_THIS', content: { id: 'c2' } },
        { kind: 'ALREADY_KNOW', content: { id: 'c1' } },
      ],
    });
    await service.services.users.delete(['u40']);
    expect((await service.container.stores.feedback.stats()).rows).toBe(0);
  });

  it('names what it cannot do', async () => {
    expect((await give('nobody', 'nothing', 'TOO_EASY')).userErrors).toEqual([
      { path: ['userId'], code: 'NOT_FOUND' },
      { path: ['contentId'], code: 'NOT_FOUND' },
    ]);
    expect((await give('', 'c1', 'TOO_EASY')).userErrors).toEqual([{ path: ['userId'], code: 'BAD_USER_INPUT' }]);
    expect(await undo('u1', 'c1')).toEqual({ undone: [], userErrors: [] });
    expect((await undo('u1', 'nothing')).userErrors).toEqual([{ path: ['contentId'], code: 'NOT_FOUND' }]);
  });

  it('reaches those who follow the list', async () => {
    const live = createSubscriptionClient(service.url);
    const heard = live.subscribe<{ recommendationsChanged: List }>(
      'subscription { recommendationsChanged(userId: "u5", k: 3) { items { content { id } } } }',
    );
    await waitFor(() => service.services.subscriptions.open() === 1);
    const [first] = ids(await recommend('u5', ', k: 3'));
    await give('u5', first, 'NOT_RELEVANT');
    await waitFor(() => heard.values.length === 1);
    expect(ids(heard.values[0]!.recommendationsChanged)).toEqual(ids(await recommend('u5', ', k: 3')));
    await undo('u5', first);
    await waitFor(() => heard.values.length === 2);
    expect(ids(heard.values[1]!.recommendationsChanged)[0]).toBe(first);
    await live.close();
  });

  it('counts in the next training, and only there', async () => {
    const popularity = async (): Promise<number> => {
      // Without a history and a cohort the collaborative half is the popularity at the training.
      const list = await service.services.recommendations.forUser({ userId: 'stranger', k: 30 });
      return list.items.findIndex(({ content }) => content.id === 'c21');
    };
    await service.container.train({ algorithm: 'POPULARITY' });
    const before = await popularity();
    expect(before).toBeGreaterThan(0);
    for (let n = 1; n <= 37; n++) await give(`u${n}`, 'c21', 'MORE_LIKE_THIS');
    expect(await popularity()).toBe(before);
    const model = await service.container.train({ algorithm: 'POPULARITY' });
    expect(await popularity()).toBe(0);
    const row = (await service.container.stores.models.get(Number(model.id)))!;
    expect(row.fingerprint as Fingerprint).toMatchObject({ engagements: 333, feedback: 37 });
    expect(model.engagements).toBe(333);
  });
});
