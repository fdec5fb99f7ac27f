import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import {
  FAKE_ADMIN_TOKEN,
  startFakeServer,
  type FakeServer,
  type FakeServerOptions,
} from '../../support/fake-server.js';
import { createSubscriptionClient, type SubscriptionClient } from '../../support/subscription-client.js';
import { waitFor } from '../../support/wait-for.js';

describe('subscriptions over WebSocket', () => {
  let server: FakeServer;
  const clients: SubscriptionClient[] = [];
  const start = async (options: FakeServerOptions = {}): Promise<void> => {
    server = await startFakeServer({ limits: { subscriptions: 2, connections: 2, complexity: 500 }, ...options });
  };
  beforeEach(() => start());
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
    await server.server.close();
  });
  const connect = (token?: string): SubscriptionClient => {
    const client = createSubscriptionClient(server.url, token);
    clients.push(client);
    return client;
  };
  /** A subscription that stays open. */
  const endless = (): FakeServerOptions => ({
    override: ({ subscriptions }) => ({
      subscriptions: {
        ...subscriptions,
        modelActivated: async () => {
          let end = (): void => undefined;
          const ended = new Promise<IteratorResult<never>>((resolve) => {
            end = () => resolve({ done: true, value: undefined });
          });
          const iterator: AsyncIterableIterator<never> = {
            next: () => ended,
            return: async () => {
              closed++;
              end();
              return { done: true, value: undefined };
            },
            [Symbol.asyncIterator]: () => iterator,
          };
          return iterator;
        },
      },
    }),
  });
  let closed = 0;

  it('sends values with what is selected below them, and completes', async () => {
    const subscription = connect().subscribe<{ recommendationsChanged: { items: { content: { id: string } }[] } }>(
      'subscription ($id: ID!) { recommendationsChanged(userId: $id, k: 3) { user { id } items { rank content { id } } } }',
      { id: 'u1' },
    );
    await waitFor(() => subscription.completed);
    expect(subscription.errors).toEqual([]);
    expect(subscription.values).toMatchObject([{ recommendationsChanged: { user: { id: 'u1' } } }]);
    expect(subscription.values[0]!.recommendationsChanged.items).toHaveLength(3);
  });

  it('refuses an unknown token with the code 4401', async () => {
    const client = connect('wrong');
    client.subscribe('subscription { modelActivated { id } }');
    expect(await waitFor(() => client.closed)).toMatchObject({ code: 4401, reason: 'The token is not known.' });
  });

  it('asks for the role of a subscription', async () => {
    await server.server.close();
    await start({ openRoles: [] });
    const query = 'subscription { modelActivated { id } }';
    const open = connect().subscribe(query);
    await waitFor(() => open.errors[0]);
    expect(open.errors[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    const admin = connect(FAKE_ADMIN_TOKEN).subscribe(query);
    await waitFor(() => admin.completed);
    expect(admin.values).toEqual([{ modelActivated: { id: '1' } }]);
  });

  it.each([
    ['subscription { modelActivated { nobody } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { modelActivated { id }', 'GRAPHQL_PARSE_FAILED'],
    ['{ model { id } }', 'BAD_USER_INPUT'],
    ['mutation { retrain { trainingJob { id } } }', 'BAD_USER_INPUT'],
    ['subscription { trainingProgress(jobId: "none") { id } }', 'NOT_FOUND'],
    [
      'subscription { recommendationsChanged(userId: "u1", k: 100) { items { rank score content { id title } } } }',
      'QUERY_TOO_COMPLEX',
    ],
  ])('refuses %j', async (query, code) => {
    const subscription = connect().subscribe(query);
    await waitFor(() => subscription.errors[0]);
    expect(subscription.values).toEqual([]);
    expect(subscription.errors).toMatchObject([{ extensions: { code } }]);
    expect(JSON.stringify(subscription.errors)).not.toMatch(/stack|node_modules/);
  });

  it('limits the subscriptions of a connection, and counts those that have ended no more', async () => {
    await server.server.close();
    await start(endless());
    const client = connect();
    const query = 'subscription { modelActivated { id } }';
    const [first] = [client.subscribe(query), client.subscribe(query)];
    const third = client.subscribe(query);
    await waitFor(() => third.errors[0]);
    expect(third.errors).toMatchObject([
      { extensions: { code: 'QUERY_TOO_COMPLEX', details: { limit: 'subscriptions', maximum: 2 } } },
    ]);
    closed = 0;
    first.stop();
    await waitFor(() => closed === 1);
    const fourth = client.subscribe('subscription { trainingProgress(jobId: "none") { id } }');
    await waitFor(() => fourth.errors[0]);
    expect(fourth.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('ends the subscriptions of a connection that is gone, and closes the others with 1001 when it stops', async () => {
    await server.server.close();
    await start(endless());
    closed = 0;
    const [leaving, staying] = [connect(), connect()];
    for (const client of [leaving, staying]) {
      client.subscribe('subscription { modelActivated { id } }');
      const probe = client.subscribe('subscription { trainingProgress(jobId: "none") { id } }');
      await waitFor(() => probe.errors[0]);
    }
    leaving.client.terminate();
    await waitFor(() => closed === 1);
    await server.server.close();
    expect(await waitFor(() => staying.closed)).toMatchObject({ code: 1001 });
    expect(closed).toBe(2);
  });

  it.each([
    ['of another site', 'graphql', { origin: 'https://elsewhere.example' }, 403],
    ['with an origin that is none', 'graphql', { origin: 'null' }, 403],
    ['at another path', 'other', {}, 404],
  ])('refuses a connection %s', async (_kind, path, headers, status) => {
    const socket = new WebSocket(new URL(path, server.url).href.replace(/^http/, 'ws'), 'graphql-transport-ws', {
      headers,
    });
    const answered = new Promise<number | undefined>((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => undefined);
    });
    expect(await answered).toBe(status);
    socket.terminate();
  });

  it('takes a page of its own site, and so many connections and no more', async () => {
    const open = (): Promise<WebSocket | number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(
          new URL('graphql', server.url).href.replace(/^http/, 'ws'),
          'graphql-transport-ws',
          {
            headers: { origin: new URL(server.url).origin },
          },
        );
        socket.on('open', () => resolve(socket));
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode!));
        socket.on('error', () => undefined);
      });
    const sockets = [await open(), await open(), await open()];
    expect(sockets[2]).toBe(503);
    for (const socket of sockets) if (socket instanceof WebSocket) socket.terminate();
  });

  it('are refused over HTTP, with where they go', async () => {
    for (let times = 0; times < 5; times++) {
      const { status, errors, data } = await server.client.send('subscription { modelActivated { id } }');
      expect([status, data]).toEqual([400, undefined]);
      expect(errors).toMatchObject([
        { message: expect.stringContaining('graphql-transport-ws'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    }
  });
});
