import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { historyOfLearner } from '../support/test-data.js';

interface List {
  items: {
    rank: number;
    score: number;
    seen: boolean;
    explored: boolean;
    content: { id: string; domain: string; difficultyLevel: string | null };
  }[];
  hasNextPage: boolean;
  endCursor: string | null;
  shortfall: { requested: number; returned: number; reason: string } | null;
  unknownContentIds: string[];
}

const LIST = `{
  items { rank score seen explored content { id domain difficultyLevel } }
  hasNextPage endCursor shortfall { requested returned reason } unknownContentIds
}`;

describe('controls of recommendations', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    service = await startTestService();
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service?.close());

  const recommend = async (userId: string, options = ''): Promise<List> =>
    (
      await client.data<{ recommendations: List }>(
        `query ($userId: ID!) { recommendations(userId: $userId ${options}) ${LIST} }`,
        { userId },
      )
    ).recommendations;
  const ids = (list: List): string[] => list.items.map(({ content }) => content.id);
  const scores = (list: List) => new Map(list.items.map(({ content, score }) => [content.id, score]));

  it('filter: fills k from what is left, without changing a score', async () => {
    const all = await recommend('u1', ', k: 30');
    const cloud = await recommend('u1', ', k: 2, filter: { domain: { in: ["Cloud"] } }');
    // u1 is of the topic Kubernetes; see fillTestData.
    expect(ids(cloud).sort()).toEqual([...historyOfLearner(1).missing].sort());
    const other = await recommend('u1', ', k: 10, filter: { domain: { notIn: ["Cloud"] } }');
    expect(other.items).toHaveLength(10);
    expect(other.shortfall).toBeNull();
    expect(ids(other)).toEqual(
      ids(all)
        .filter((id) => !(Number(id.slice(1)) > 10 && Number(id.slice(1)) <= 20))
        .slice(0, 10),
    );
    for (const [id, score] of scores(other)) expect(score).toBe(scores(all).get(id));
    const hard = await recommend(
      'u1',
      ', k: 30, filter: { difficultyLevel: { in: [ADVANCED] }, language: { in: ["en"] } }',
    );
    expect(hard.items.every(({ content }) => content.difficultyLevel === 'ADVANCED')).toBe(true);
    expect(hard.items).toHaveLength(all.items.filter(({ content }) => content.difficultyLevel === 'ADVANCED').length);
  });

  it('filter: says so when it leaves fewer than k', async () => {
    const list = await recommend('u1', ', k: 5, filter: { domain: { in: ["Cloud"] } }');
    expect(list.shortfall).toEqual({ requested: 5, returned: 2, reason: 'FILTERED' });
    const none = await recommend('u1', ', filter: { domain: { in: ["No such"] } }');
    expect(none).toMatchObject({ items: [], hasNextPage: false, endCursor: null });
    expect(none.shortfall).toEqual({ requested: 10, returned: 0, reason: 'FILTERED' });
    expect((await recommend('u1', ', k: 100')).shortfall).toEqual({ requested: 100, returned: 21, reason: 'SEEN' });
    const seen = await recommend('u1', ', k: 100, includeSeen: true');
    expect(seen.shortfall).toEqual({ requested: 100, returned: 30, reason: 'CATALOGUE' });
  });

  it('exclude: leaves out, refills, and names unknown ids', async () => {
    const all = await recommend('u2', ', k: 12');
    const [first, second] = ids(all);
    const list = await recommend('u2', `, k: 10, exclude: ["${first}", "${second}", "nothing"]`);
    expect(ids(list)).toEqual(ids(all).slice(2));
    expect(list.unknownContentIds).toEqual(['nothing']);
    expect(list.items[0].rank).toBe(1);
  });

  it('includeSeen: lists what was engaged with too, and marks it', async () => {
    const { own, other } = historyOfLearner(4);
    const list = await recommend('u4', ', k: 30, includeSeen: true');
    expect(ids(list)).toHaveLength(30);
    expect(
      list.items
        .filter(({ seen }) => seen)
        .map(({ content }) => content.id)
        .sort(),
    ).toEqual([...own, other].sort());
    const fresh = await recommend('u4', ', k: 30');
    expect(ids(list).filter((id) => ![...own, other].includes(id))).toEqual(ids(fresh));
  });

  it('minScore: cuts the list and says so', async () => {
    const all = await recommend('u3', ', k: 10');
    const bound = all.items[3].score;
    const list = await recommend('u3', `, k: 10, minScore: ${bound}`);
    expect(list.items.every(({ score }) => score >= bound)).toBe(true);
    expect(list.items.length).toBeGreaterThanOrEqual(4);
    expect(list.shortfall).toEqual({ requested: 10, returned: list.items.length, reason: 'MIN_SCORE' });
  });

  it('diversity: varies the list, keeps the best first and every score', async () => {
    const plain = await recommend('u5', ', k: 21');
    const varied = await recommend('u5', ', k: 21, diversity: 0.8');
    expect(ids(varied)[0]).toBe(ids(plain)[0]);
    expect([...ids(varied)].sort()).toEqual([...ids(plain)].sort());
    expect(ids(varied)).not.toEqual(ids(plain));
    for (const [id, score] of scores(varied)) expect(score).toBe(scores(plain).get(id));
    const domains = (list: List) => new Set(list.items.slice(0, 3).map(({ content }) => content.domain)).size;
    expect(domains(varied)).toBeGreaterThan(domains(plain));
    expect(varied.items.map(({ rank }) => rank)).toEqual(varied.items.map((_, i) => i + 1));
  });

  it('difficultyFit: no two steps up, and what is two steps below a completion stands last', async () => {
    await client.data(`mutation {
      upsertUsers(input: [{ id: "novice", seniorityLevel: STUDENT }, { id: "expert", seniorityLevel: LEAD }]) { userErrors { code } }
      recordEngagements(input: [
        { userId: "novice", contentId: "c1", engagementType: COMPLETED, liked: true }
        { userId: "expert", contentId: "c10", engagementType: COMPLETED, liked: true }
      ]) { recorded userErrors { message } }
    }`);
    const novice = await recommend('novice', ', k: 30, difficultyFit: true');
    expect(novice.items.map(({ content }) => content.difficultyLevel)).toEqual(Array(14).fill('BEGINNER'));
    expect(novice.shortfall).toEqual({ requested: 30, returned: 14, reason: 'FILTERED' });
    const expert = await recommend('expert', ', k: 30, difficultyFit: true');
    const easy = expert.items.map(
      ({ content }) => content.domain === 'Data Science' && content.difficultyLevel === 'BEGINNER',
    );
    expect(easy).toEqual([...Array(24).fill(false), ...Array(5).fill(true)]);
    const plain = await recommend('expert', ', k: 30');
    for (const [id, score] of scores(expert)) expect(score).toBe(scores(plain).get(id));
  });

  it('exploration: moves new content up ten places, the same all day, without changing a score', async () => {
    const plain = await recommend('u10', ', k: 40');
    const fresh = ['n1', 'n2', 'n3'];
    await client.data(
      `mutation { upsertContent(input: [${fresh
        .map((id, n) => `{ id: "${id}", title: "Practical ${['Kubernetes', 'Python', 'Negotiation'][n]}" }`)
        .join(' ')}]) { userErrors { code } } }`,
    );
    const before = await recommend('u10', ', k: 40, exploration: 0');
    const after = await recommend('u10', ', k: 40, exploration: 1');
    expect(before.items).toHaveLength(plain.items.length + 3);
    for (const [id, score] of scores(after)) expect(score).toBe(scores(before).get(id));
    for (const id of ids(before)) {
      const [from, to] = [ids(before).indexOf(id), ids(after).indexOf(id)];
      expect(Math.abs(to - from)).toBeLessThanOrEqual(10);
      if (fresh.includes(id)) expect(to).toBeLessThan(Math.max(1, from));
    }
    expect(after.items.filter(({ content }) => fresh.includes(content.id)).every(({ explored }) => explored)).toBe(
      true,
    );
    expect(before.items.some(({ explored }) => explored)).toBe(false);
    expect(await recommend('u10', ', k: 40, exploration: 1')).toMatchObject({ items: after.items });
    await client.data(
      `mutation { upsertContent(input: [${fresh
        .map((id) => `{ id: "${id}", retiredAt: "2025-01-01T00:00:00Z" }`)
        .join(' ')}]) { userErrors { code } } }`,
    );
  });

  it.each([
    '',
    ', exploration: 0.5',
    ', diversity: 0.5',
    ', includeSeen: true',
    ', filter: { domain: { notIn: ["Cloud"] } }, alpha: 0',
  ])('pages go through the list once%s', async (controls) => {
    const whole = await recommend('u6', `, k: 30 ${controls}`);
    const paged: string[] = [];
    let after: string | null = null;
    let ranks: number[] = [];
    for (let page = 0; page < 10; page++) {
      const list: List = await recommend('u6', `, k: 4 ${controls} ${after ? `, after: "${after}"` : ''}`);
      paged.push(...ids(list));
      ranks = [...ranks, ...list.items.map(({ rank }) => rank)];
      after = list.endCursor;
      if (!list.hasNextPage) break;
    }
    expect(paged).toEqual(ids(whole));
    expect(ranks).toEqual(whole.items.map((_, i) => i + 1));
  });

  it('pages stay in place while the learner goes on, content comes and content goes', async () => {
    const whole = ids(await recommend('u7', ', k: 30'));
    const first = await recommend('u7', ', k: 3');
    await client.data(`mutation {
      recordEngagements(input: [{ userId: "u7", contentId: "${whole[0]}" }, { userId: "u7", contentId: "${whole[4]}", liked: true }]) { recorded }
      upsertContent(input: [
        { id: "${whole[5]}", retiredAt: "2025-01-01T00:00:00Z" }
        { id: "brand-new", title: "Practical Kubernetes", domain: "Cloud", subtopic: "Kubernetes" }
      ]) { userErrors { message } }
    }`);
    const second = await recommend('u7', `, k: 3, after: "${first.endCursor}"`);
    expect([...ids(first), ...ids(second)]).toEqual([...whole.slice(0, 4), ...whole.slice(6, 8)]);
    const anew = ids(await recommend('u7', ', k: 30'));
    for (const id of [whole[0], whole[4], whole[5]]) expect(anew).not.toContain(id);
    expect(anew).toContain('brand-new');
    await client.data(
      `mutation { upsertContent(input: [{ id: "${whole[5]}", retiredAt: null }]) { userErrors { code } } }`,
    );
  });

  it('refuses a cursor of another learner, of other controls, or none at all', async () => {
    const { endCursor } = await recommend('u8', ', k: 3');
    for (const [userId, options] of [
      ['u9', `after: "${endCursor}"`],
      ['u8', `after: "${endCursor}", alpha: 0.123`],
      ['u8', 'after: "nonsense"'],
    ]) {
      const error = await client.error(`{ recommendations(userId: "${userId}", k: 3, ${options}) { id } }`);
      expect(error.extensions.code).toBe('BAD_USER_INPUT');
      expect(error.message).toContain('after');
    }
  });

  it.each([
    ['diversity: 1.5', 'diversity'],
    ['exploration: -0.1', 'exploration'],
    ['minScore: -1', 'minScore'],
    ['minScore: 11', 'minScore'],
    ['filter: { maxDurationMinutes: -5 }', 'maxDurationMinutes'],
    [`exclude: [${Array(1001).fill('"c1"').join(' ')}]`, 'exclude'],
    [`filter: { tags: { notIn: [${Array(1001).fill('"a"').join(' ')}] } }`, 'tags'],
  ])('refuses %.40s and names the argument', async (options, argument) => {
    const error = await client.error(`{ recommendations(userId: "u1", ${options}) { id } }`);
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(argument);
  });

  it('works on learners in a page, each list filtered alike', async () => {
    const { users } = await client.data<{ users: { nodes: { recommendations: List }[] } }>(
      `{ users(first: 10) { nodes { recommendations(k: 3, filter: { domain: { in: ["Leadership"] } }) ${LIST} } } }`,
    );
    for (const { recommendations } of users.nodes)
      expect(recommendations.items.every(({ content }) => content.domain === 'Leadership')).toBe(true);
  });
});
