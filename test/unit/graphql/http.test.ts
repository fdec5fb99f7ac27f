import { createServer as createHttpServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createServer } from '../../../src/graphql/server.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';
import { createFakeServices } from '../../support/fake-services.js';

describe('the HTTP server', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, fake.url), { headers, redirect: 'manual' });

  it.each(['/', '/explore', '/evaluate', '/insights', '/models', '/graphiql'])(
    'serves the Studio at %s',
    async (path) => {
      const response = await get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html;charset=utf-8']);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; connect-src 'self'");
      expect(await response.text()).toContain('<title>LearnRec Studio</title>');
    },
  );

  it('lets browsers keep the assets of the Studio, and finds nothing where there is none', async () => {
    const [asset] = /assets\/index-[\w-]+\.js/.exec(await (await get('/')).text())!;
    const script = await get(`/${asset}`, { 'accept-encoding': 'gzip' });
    expect([script.status, script.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/assets/other.js', '/assets/..%2f..%2fpackage.json', '/index.html', '/assets/']) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
  });

  it('is alive and ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready', database: true, model: '1' });
  });

  const none = async () => ({ database: true, model: null, missing: 'Train one.' });
  const noModel = { status: 'no model', database: true, model: null, message: 'Train one.' };
  const unavailable = { status: 'unavailable', database: false };
  it.each([
    ['not without a model, and says what to do', none, {}, 503, noModel],
    ['without a model where that is declared', none, { readyWithoutModel: true }, 200, { ...noModel, status: 'ready' }],
    ['not without a database', async () => ({ database: false, model: '1', missing: null }), {}, 503, unavailable],
    ['not when the check fails', () => Promise.reject(new Error('lost')), {}, 503, { ...unavailable, model: null }],
  ])('is ready %s', async (_, check, config, status, body) => {
    const other = await startFakeServer({ ...config, override: ({ health }) => ({ health: { ...health, check } }) });
    const ready = await fetch(new URL('readyz', other.url));
    const alive = await fetch(new URL('healthz', other.url));
    await other.server.close();
    expect([ready.status, alive.status]).toEqual([status, 200]);
    expect(await ready.json()).toMatchObject(body);
  });

  it('answers GET with a query over HTTP, and not with a mutation', async () => {
    const headers = { 'content-type': 'application/json' };
    const query = await get('/graphql?query=%7Buser(id%3A%22u1%22)%7Bid%7D%7D', headers);
    expect(await query.json()).toMatchObject({ data: { user: { id: 'u1' } } });
    const mutation = await get(
      `/graphql?query=${encodeURIComponent('mutation { upsertUsers(input: []) { users { id } } }')}`,
      headers,
    );
    expect(mutation.status).toBe(405);
  });

  it.each([
    ['a plain GET', 'GET', {}],
    ['a form post', 'POST', { 'content-type': 'text/plain' }],
  ])('refuses %s that another site could send', async (_, method, headers) => {
    const url = new URL(`graphql?query=${encodeURIComponent('{ __typename }')}`, fake.url);
    const response = await fetch(url, {
      method,
      headers,
      ...(method === 'POST' && { body: '{"query":"{ __typename }"}' }),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('CSRF');
  });

  it('answers with application/graphql-response+json where that is accepted', async () => {
    const response = await get('/graphql?query=%7B__typename%7D', {
      accept: 'application/graphql-response+json',
      'content-type': 'application/json',
    });
    expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
  });

  it('answers broken JSON and unknown paths in the form of GraphQL errors', async () => {
    const broken = await fetch(new URL('graphql', fake.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{bad',
    });
    expect([broken.status, (await broken.json()) as unknown]).toEqual([
      400,
      { errors: [{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }] },
    ]);
    const lost = await get('/lost');
    expect([lost.status, ((await lost.json()) as { errors: unknown[] }).errors]).toEqual([
      404,
      [{ message: 'There is nothing at /lost.', extensions: { code: 'NOT_FOUND' } }],
    ]);
  });

  it('does not tell what it is built with', async () => {
    expect((await get('/healthz')).headers.get('x-powered-by')).toBeNull();
  });

  it('lets open requests end when it closes, and takes no new ones', async () => {
    let release = (): void => undefined;
    let entered = (): void => undefined;
    const inside = new Promise<void>((resolve) => (entered = resolve));
    const other = await startFakeServer({
      override: (services) => ({
        users: {
          ...services.users,
          getMany: async (ids) => {
            entered();
            await new Promise<void>((resolve) => (release = resolve));
            return services.users.getMany(ids);
          },
        },
      }),
    });
    const open = other.client.data('{ user(id: "u1") { id } }');
    await inside;
    const closing = other.server.close();
    setTimeout(() => release(), 50);
    expect(await open).toEqual({ user: { id: 'u1' } });
    await closing;
    await other.server.close();
    await expect(fetch(new URL('healthz', other.url))).rejects.toThrow();
  });

  it('says which port is taken', async () => {
    const taken = createHttpServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const server = await createServer({
      services: createFakeServices().services,
      config: { adminToken: 't', openRoles: new Set(), production: true },
      logger: pino({ level: 'silent' }),
    });
    await expect(server.listen(port, '127.0.0.1')).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining(`port ${port} is taken`),
    });
    await server.close();
    taken.close();
  });
});

describe('answers over HTTP', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  const LONG = '{ users(first: 40) { nodes { id title department createdAt } } }';
  const SHORT = '{ user(id: "u1") { id } }';

  /** As it comes over the wire: fetch would decompress it. */
  const raw = (query: string, headers: Record<string, string>, method = 'POST') =>
    new Promise<{ headers: IncomingHttpHeaders; status: number; body: Buffer }>((resolve, reject) => {
      const url = new URL('graphql', fake.url);
      if (method === 'GET') url.searchParams.set('query', query);
      const sent = request(url, { method, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ headers: response.headers, status: response.statusCode ?? 0, body: Buffer.concat(chunks) }),
        );
      });
      sent.on('error', reject);
      sent.end(method === 'POST' ? JSON.stringify({ query }) : undefined);
    });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('are compressed by %s', async (encoding, decompress) => {
    const plain = await raw(LONG, {});
    expect(plain.headers['content-encoding']).toBeUndefined();
    const small = await raw(LONG, { 'accept-encoding': encoding });
    expect(small.headers['content-encoding']).toBe(encoding);
    expect(small.headers['vary']).toMatch(/accept-encoding/i);
    expect(small.body.length).toBeLessThan(plain.body.length / 3);
    expect(JSON.parse(decompress(small.body).toString())).toEqual(JSON.parse(plain.body.toString()));
  });

  it('are compressed by Brotli where the client takes both, and not at all below a kibibyte', async () => {
    expect((await raw(LONG, { 'accept-encoding': 'gzip, br' })).headers['content-encoding']).toBe('br');
    expect((await raw(SHORT, { 'accept-encoding': 'gzip, br' })).headers['content-encoding']).toBeUndefined();
  });

  it('can be kept by the client that asked by GET, which then asks whether they still hold', async () => {
    const first = await raw(LONG, {}, 'GET');
    expect([first.status, first.headers['cache-control']]).toEqual([200, 'private, no-cache']);
    expect(first.headers['vary']).toMatch(/Authorization/);
    const again = await raw(LONG, { 'if-none-match': first.headers.etag! }, 'GET');
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const other = await raw(SHORT, { 'if-none-match': first.headers.etag! }, 'GET');
    expect(other.status).toBe(200);
  });

  it('cannot be kept where they came by POST or hold errors', async () => {
    expect((await raw(LONG, {})).headers['cache-control']).toBe('no-store');
    const failed = await raw('{ similarContent(contentId: "none") { score } }', {}, 'GET');
    expect([failed.status, failed.headers['cache-control']]).toEqual([200, 'no-store']);
  });

  it('come for bodies that are compressed or in pieces too', async () => {
    const body = gzipSync(JSON.stringify({ query: SHORT }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await fetch(`${fake.url}graphql`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ data: { user: { id: 'u1' } } });
    const pieces = await fetch(`${fake.url}graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([JSON.stringify({ query: SHORT })]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(await pieces.json()).toMatchObject({ data: { user: { id: 'u1' } } });
  });
});
