import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../src/errors.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

const SECRET = 'password of the database';

async function serverWhereUsersFail(error: () => unknown, production = true): Promise<FakeServer> {
  return startFakeServer({
    production,
    override: (services) => ({ users: { ...services.users, getMany: () => Promise.reject(error()) } }),
  });
}

describe('a fault of the service', () => {
  it('is shown as INTERNAL with the request id under which it is logged, and nothing else', async () => {
    const fake = await serverWhereUsersFail(() => new TypeError(SECRET));
    const { status, text, errors, data, headers } = await fake.client.send('{ user(id: "u1") { id } model { id } }');
    await fake.server.close();
    expect(status).toBe(200);
    expect(data).toEqual({ user: null, model: { id: '1' } });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ path: ['user'], extensions: { code: 'INTERNAL' } });
    const requestId = errors[0]!.extensions['requestId'];
    expect(requestId).toBe(headers.get('x-request-id'));
    expect(fake.logs).toContainEqual(
      expect.objectContaining({ requestId, err: expect.objectContaining({ message: SECRET }) }),
    );
    expect(text).not.toContain(SECRET);
    expect(text).not.toMatch(/stack|\.ts:|\.js:|node_modules/);
  });

  it('says what went wrong outside of production, without a stack', async () => {
    const fake = await serverWhereUsersFail(() => new TypeError('column is missing'), false);
    const { text, errors } = await fake.client.send('{ user(id: "u1") { id } }');
    await fake.server.close();
    expect(errors[0]?.message).toContain('column is missing');
    expect(text).not.toMatch(/stack|\.ts:|\.js:/);
  });

  it.each(['INTERNAL', 'CONFIGURATION'] as const)('hides what a DomainError %s says', async (code) => {
    const fake = await serverWhereUsersFail(() => new DomainError(code, SECRET));
    const { text, errors } = await fake.client.send('{ user(id: "u1") { id } }');
    await fake.server.close();
    expect(errors[0]?.extensions.code).toBe('INTERNAL');
    expect(text).not.toContain(SECRET);
  });

  it('is one too when a field that cannot be null is', async () => {
    const fake = await startFakeServer({
      override: (services) => ({ contents: { ...services.contents, getMany: async (ids) => ids.map(() => null) } }),
    });
    const error = await fake.client.error('{ user(id: "u1") { engagements(first: 1) { nodes { content { id } } } } }');
    await fake.server.close();
    expect(error.extensions.code).toBe('INTERNAL');
  });

  it('takes the request id of the caller', async () => {
    const fake = await startFakeServer();
    const headers = { 'content-type': 'application/json', 'x-request-id': 'trace-7' };
    const body = JSON.stringify({ query: '{ __typename }' });
    const response = await fetch(new URL('graphql', fake.url), { method: 'POST', headers, body });
    const odd = await fetch(new URL('healthz', fake.url), { headers: { 'x-request-id': 'a b"c' } });
    await fake.server.close();
    expect(response.headers.get('x-request-id')).toBe('trace-7');
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a DomainError', () => {
  it('keeps code, message, path and details', async () => {
    const fake = await serverWhereUsersFail(
      () => new DomainError('DATABASE_UNAVAILABLE', 'Start Postgres.', { retry: true }),
    );
    const error = await fake.client.error('{ user(id: "u1") { id } }');
    await fake.server.close();
    expect(error).toMatchObject({
      message: 'Start Postgres.',
      path: ['user'],
      extensions: { code: 'DATABASE_UNAVAILABLE', details: { retry: true } },
    });
    expect(fake.logs.filter((line) => line['msg'] === 'GraphQL field failed')).toEqual([]);
  });

  it('is MODEL_NOT_READY where no model is active, for every field that needs one', async () => {
    const fake = await startFakeServer({ model: false });
    const query = `{
      recommendations(userId: "u1") { id }
      similarContent(contentId: "c1") { score }
      evaluation { k }
      model { id }
      user(id: "u1") { id recommendations { id } }
    }`;
    const { data, errors } = await fake.client.send(query);
    await fake.server.close();
    expect(errors.map((error) => [error.path?.join('.'), error.extensions.code]).sort()).toEqual([
      ['evaluation', 'MODEL_NOT_READY'],
      ['recommendations', 'MODEL_NOT_READY'],
      ['similarContent', 'MODEL_NOT_READY'],
      ['user.recommendations', 'MODEL_NOT_READY'],
    ]);
    expect(data).toEqual({
      recommendations: null,
      similarContent: null,
      evaluation: null,
      model: null,
      user: { id: 'u1', recommendations: null },
    });
  });
});

describe('a wrong request', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  it.each([
    ['{ user(id: "u1" { id } }', 'GRAPHQL_PARSE_FAILED'],
    ['{ nobody }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ user { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
    ['', 'BAD_REQUEST'],
  ])('%j keeps the code %s', async (query, code) => {
    const { status, errors } = await fake.client.send(query);
    expect([status, errors[0]?.extensions.code]).toEqual([400, code]);
  });

  const ROW = 'userId: "u1", contentId: "c1"';
  it.each([
    ['{ recommendations(userId: "u1", k: 2147483648) { id } }', 'k'],
    ['{ recommendations(userId: "u1", k: 1e24) { id } }', 'k'],
    ['{ recommendations(userId: "u1", alpha: "high") { id } }', 'alpha'],
    ['{ users(filter: { seniorityLevel: BOSS }) { totalCount } }', 'seniorityLevel'],
    [
      `mutation { recordEngagements(input: [{ ${ROW} }, { ${ROW}, durationSeconds: "NaN" }]) { recorded } }`,
      'durationSeconds',
    ],
    [`mutation { recordEngagements(input: [{ ${ROW}, timestamp: "yesterday" }]) { recorded } }`, 'timestamp'],
  ])('%s is BAD_USER_INPUT and names %s', async (query, name) => {
    const error = await fake.client.error(query);
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(`"${name}"`);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['query ($k: Int!) { recommendations(userId: "u1", k: $k) { id } }', { k: 1e24 }, 'k'],
    ['query ($k: Int!) { recommendations(userId: "u1", k: $k) { id } }', {}, 'k'],
    ['query ($k: Int) { recommendations(userId: "u1", k: $k) { id } }', { k: null }, 'k'],
    [
      'mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded } }',
      { input: [{ userId: 'u1', contentId: 'c1', durationSeconds: 'NaN' }] },
      'input[0].durationSeconds',
    ],
    [
      'mutation ($input: [UserInput!]!) { upsertUsers(input: $input) { userErrors { code } } }',
      { input: [{ id: 'u1', learningStyle: 'OSMOSIS' }] },
      'input[0].learningStyle',
    ],
  ])('%s with %j is BAD_USER_INPUT and names %s', async (query, variables, name) => {
    const { status, errors } = await fake.client.send(query, variables);
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(errors[0]?.message).toContain(name);
  });
});
