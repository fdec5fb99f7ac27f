import { afterEach, describe, expect, it } from '@jest/globals';
import {
  FAKE_ADMIN_TOKEN,
  startFakeServer,
  type FakeServer,
  type FakeServerOptions,
} from '../../support/fake-server.js';
import { waitFor } from '../../support/wait-for.js';

describe('/metrics', () => {
  let server: FakeServer | undefined;
  afterEach(() => server?.server.close());
  const start = async (options: FakeServerOptions = {}): Promise<FakeServer> =>
    (server = await startFakeServer(options));

  const get = (token?: string): Promise<Response> =>
    fetch(new URL('metrics', server!.url), {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });

  /** Values by name and labels, as Prometheus would read them. */
  async function scrape(): Promise<Map<string, number>> {
    const text = await (await get()).text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );
  }

  it('counts requests, operations and fields at the top', async () => {
    const { client } = await start();
    await client.data('{ one: model { id } two: model { id } recommendations(userId: "u1") { items { score } } }');
    await client.error('{ similarContent(contentId: "c999") { score } }');
    await client.error('{ nobody }');
    await fetch(new URL('made/up/path', server!.url));
    const values = await waitFor(async () => {
      const now = await scrape();
      return now.has('learnrec_http_request_seconds_count{method="GET",path="other",status="404"}') ? now : null;
    });
    const expected = {
      'learnrec_graphql_operations_total{outcome="ok"}': 1,
      'learnrec_graphql_operations_total{outcome="error"}': 1,
      'learnrec_graphql_operations_total{outcome="refused"}': 1,
      'learnrec_graphql_root_field_seconds_count{field="Query.model",outcome="ok"}': 2,
      'learnrec_graphql_root_field_seconds_count{field="Query.recommendations",outcome="ok"}': 1,
      'learnrec_graphql_root_field_seconds_count{field="Query.similarContent",outcome="error"}': 1,
      'learnrec_http_request_seconds_count{method="POST",path="/graphql",status="200"}': 2,
      'learnrec_http_request_seconds_count{method="POST",path="/graphql",status="400"}': 1,
      'learnrec_http_request_seconds_count{method="GET",path="other",status="404"}': 1,
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, values.get(name)]))).toEqual(expected);
    expect(
      [...values.keys()].some((name) => name.startsWith('learnrec_graphql_root_field') && name.includes('items')),
    ).toBe(false);
  });

  it('times resolvers below the top, those alone that wait', async () => {
    const { client } = await start();
    await client.data('{ users(first: 2) { nodes { id recommendations { items { score content { id } } } } } }');
    const values = await scrape();
    const counts = [...values].filter(([name]) => name.startsWith('learnrec_graphql_resolver_seconds_count'));
    expect(counts).toEqual([['learnrec_graphql_resolver_seconds_count{field="User.recommendations",outcome="ok"}', 2]]);
  });

  it('tells how the service stands', async () => {
    await start();
    const values = await scrape();
    expect(
      Object.fromEntries([...values].filter(([name]) => /^learnrec_(?!http|graphql|model_age)/.test(name))),
    ).toEqual({
      learnrec_database_up: 1,
      'learnrec_lists{state="dropped"}': 1,
      'learnrec_lists{state="stored"}': 7,
      'learnrec_lists{state="waiting"}': 2,
      'learnrec_training_jobs{status="QUEUED"}': 1,
      'learnrec_training_jobs{status="RUNNING"}': 0,
      'learnrec_training_jobs{status="SUCCEEDED"}': 5,
      'learnrec_training_jobs{status="FAILED"}': 2,
      'learnrec_training_jobs{status="CANCELLED"}': 0,
      learnrec_queue_length: 3,
      learnrec_last_training_seconds: 12.5,
      learnrec_last_training_timestamp_seconds: Date.UTC(2025, 0, 1) / 1000,
      learnrec_model_ready: 1,
      learnrec_model_version: 1,
      learnrec_catalogue_items: 30,
      'learnrec_database_connections{state="total"}': 5,
      'learnrec_database_connections{state="idle"}': 4,
      'learnrec_database_connections{state="waiting"}': 0,
      learnrec_websocket_connections: 0,
      learnrec_subscriptions: 0,
    });
    expect(values.get('learnrec_model_age_seconds')).toBeGreaterThan(0);
    expect([...values.keys()]).toEqual(expect.arrayContaining(['nodejs_eventloop_lag_p99_seconds']));
  });

  it('leaves out what it cannot know, and still answers', async () => {
    await start({
      override: ({ health }) => ({
        health: {
          ...health,
          figures: async () => ({ ...(await health.figures()), stored: null, model: null }),
        },
      }),
    });
    const values = await scrape();
    expect([values.get('learnrec_database_up'), values.get('learnrec_model_ready')]).toEqual([0, 0]);
    for (const name of ['queue_length', 'model_version', 'model_age_seconds', 'last_training_seconds'])
      expect(values.has(`learnrec_${name}`)).toBe(false);
  });

  it('is for the admin alone, or for nobody, where that is set', async () => {
    await start({ metrics: 'admin' });
    expect((await get()).status).toBe(401);
    expect((await get('wrong')).status).toBe(401);
    expect((await get(FAKE_ADMIN_TOKEN)).status).toBe(200);
    await server!.server.close();
    await start({ metrics: 'off' });
    expect((await get(FAKE_ADMIN_TOKEN)).status).toBe(404);
  });
});

describe('the log of requests', () => {
  it('has a line per request with its id, and nothing that was sent', async () => {
    const server = await startFakeServer();
    const response = await fetch(new URL('graphql', server.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'mine-1',
        authorization: `Bearer ${FAKE_ADMIN_TOKEN}`,
      },
      body: JSON.stringify({
        operationName: 'Mine',
        query: 'query Mine($id: ID!) { user(id: $id) { id } }',
        variables: { id: 'secret-learner' },
      }),
    });
    expect(response.status).toBe(200);
    await fetch(new URL('healthz', server.url));
    const lines = await waitFor(() => {
      const found = server.logs.filter(({ msg }) => msg === 'request');
      return found.length > 0 ? found : null;
    });
    await server.server.close();
    expect(lines).toEqual([
      expect.objectContaining({
        requestId: 'mine-1',
        method: 'POST',
        path: '/graphql',
        operation: 'Mine',
        status: 200,
        ms: expect.any(Number),
      }),
    ]);
    expect(JSON.stringify(server.logs)).not.toMatch(new RegExp(`secret-learner|${FAKE_ADMIN_TOKEN}`));
  });
});
