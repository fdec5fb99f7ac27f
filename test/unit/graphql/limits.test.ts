import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { DEFAULT_LIMITS } from '../../../src/graphql/limits.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

const aliases = (count: number): string =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: recommendations(userId: "u1") { alpha }`).join(' ')} }`;

const nested = (levels: number): string => {
  let selection = 'id';
  for (let i = 0; i < levels; i++) selection = `similar(k: 1) { content { ${selection} } }`;
  return `{ content(id: "c1") { ${selection} } }`;
};

describe('limits', () => {
  let fake: FakeServer;
  let listsServed: () => number;

  beforeAll(async () => {
    fake = await startFakeServer();
    listsServed = () => fake.calls.forUsers.length + fake.calls.getContents.length + fake.calls.getUsers.length;
  });
  afterAll(() => fake.server.close());

  async function refused(query: string, variables?: Record<string, unknown>) {
    const before = listsServed();
    const { status, errors, data } = await fake.client.send(query, variables);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(listsServed()).toBe(before);
    return errors.map((error) => ({ message: error.message, ...error.extensions }));
  }

  it('refuses 1,000 aliases before anything runs', async () => {
    const [error] = await refused(aliases(1000));
    expect(error).toMatchObject({ code: 'QUERY_TOO_COMPLEX', details: { limit: 'tokens', maximum: 5000 } });
    expect(error!.message).toContain('5000');
  });

  it('refuses too many aliases and fields at the top, and says how many there were', async () => {
    const errors = await refused(aliases(60));
    expect(errors.map((error) => [error.code, error.details])).toEqual([
      ['QUERY_TOO_COMPLEX', { limit: 'rootFields', maximum: 20, asked: 60 }],
      ['QUERY_TOO_COMPLEX', { limit: 'aliases', maximum: 50, asked: 60 }],
    ]);
    expect(errors[1]!.message).toMatch(/60 aliases.*50/);
  });

  it('refuses nesting 30 deep', async () => {
    const [error] = await refused(nested(15));
    expect(error).toMatchObject({ code: 'QUERY_TOO_COMPLEX', details: { limit: 'depth', maximum: 12, asked: 32 } });
  });

  it('refuses fragments that multiply', async () => {
    const fragments = Array.from({ length: 40 }, (_, i) => `fragment f${i + 1} on Content { ...f${i} ...f${i} }`);
    const [error] = await refused(
      `{ content(id: "c1") { ...f40 } } fragment f0 on Content { id } ${fragments.join(' ')}`,
    );
    expect(error).toMatchObject({ code: 'QUERY_TOO_COMPLEX', details: { limit: 'fields', asked: 2 ** 40 + 1 } });
  });

  it('refuses a batch of 500', async () => {
    const response = await fetch(new URL('graphql', fake.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: 500 }, () => ({ query: '{ user(id: "u1") { id } }' }))),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX', details: { limit: 'batch', maximum: 1, asked: 500 } } }],
    });
  });

  it('refuses a body above one mebibyte', async () => {
    const { status, errors } = await fake.client.send('{ __typename }', { pad: 'x'.repeat(1024 * 1024) });
    expect(status).toBe(413);
    expect(errors[0]?.extensions).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      details: { limit: 'bodyBytes', maximum: 1_048_576 },
    });
  });

  it('lets the introspection of the playground pass', async () => {
    const query = getIntrospectionQuery({
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
    });
    expect((await fake.client.send(query)).errors).toEqual([]);
  });

  it.each([
    ['directives', `{ user(id: "u1") { id ${'@skip(if: false) '.repeat(51)} } }`, 51],
    [
      'directives',
      `query (${Array.from({ length: 51 }, (_, i) => `$v${i}: Int @a`).join(' ')}) { user(id: "u1") { id } }`,
      51,
    ],
    ['fragments', `{ ${'...f '.repeat(101)} } fragment f on Query { __typename }`, 101],
    ['nesting', `{ user(id: ${'['.repeat(70)}${']'.repeat(70)}) { id } }`, 72],
    ['nesting', '{a'.repeat(2000), 2000],
    ['nesting', '['.repeat(1_000_000), 1_000_000],
    [
      'introspection',
      `{ __schema { types { ${Array.from({ length: 40 }, (_, i) => `a${i}: fields { type { fields { name } } }`).join(' ')} } } }`,
      120 * 40 * (1 + 10 * (1 + 1 + 10)) + 1 + 1,
    ],
  ])('refuses too many %s in %.60s', async (limit, query, asked) => {
    const errors = await refused(query);
    const error = errors.find(({ details }) => details?.['limit'] === limit);
    expect(error).toMatchObject({ code: 'QUERY_TOO_COMPLEX', details: { limit, asked } });
  });

  it.each([
    ['of a known length', (body: string) => body],
    ['in pieces', (body: string) => new Blob([body]).stream()],
  ])('refuses JSON that is nested too deep, in a body %s', async (_, bodyOf) => {
    const response = await fetch(new URL('graphql', fake.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: bodyOf(`{"query":"{ __typename }","variables":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [
        { extensions: { code: 'QUERY_TOO_COMPLEX', details: { limit: 'nesting', maximum: 60, asked: 10_002 } } },
      ],
    });
  });

  it('lets a page of 100 learners with 10 recommendations each pass', async () => {
    const query =
      '{ users(first: 100) { nodes { id recommendations { items { rank score content { id title } } } } } }';
    expect((await fake.client.send(query)).errors).toEqual([]);
  });
});

describe('introspection', () => {
  const QUERY = '{ __schema { queryType { name } } }';

  it('can be kept for those who hold a role', async () => {
    const fake = await startFakeServer({ introspection: 'roles', openRoles: [] });
    expect(await fake.client.error(QUERY)).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    expect((await fake.admin.send(QUERY)).errors).toEqual([]);
    expect((await fake.client.send('{ __typename }')).errors).toEqual([]);
    await fake.server.close();
  });

  it('can be switched off, and then errors suggest no names either', async () => {
    const fake = await startFakeServer({ introspection: 'off' });
    for (const query of [
      QUERY,
      '{ __type(name: "User") { name } }',
      '{ ...f } fragment f on Query { a: __schema { __typename } }',
    ])
      expect(await fake.admin.error(query)).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect((await fake.client.error('{ usr(id: "u1") { id } }')).message).toBe(
      'Cannot query field "usr" on type "Query".',
    );
    await fake.server.close();
  });

  it('is open by default, with suggestions', async () => {
    const fake = await startFakeServer();
    expect((await fake.client.error('{ usr(id: "u1") { id } }')).message).toContain('Did you mean');
    await fake.server.close();
  });
});

describe('batches', () => {
  const send = (url: string, count: number, query = '{ user(id: "u1") { id } }') =>
    fetch(new URL('graphql', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Array.from({ length: count }, () => ({ query }))),
    });

  it('are answered up to a size that can be set, and each operation has the limits of one', async () => {
    const fake = await startFakeServer({ limits: { batch: 3 } });
    const answers = (await (await send(fake.url, 3)).json()) as unknown[];
    expect(answers).toHaveLength(3);
    expect(answers[2]).toMatchObject({ data: { user: { id: 'u1' } }, extensions: { cost: { requested: 2 } } });
    expect((await send(fake.url, 4)).status).toBe(400);
    const deep = await send(fake.url, 2, nested(15));
    expect(await deep.json()).toMatchObject({ errors: [{ extensions: { details: { limit: 'depth' } } }] });
    await fake.server.close();
  });
});

describe('complexity', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer({ limits: { complexity: 1 } });
  });
  afterAll(() => fake.server.close());

  /** With a maximum of 1, the error tells the cost of anything. */
  async function costOf(query: string, variables?: Record<string, unknown>): Promise<unknown> {
    const error = await fake.client.error(query, variables);
    expect(error.extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect(error.message).toContain(String(error.extensions.details?.['asked']));
    return error.extensions.details?.['asked'];
  }

  it.each([
    ['{ user(id: "u1") { id title } }', 1 + 2],
    ['{ recommendations(userId: "u1") { alpha } }', 10 + 10 * 1],
    ['{ recommendations(userId: "u1", k: 7) { items { rank score } } }', 10 + 7 * 3],
    ['{ recommendations(userId: "u1", k: 2) { items { reasons(max: 4) { text share } } } }', 10 + 2 * (1 + 4 * 2)],
    ['{ users(first: 5) { nodes { id engagements(first: 3) { totalCount } } } }', 5 * (1 + 1 + 3 * 1)],
    ['{ content(id: "c1") { similar(k: 6) { score } } }', 1 + 10 + 6],
    ['{ evaluation(sampleSize: 300) { k } }', 300 + 1],
    ['{ evaluation(sampleSize: 0) { k } }', 10_000 + 1],
    ['{ evaluation(sampleSize: 2000000000) { k } }', 10_000 + 1],
  ])('%s costs %d', async (query, cost) => {
    expect(await costOf(query)).toBe(cost);
  });

  it('reads lengths from variables', async () => {
    expect(await costOf('query ($k: Int!) { recommendations(userId: "u1", k: $k) { alpha } }', { k: 90 })).toBe(100);
  });

  it('is never lowered by a length out of range', async () => {
    const negative = '{ bad: recommendations(userId: "u1", k: -1000000) { alpha } user(id: "u1") { id } }';
    expect(await costOf(negative)).toBe(10 + 1 + 2);
  });

  it('counts the operation that is to run, not the others', async () => {
    const response = await fetch(new URL('graphql', fake.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query A { __typename } query B { user(id: "u1") { id } }', operationName: 'A' }),
    });
    expect(await response.json()).toEqual({
      data: { __typename: 'Query' },
      extensions: { cost: { requested: 1, maximum: 1 } },
    });
  });

  it('has a default that bounds a page of learners with long lists', () => {
    expect(DEFAULT_LIMITS.complexity).toBe(20_000);
  });
});
