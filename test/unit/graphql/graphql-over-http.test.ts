import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

/**
 * The audits of the GraphQL over HTTP specification, all of its MUSTs, SHOULDs and MAYs. Requests by GET carry the header that
 * tells them from what a page of another site could send.
 */
describe('GraphQL over HTTP', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  const fetchFn: typeof fetch = (input, init = {}) =>
    fetch(input, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        ...(!init.body && { 'apollo-require-preflight': 'yes' }),
      },
    });
  const audits = serverAudits({ url: () => `${fake.url}graphql`, fetchFn });

  it('has audits of every kind', () => {
    expect([...new Set(audits.map(({ name }) => name.split(' ')[0]))].sort()).toEqual(['MAY', 'MUST', 'SHOULD']);
    expect(audits.length).toBeGreaterThan(55);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
  });

  describe('statuses of refused requests', () => {
    const ask = async (query: string, accept?: string) => {
      const response = await fetch(`${fake.url}graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(accept && { accept }) },
        body: JSON.stringify({ query }),
      });
      return [response.status, response.headers.get('content-type')];
    };
    it.each([
      ['a client that names nothing is told by the status', undefined, 400, 'application/json; charset=utf-8'],
      ['one of before the specification is not', 'application/json', 200, 'application/json; charset=utf-8'],
      [
        'one that knows both gets the type it prefers',
        'application/graphql-response+json, application/json;q=0.9',
        400,
        'application/graphql-response+json; charset=utf-8',
      ],
    ])('%s', async (_, accept, status, type) => {
      expect(await ask('{ nothing }', accept)).toEqual([status, type]);
      expect(await ask('{ broken', accept)).toEqual([status, type]);
      expect(await ask('{ recommendations(userId: "u1", k: 9999999) { items { rank } } }', accept)).toEqual([
        status,
        type,
      ]);
    });

    it('refuses what nothing of ours can be sent as, before anything runs', async () => {
      const calls = fake.calls.getUsers.length;
      expect((await ask('{ user(id: "u1") { id } }', 'image/png'))[0]).toBe(406);
      expect(fake.calls.getUsers.length).toBe(calls);
    });
  });
});
