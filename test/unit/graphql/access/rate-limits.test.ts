import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createRateGate, type Asker, type Rates } from '../../../../src/graphql/access/rate-gate.js';
import type { Caller } from '../../../../src/graphql/auth.js';
import { memoryRateCounter } from '../../../../src/store/rate-counter.store.js';
import { startFakeServer, type FakeServer, type FakeServerOptions } from '../../../support/fake-server.js';
import { createGraphQLClient } from '../../../support/graphql-client.js';
import { createSubscriptionClient } from '../../../support/subscription-client.js';
import { waitFor } from '../../../support/wait-for.js';

const asker = (caller: Partial<Caller> | null, address = '192.0.2.1'): Asker => ({
  caller: caller && ({ identity: null, learnerId: null, ...caller } as Caller),
  address,
});
const gateOf = (rates: Partial<Rates>) =>
  createRateGate({ token: 0, learner: 0, address: 0, ...rates }, memoryRateCounter, pino({ level: 'silent' }));

describe('the gate of rates', () => {
  it('lets an asker have so many points in a minute and no more, and others theirs', async () => {
    const gate = gateOf({ address: 100 });
    await gate.charge(asker({}), 60);
    await gate.charge(asker({}), 40);
    expect(gate.refusalOf(asker({}))).toBeNull();
    const refusal = { code: 'RATE_LIMITED', details: { limit: 'rate.address', maximum: 100 } };
    await expect(gate.charge(asker({}), 1)).rejects.toMatchObject(refusal);
    const known = gate.refusalOf(asker({}))!;
    expect(known).toMatchObject(refusal);
    expect(known.details['retryAfterSeconds']).toBeGreaterThan(0);
    expect(known.details['retryAfterSeconds']).toBeLessThanOrEqual(60);
    await gate.charge(asker({}, '192.0.2.2'), 100);
  });

  it('counts tokens, learners and addresses apart', async () => {
    const gate = gateOf({ token: 10, learner: 20, address: 30 });
    await gate.charge(asker({ identity: 'key:a' }), 10);
    await gate.charge(asker({ identity: 'learner:u1', learnerId: 'u1' }), 20);
    await gate.charge(asker({}), 30);
    await expect(gate.charge(asker({ identity: 'key:a' }), 1)).rejects.toThrow('This token has used up its 10 points');
    await expect(gate.charge(asker({ identity: 'learner:u1', learnerId: 'u1' }), 1)).rejects.toThrow('20 points');
    await expect(gate.charge(asker({}), 1)).rejects.toThrow('This address has used up its 30 points');
    await gate.charge(asker({ identity: 'key:b' }), 10);
  });

  it('counts tokens that were refused by address, apart from what is open there', async () => {
    const gate = gateOf({ address: 10 });
    gate.noteRefusal(asker(null));
    gate.noteRefusal(asker(null));
    await waitFor(() => gate.refusalOf(asker(null)));
    expect(gate.refusalOf(asker({}))).toBeNull();
  });

  it('asks for nothing where there is no limit', () => {
    const gate = gateOf({});
    expect(gate.charge(asker({}), 1e9)).toBeUndefined();
    expect(gate.refusalOf(asker({}))).toBeNull();
  });
});

describe('limits of rate over HTTP and WebSocket', () => {
  let fake: FakeServer;
  const start = async (rates: Partial<Rates>, more: FakeServerOptions = {}): Promise<void> => {
    fake = await startFakeServer({ rates: { token: 0, learner: 0, address: 0, ...rates }, ...more });
  };
  afterEach(() => fake.server.close());

  it.each([
    ['an id that is none', { id: { no: 'id' } }],
    ['a variable that is missing', {}],
  ])('are charged once where the compiled path hands the request on: %s', async (_, variables) => {
    const taken: number[] = [];
    const rateCounter = () => ({
      add: async (_key: string, points: number) => (taken.push(points), 0),
    });
    await start({ address: 1_000_000 }, { compileAfter: 0, override: () => ({ rateCounter }) });
    const query = 'query ($id: ID!) { recommendations(userId: $id, k: 2) { alpha } }';
    // The cost of the document is known from now on, whatever the id.
    expect((await fake.client.send(query, { id: 'u1' })).status).toBe(200);
    expect((await fake.client.send(query, variables)).status).toBe(400);
    expect(await fake.client.send('{ __typename }')).toMatchObject({ status: 200 });
    expect(taken).toEqual([12, 12, 1]);
  });

  it('answer with what the operation costs, and with 429 and Retry-After when the minute is used up', async () => {
    await start({ address: 25 });
    const first = await fake.client.send('{ recommendations(userId: "u1", k: 2) { alpha } }');
    expect(JSON.parse(first.text)).toMatchObject({ extensions: { cost: { requested: 12, maximum: 20_000 } } });
    await fake.client.send('{ recommendations(userId: "u1", k: 3) { alpha } }');
    const served = fake.calls.forUsers.length;
    for (const { status, headers, errors, data } of [
      await fake.client.send('{ user(id: "u1") { id } }'),
      await fake.client.send('{ user(id: "u1") { id } }'),
    ]) {
      expect([status, errors[0]?.extensions.code, data]).toEqual([429, 'RATE_LIMITED', undefined]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(fake.calls.forUsers.length).toBe(served);
    // Who brings a token is counted by it.
    expect((await fake.admin.send('{ user(id: "u1") { id } }')).status).toBe(200);
  });

  it('count what is refused, of whatever kind, so that a flood of nonsense ends', async () => {
    await start({ address: 40 });
    const post = (body: string) =>
      fetch(new URL('graphql', fake.url), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const statuses: number[] = [];
    for (const body of ['{bad', '[1,2]', '{"query":"{ nobody }"}', '{"query":"{"}', '{}'])
      statuses.push((await post(body)).status);
    expect(statuses.every((status) => status === 400)).toBe(true);
    await waitFor(async () => (await post('{bad')).status === 429);
  });

  it('let no address try tokens without end', async () => {
    await start({ address: 30 });
    const stranger = createGraphQLClient(fake.url, 'wrong');
    for (let n = 0; n < 4; n++) expect((await stranger.send('{ __typename }')).status).toBe(401);
    await waitFor(async () => (await stranger.send('{ __typename }')).status === 429);
    expect((await fake.client.send('{ __typename }')).status).toBe(200);
  });

  it('count subscriptions too', async () => {
    await start({ address: 25 });
    const client = createSubscriptionClient(fake.url);
    const query = 'subscription { recommendationsChanged(userId: "u1", k: 2) { alpha } }';
    for (const [place, code] of [undefined, undefined, 'RATE_LIMITED'].entries()) {
      const one = client.subscribe(query);
      await waitFor(() => one.completed || one.errors[0]);
      expect([place, one.errors[0]?.extensions.code]).toEqual([place, code]);
    }
    await client.close();
  });

  it('leave the pages alone', async () => {
    await start({ address: 1 });
    await fake.client.send('{ user(id: "u1") { id } }');
    await waitFor(async () => (await fake.client.send('{ __typename }')).status === 429);
    expect((await fetch(new URL('healthz', fake.url))).status).toBe(200);
  });
});
