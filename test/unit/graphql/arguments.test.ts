import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

describe('arguments', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  const FIELDS = [
    (args: string) => `{ recommendations(userId: "u1", ${args}) { id } }`,
    (args: string) => `{ user(id: "u1") { recommendations(${args}) { id } } }`,
    (args: string) => `{ evaluation(${args}) { k } }`,
  ];

  it.each([
    ['k: 0', 'k', '0'],
    ['k: 101', 'k', '101'],
    ['k: -1', 'k', '-1'],
    ['alpha: -0.001', 'alpha', '-0.001'],
    ['alpha: 1.001', 'alpha', '1.001'],
    ['alpha: 1e300', 'alpha', '1e+300'],
  ])('%s is refused, naming %s and %s', async (args, name, value) => {
    for (const field of FIELDS) {
      const error = await fake.client.error(field(args));
      expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', details: { argument: name } });
      expect(error.message).toContain(`"${name}"`);
      expect(error.message).toContain(value);
    }
  });

  it.each(['k: 1', 'k: 100', 'alpha: 0', 'alpha: 1', 'alpha: null', 'k: 1, alpha: 0.5'])(
    '%s is accepted',
    async (args) => {
      for (const field of FIELDS) expect((await fake.client.send(field(args))).errors).toEqual([]);
    },
  );

  it.each([
    '{ users(first: FIRST) { totalCount } }',
    '{ contents(first: FIRST) { totalCount } }',
    '{ models(first: FIRST) { totalCount } }',
    '{ user(id: "u1") { engagements(first: FIRST) { totalCount } } }',
  ])('first is bounded in %s', async (query) => {
    for (const first of ['0', '101', '-5']) {
      const error = await fake.client.error(query.replace('FIRST', first));
      expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', details: { argument: 'first' } });
    }
    expect((await fake.client.send(query.replace('FIRST', '100'))).errors).toEqual([]);
  });

  it('bounds similar content and reasons', async () => {
    expect((await fake.client.error('{ similarContent(contentId: "c1", k: 101) { score } }')).message).toContain('"k"');
    expect((await fake.client.error('{ content(id: "c1") { similar(k: 0) { score } } }')).message).toContain('"k"');
    const reasons = '{ recommendations(userId: "u1", k: 1) { items { reasons(max: 101) { text } } } }';
    expect((await fake.client.error(reasons)).message).toContain('"max"');
  });

  it('bounds the rows of a mutation', async () => {
    const input = Array.from({ length: 10_001 }, (_, i) => ({ id: `n${i}` }));
    const query = 'mutation ($input: [UserInput!]!) { upsertUsers(input: $input) { users { id } } }';
    const error = await fake.admin.error(query, { input });
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toMatch(/"input".*10000.*10001/);
  });

  it('hands defaults to the services: k 10, no alpha', async () => {
    await fake.client.data('{ recommendations(userId: "u5") { id } }');
    expect(fake.calls.forUsers.at(-1)).toEqual({ userIds: ['u5'], k: 10, alpha: undefined });
  });

  it('takes numbers as ids and hands them on as strings', async () => {
    await fake.client.data('{ recommendations(userId: 7) { userId } }');
    expect(fake.calls.forUsers.at(-1)?.userIds).toEqual(['7']);
  });
});
