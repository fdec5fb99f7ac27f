import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLSchema, parse } from 'graphql';
import { createHotDocuments, type HotDocuments } from '../../../src/graphql/execution/hot-documents.js';
import type { TimeBudget } from '../../../src/graphql/execution/time-budget.js';
import { PLAYGROUND_EXAMPLES } from '../../../src/graphql/playground-examples.js';
import { buildSchema } from '../../../src/graphql/schema.js';
import { FAKE_ADMIN_TOKEN, type FakeServer, startFakeServer } from '../../support/fake-server.js';

const LISTS = `query Lists($id: ID!, $k: Int! = 3, $alpha: Float, $filter: CatalogueFilter, $max: Int!) {
  list: recommendations(userId: $id, k: $k, alpha: $alpha, filter: $filter) {
    ...parts
    user { id engagements(first: 2) { totalCount nodes { timestamp content { title tags } } } }
  }
  similarContent(contentId: $id, k: $k) { score content { __typename id } }
}
fragment parts on RecommendationList {
  alpha
  items { rank score breakdown { collaborative content } reasons(max: $max) { kind share content { id } } content { id publishedAt } }
}`;
const RECORD = `mutation ($input: [EngagementInput!]!, $users: [UserInput!]!) {
  recordEngagements(input: $input) { recorded userErrors { path message code } }
  upsertUsers(input: $users) { users { id title seniorityLevel } userErrors { code } }
  again: recordEngagements(input: $input) { recorded duplicates }
}`;

describe('compiled execution', () => {
  let interpreted: FakeServer;
  let compiled: FakeServer;
  let schema: GraphQLSchema;
  const hotDocuments = (compileAfter: number, budget?: TimeBudget): HotDocuments =>
    createHotDocuments(schema, { compileAfter, rules: [], maxTokens: 5000, ...(budget && { budget }) });
  beforeAll(async () => {
    schema = await buildSchema();
    interpreted = await startFakeServer({ compileAfter: Infinity });
    compiled = await startFakeServer({ compileAfter: 0 });
  });
  afterAll(async () => {
    await interpreted.server.close();
    await compiled.server.close();
  });

  interface Answer {
    readonly status: number;
    readonly type: string | null;
    readonly body: unknown;
    /** Names in the order in which they came. */
    readonly order: string;
  }
  async function ask(server: FakeServer, body: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${server.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'the-same', ...headers },
      body: JSON.stringify(body),
    });
    const text = (await response.text()).trim();
    const order = [...text.matchAll(/"(\w+)":/g)].map(([, name]) => name).join(' ');
    return { status: response.status, type: response.headers.get('content-type'), body: JSON.parse(text), order };
  }
  async function expectTheSame(body: object, headers?: Record<string, string>): Promise<Answer> {
    const expected = await ask(interpreted, body, headers);
    expect(await ask(compiled, body, headers)).toEqual(expected);
    return expected;
  }

  it.each(
    PLAYGROUND_EXAMPLES.map(({ query }) => [/(query|mutation) (\w+)/.exec(query)?.[2] ?? query.slice(0, 40), query]),
  )('answers the example %s as interpreting does', async (_, query) => {
    if (/subscription/.test(query) || /retrain|activateModel|deleteModel/.test(query)) return;
    await expectTheSame({ query }, { authorization: `Bearer ${FAKE_ADMIN_TOKEN}` });
  });

  it('compiles what these tests ask', () => {
    const hot = hotDocuments(0);
    for (const text of [LISTS, RECORD]) expect(hot.get(text)).toBeDefined();
  });

  it('answers whatever the variables are as interpreting does', async () => {
    const value = fc.oneof(
      fc.constantFrom('u1', 'u40', 'c3', '', 'nobody', 3, 0, -1, 101, 2 ** 31, 1.5, 0.5, true, null, 'VIEWED'),
      fc.constantFrom([], [1], ['c1', null], {}, { in: ['x'] }, { domain: { in: ['Cloud'] } }, { domain: 'Cloud' }),
    );
    const variables = fc.record({ id: value, k: value, alpha: value, filter: value, max: value }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(variables, async (given) => {
        await expectTheSame({ query: LISTS, variables: given });
      }),
      { numRuns: 150, seed: 7 },
    );
  }, 60_000);

  it('answers mutations as interpreting does, one after the other', async () => {
    const row = fc.record(
      {
        userId: fc.constantFrom('u1', 'nobody', 7, null),
        contentId: fc.constantFrom('c1', 'c2', null),
        durationSeconds: fc.constantFrom(60, -5, 2.5, null, 'x'),
        liked: fc.constantFrom(true, null, 'yes'),
        engagementType: fc.constantFrom('VIEWED', 'viewed', null),
        timestamp: fc.constantFrom('2025-01-01T00:00:00Z', '2025-13-01', null),
        extra: fc.constant(1),
      },
      { requiredKeys: ['userId', 'contentId'] },
    );
    const user = fc.record({ id: fc.constantFrom('n1', 'n2'), seniorityLevel: fc.constantFrom('MID', 'mid', null) });
    const variables = fc.record({ input: fc.oneof(fc.array(row, { maxLength: 3 }), row), users: fc.array(user) });
    await fc.assert(
      fc.asyncProperty(variables, async (given) => {
        await expectTheSame({ query: RECORD, variables: given });
      }),
      { numRuns: 60, seed: 7 },
    );
  }, 60_000);

  it.each([
    [
      'fields that fail beside fields that do not',
      { query: '{ user(id: "u1") { id } similarContent(contentId: "x") { score } }' },
    ],
    ['an argument out of range', { query: '{ recommendations(userId: "u1", k: 0) { alpha } }' }],
    [
      'null where an argument has a default',
      { query: 'query ($k: Int) { recommendations(userId: "u1", k: $k) { alpha } }', variables: { k: null } },
    ],
    ['no role', { query: 'mutation { deleteUsers(ids: ["u1"]) { deletedIds } }' }],
    [
      'a cost above the limit',
      {
        query:
          'query ($k: Int!) { users(first: $k) { nodes { recommendations(k: $k) { items { reasons(max: $k) { text } } } } } }',
        variables: { k: 100 },
      },
    ],
    ['the wrong operation', { query: 'query A { __typename }', operationName: 'B' }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    [
      'directives',
      { query: 'query ($no: Boolean!) { user(id: "u1") { id title @skip(if: $no) } }', variables: { no: true } },
    ],
    [
      'two operations',
      { query: 'query A { user(id: "u1") { id } } query B { user(id: "u2") { id } }', operationName: 'B' },
    ],
    ['a batch', [{ query: '{ __typename }' }]],
    ['nothing', {}],
    ['variables that are a list', { query: '{ __typename }', variables: [] }],
    ['an unknown hash', { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }],
  ])('answers %s as interpreting does', async (_, body) => {
    await expectTheSame(body);
    await expectTheSame(body, { accept: 'application/graphql-response+json' });
    await expectTheSame(body, { accept: 'application/json' });
    await expectTheSame(body, { authorization: 'Bearer wrong' });
  });

  it('answers a field that breaks as interpreting does, and logs it', async () => {
    const broken = { override: () => ({ recommendations: {} as never }) };
    const [one, other] = [
      await startFakeServer({ compileAfter: Infinity, ...broken }),
      await startFakeServer({ compileAfter: 0, ...broken }),
    ];
    const body = { query: '{ recommendations(userId: "u1") { alpha } user(id: "u1") { id } }' };
    const expected = await ask(one, body);
    expect(await ask(other, body)).toEqual(expected);
    expect(expected.body).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL', requestId: 'the-same' } }] });
    expect(other.logs.filter(({ msg }) => msg === 'GraphQL field failed')).toHaveLength(1);
    await one.server.close();
    await other.server.close();
  });

  it('compresses, counts and logs what it answers', async () => {
    const response = await fetch(`${compiled.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'br' },
      body: JSON.stringify({
        query: 'query Page { users(first: 40) { nodes { id title createdAt } } }',
        operationName: 'Page',
      }),
    });
    expect(response.headers.get('content-encoding')).toBe('br');
    expect(((await response.json()) as { data: { users: { nodes: object[] } } }).data.users.nodes).toHaveLength(40);
    expect(compiled.logs.at(-1)).toMatchObject({ operation: 'Page', status: 200 });
    const metrics = await (await fetch(`${compiled.url}metrics`)).text();
    expect(metrics).toMatch(/learnrec_graphql_operations_total\{outcome="ok"\} [1-9]/);
    expect(metrics).toMatch(/learnrec_graphql_root_field_seconds_count\{field="Query.users",outcome="ok"\} [1-9]/);
  });

  describe('begins', () => {
    const text = '{ user(id: "u1") { id } }';

    it('when a document has been executed often enough', () => {
      const hot = hotDocuments(3);
      for (const times of [1, 2, 3]) {
        expect([times, hot.get(text)]).toEqual([times, undefined]);
        hot.executed(text, parse(text));
      }
      expect(hot.get(text)).toBeDefined();
      expect(hot.get(`${text} `)).toBeUndefined();
    });

    it('never where it is switched off, and not for what the compiler does otherwise', () => {
      const off = hotDocuments(Infinity);
      off.executed(text, parse(text));
      off.keep(text);
      expect(off.get(text)).toBeUndefined();
      const hot = hotDocuments(0);
      for (const other of [
        '{ __schema { queryType { name } } }',
        'query ($a: Boolean!) { user(id: "u1") { id @include(if: $a) } }',
        'query A { __typename } query B { __typename }',
        'subscription { modelActivated { id } }',
        'query ($f: ContentFilter = { search: "x" }) { contents(filter: $f) { totalCount } }',
        '{ nothing }',
        '{',
        `{ ${Array.from({ length: 301 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
      ])
        expect([other, hot.get(other)]).toEqual([other, undefined]);
    });

    const NO_END: TimeBudget = { left: () => true, spend: (work) => work() };
    const wide = (n: number): string =>
      `{ ${Array.from({ length: 99 }, (_, i) => `a${n}_${i}: __typename`).join(' ')} }`;
    const execute = (hot: HotDocuments, text: string): void => hot.executed(text, parse(text));

    it('anew for what was forgotten, and never for what is trusted', () => {
      const hot = hotDocuments(1, NO_END);
      hot.keep('{ __typename }');
      // 100 places each, of 10,000.
      for (let n = 0; n <= 100; n++) execute(hot, wide(n));
      expect(hot.get(wide(0))).toBeUndefined();
      expect(hot.get(wide(1))).toBeDefined();
      expect(hot.get(wide(100))).toBeDefined();
      expect(hot.get('{ __typename }')).toBeDefined();
    });

    it('never for what is sent once or twice, which drives nothing out', () => {
      const hot = hotDocuments(3);
      for (let n = 0; n < 3; n++) execute(hot, text);
      for (let n = 0; n < 5000; n++) execute(hot, `{ a${n}: __typename }`);
      expect(hot.get('{ a4999: __typename }')).toBeUndefined();
      expect(hot.get(text)).toBeDefined();
    });

    it('only while there is time left for it', () => {
      let spent = 0;
      const budget: TimeBudget = { left: () => spent < 4, spend: (work) => (spent++, work()) };
      const hot = hotDocuments(2, budget);
      const texts = Array.from({ length: 10 }, (_, n) => `{ a${n}: __typename }`);
      for (let times = 0; times < 3; times++) for (const one of texts) execute(hot, one);
      expect(texts.filter((one) => hot.get(one))).toEqual(texts.slice(0, 4));
      spent = 0;
      execute(hot, texts[7]);
      expect(hot.get(texts[7])).toBeDefined();
    });
  });
});
