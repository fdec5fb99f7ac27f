import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FAKE_ADMIN_TOKEN, startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { waitFor } from '../../../support/wait-for.js';

/** Has the form of an API key, and is none. */
const KEY = `lrk_0123456789ab_${'s'.repeat(43)}`;
const JWT = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1MSJ9.${'t'.repeat(40)}`;

describe('a secret', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    // What is logged of a fault inside is the most that is logged.
    fake = await startFakeServer({ override: () => ({ recommendations: {} as never }) });
  });
  afterAll(() => fake.server.close());

  it.each([
    ['a token that is accepted', FAKE_ADMIN_TOKEN, { authorization: `Bearer ${FAKE_ADMIN_TOKEN}` }, ''],
    ['a key that is not', KEY, { authorization: `Bearer ${KEY}` }, ''],
    ['a JWT that is not', JWT, { authorization: `Bearer ${JWT}` }, ''],
    ['a token of another form', 'secret-password', { authorization: 'Basic secret-password' }, ''],
    ['a token in the address', KEY, {}, `?access_token=${KEY}`],
  ])('is in no answer and no line of the log: %s', async (_, secret, headers, search) => {
    const before = fake.logs.length;
    const response = await fetch(`${fake.url}graphql${search}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      body: JSON.stringify({ query: '{ recommendations(userId: "u1") { alpha } }' }),
    });
    const answer = `${await response.text()} ${JSON.stringify([...response.headers])}`;
    await waitFor(() => fake.logs.length > before);
    expect(answer).not.toContain(secret);
    expect(JSON.stringify(fake.logs)).not.toContain(secret);
  });

  it('gives nothing where it is in the address', async () => {
    const query = 'mutation { retrain { trainingJob { id } } }';
    for (const name of ['authorization', 'access_token', 'token']) {
      const response = await fetch(`${fake.url}graphql?${name}=${FAKE_ADMIN_TOKEN}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      expect([name, errors[0].extensions.code]).toEqual([name, 'UNAUTHENTICATED']);
    }
  });
});
