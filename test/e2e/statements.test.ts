import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { toNodeId, type NodeKey } from '../../src/graphql/node-id.js';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.js';
import { startTestService, type TestService } from '../support/service.js';

/** How many SQL statements and calls of the scoring an operation takes: none may depend on how many rows it asks for. */
describe('the work behind one operation', () => {
  let service: TestService;
  let client: GraphQLClient;
  beforeAll(async () => {
    // The queue of trainings and the log of lists would send statements of their own.
    service = await startTestService({ worker: false, environment: { LIST_SAMPLE: '0' } });
    client = createGraphQLClient(service.url);
  });
  afterAll(() => service.close());

  /** Texts of the statements that the service sends for an operation, and its calls of the services that score. */
  async function workOf<T>(query: string): Promise<{ data: T; statements: string[]; lists: number; similar: number }> {
    const statements: string[] = [];
    const send = pg.Client.prototype.query as unknown as (this: pg.Client, ...args: unknown[]) => unknown;
    const query_ = jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
      this: pg.Client,
      ...args: unknown[]
    ) {
      const [first] = args as [string | { text?: string }];
      statements.push(typeof first === 'string' ? first : (first.text ?? ''));
      return send.apply(this, args) as never;
    } as never);
    const lists = jest.spyOn(service.services.recommendations, 'forUsers');
    const similar = jest.spyOn(service.services.contents, 'similarMany');
    try {
      const data = await client.data<T>(query);
      return { data, statements, lists: lists.mock.calls.length, similar: similar.mock.calls.length };
    } finally {
      for (const spy of [query_, lists, similar]) spy.mockRestore();
    }
  }

  /** The name that a statement of ours begins with; Prisma's have none. */
  const nameOf = (text: string): string => /^\/\* (.+?) \*\//.exec(text)?.[1] ?? text.split(' ')[0]!;

  interface Learners {
    users: { nodes: { id: string; recommendations: { items: { content: { similar: object[] } }[] } }[] };
  }
  const lists = (first: number): string =>
    `{ users(first: ${first}) { nodes { id recommendations(k: 5) { items { content { id similar(k: 3) { score content { title } } } } } } } }`;

  it('is the same for 40 learners, their lists and what is similar to each entry as for one', async () => {
    const many = await workOf<Learners>(lists(50));
    expect(many.data.users.nodes).toHaveLength(40);
    expect(many.data.users.nodes.every(({ recommendations }) => recommendations.items.length === 5)).toBe(true);
    expect(many.data.users.nodes[0]!.recommendations.items[0]!.content.similar).toHaveLength(3);
    expect([many.lists, many.similar]).toEqual([1, 1]);
    // The page, and the learners with all that they did; cohorts of newcomers are read once and remembered.
    expect(many.statements.filter((text) => !text.includes('cohort')).map(nameOf)).toEqual([
      'SELECT',
      'learners with histories',
    ]);
    const one = await workOf<Learners>(lists(1));
    const again = await workOf<Learners>(lists(50));
    expect(again.statements.length).toBe(one.statements.length);
  });

  it('is the same for the engagements of 40 learners, their contents and counts as for one', async () => {
    const query = (first: number): string =>
      `{ users(first: ${first}) { nodes { engagements(first: 3) { totalCount nodes { score content { title } } } } } }`;
    const many = await workOf<{ users: { nodes: { engagements: { totalCount: number; nodes: object[] } }[] } }>(
      query(50),
    );
    const one = await workOf(query(1));
    const counts = many.data.users.nodes.map(({ engagements }) => engagements.totalCount);
    expect([...counts].sort()).toEqual([0, 0, 0, ...Array<number>(37).fill(9)]);
    expect(many.data.users.nodes.map(({ engagements }) => engagements.nodes.length)).toEqual(
      counts.map((count) => Math.min(3, count)),
    );
    expect(many.statements.length).toBe(one.statements.length);
    expect(many.statements.length).toBeLessThanOrEqual(5);
  });

  it('is the same for the feedback of 40 learners as for one', async () => {
    for (const userId of ['u1', 'u2'])
      await service.services.feedback.give({ userId, contentId: 'c1', kind: 'TOO_EASY' });
    const query = (first: number): string =>
      `{ users(first: ${first}) { nodes { feedback(first: 2) { totalCount nodes { kind content { title } } } } } }`;
    const many = await workOf<{ users: { nodes: { feedback: { totalCount: number; nodes: object[] } }[] } }>(query(50));
    const one = await workOf(query(1));
    const told = many.data.users.nodes.map(({ feedback }) => [feedback.totalCount, feedback.nodes.length]);
    expect(told.filter(([total]) => total !== 0)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(many.statements.length).toBe(one.statements.length);
    expect(many.statements.length).toBeLessThanOrEqual(5);
  });

  it('is the same for the models and trials of many trainings as for one', async () => {
    for (let n = 0; n < 4; n++) await service.services.training.enqueue({ algorithm: 'POPULARITY' });
    const query = (first: number): string =>
      `{ trainingJobs(first: ${first}) { nodes { status model { id } trials { value } } } }`;
    const many = await workOf<{ trainingJobs: { nodes: object[] } }>(query(50));
    const one = await workOf(query(1));
    expect(many.data.trainingJobs.nodes).toEqual(new Array(4).fill({ status: 'QUEUED', model: null, trials: [] }));
    expect(many.statements.length).toBe(one.statements.length);
    expect(many.statements.length).toBeLessThanOrEqual(3);
  });

  it('is one for each type of node, and none for content', async () => {
    const ids = (type: NodeKey['type'], name: (n: number) => string, count: number): string[] =>
      Array.from({ length: count }, (_, n) => toNodeId({ type, id: name(n + 1) }));
    const all = [
      ...ids('User', (n) => `u${n}`, 40),
      ...ids('Content', (n) => `c${n}`, 30),
      ...ids('Model', String, 5),
      ...ids('TrainingJob', () => '00000000-0000-4000-8000-000000000000', 1),
    ];
    const { data, statements } = await workOf<{ nodes: (object | null)[] }>(
      `{ nodes(ids: ${JSON.stringify(all)}) { nodeId } }`,
    );
    expect(data.nodes.filter(Boolean)).toEqual(all.slice(0, 71).map((nodeId) => ({ nodeId })));
    expect(statements).toHaveLength(3);
  });

  it('counts a list only where it is asked how long it is', async () => {
    const every = (selected: string): string =>
      `{ users(first: 2) { ${selected} } contents(first: 2) { ${selected} } models(first: 2) { ${selected} } trainingJobs(first: 2) { ${selected} }
         user(id: "u1") { engagements(first: 2) { ${selected} } feedback(first: 2) { ${selected} } } }`;
    const without = await workOf(every('pageInfo { endCursor hasNextPage } edges { cursor }'));
    const counted = await workOf(every('totalCount'));
    const counts = (statements: string[]): number => statements.filter((text) => /count\(/i.test(text)).length;
    expect([counts(without.statements), counts(counted.statements)]).toEqual([0, 6]);
  });

  it('reads content by id from memory, and what has just changed with it', async () => {
    // What this process itself has announced comes back to it, and is read again.
    const read = async (id: string): Promise<[title: string | undefined, statements: number]> => {
      const { data, statements } = await workOf<{ content: { title: string } | null }>(
        `{ content(id: "${id}") { title } }`,
      );
      return [data.content?.title, statements.filter((text) => text.includes('content by id')).length];
    };
    expect(await read('c1')).toEqual(['Introduction to Python', 0]);
    await service.services.contents.upsert([{ id: 'c1', title: 'Another Title' }]);
    expect(await read('c1')).toEqual(['Another Title', 0]);
    expect(await read('none')).toEqual([undefined, 1]);
  });

  it('is none for a list of similar content', async () => {
    const query = '{ similarContent(contentId: "c2", k: 4) { score content { title } } }';
    const first = await workOf(query);
    const second = await workOf(query);
    expect([first.statements, second.statements]).toEqual([[], []]);
    expect(second.data).toEqual(first.data);
  });
});
