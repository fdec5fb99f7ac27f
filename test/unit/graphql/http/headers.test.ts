import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { waitFor } from '../../../support/wait-for.js';
import { WebSocket } from 'ws';

const FRIEND = 'https://learn.example';
const STRANGER = 'https://elsewhere.example';

describe('what browsers are told', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer({ corsOrigins: [FRIEND], limits: { uploadSeconds: 1 } });
  });
  afterAll(() => fake.server.close());

  const ask = (headers: Record<string, string>, method = 'POST') =>
    fetch(new URL('graphql', fake.url), {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && { body: JSON.stringify({ query: '{ user(id: "u1") { id } }' }) }),
    });

  it.each(['healthz', 'graphql?query={__typename}', 'lost', 'metrics'])(
    'at /%s: no framing, no guessing',
    async (path) => {
      const { headers } = await fetch(new URL(path, fake.url), { headers: { 'content-type': 'application/json' } });
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
      });
      expect(headers.has('x-powered-by')).toBe(false);
    },
  );

  it('pages of allowed origins may ask, others may not', async () => {
    const friend = await ask({ origin: FRIEND });
    expect([friend.status, friend.headers.get('access-control-allow-origin')]).toEqual([200, FRIEND]);
    expect(friend.headers.get('vary')).toContain('Origin');
    expect((await ask({ origin: STRANGER })).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('preflights are answered for allowed origins, without cookies', async () => {
    const preflight = (origin: string) =>
      ask(
        { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
        'OPTIONS',
      );
    const friend = await preflight(FRIEND);
    expect([friend.status, friend.headers.get('access-control-allow-origin')]).toEqual([204, FRIEND]);
    expect(friend.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(friend.headers.has('access-control-allow-credentials')).toBe(false);
    expect((await preflight(STRANGER)).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('a refused request says why to allowed origins', async () => {
    const refused = await ask({ origin: FRIEND, authorization: 'Bearer wrong' });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(refused.headers.get('access-control-allow-origin')).toBe(FRIEND);
  });

  it('without an allow list nobody else may ask', async () => {
    const alone = await startFakeServer();
    const response = await fetch(new URL('graphql', alone.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: FRIEND },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
    await alone.server.close();
  });

  it('WebSockets are opened from allowed origins', async () => {
    const open = (origin: string): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(new URL('graphql', fake.url).href.replace(/^http/, 'ws'), 'graphql-transport-ws', {
          headers: { origin },
        });
        socket.on('open', () => (socket.terminate(), resolve(101)));
        socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode!));
        socket.on('error', () => undefined);
      });
    expect([await open(FRIEND), await open(STRANGER)]).toEqual([101, 403]);
  });
});

describe('what is no HTTP', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer({ limits: { uploadSeconds: 1, connectionsPerAddress: 2, messages: 5 } });
  });
  afterAll(() => fake.server.close());

  /** What comes back for raw bytes, until the service closes the connection. */
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(fake.url).port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  const parsed = (answer: string) => ({
    status: Number(answer.slice(answer.lastIndexOf('HTTP/1.1 ') + 9).slice(0, 3)),
    body: JSON.parse(answer.slice(answer.lastIndexOf('\r\n\r\n') + 4)) as unknown,
  });

  it.each([
    ['no request', 'nonsense\r\n\r\n', 400],
    ['headers without end', `GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'a body that never comes',
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{',
      408,
    ],
    ['a second request that is none', 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nnonsense\r\n\r\n', 400],
    ['headers that never end', 'GET /healthz HTTP/1.1\r\nhost: x\r\n', 408],
  ])('%s is answered by an error in JSON', async (_, text, status) => {
    expect(parsed(await raw(text))).toEqual({
      status,
      body: { errors: [{ message: expect.any(String), extensions: { code: 'BAD_USER_INPUT' } }] },
    });
  });

  it.each(['//', '/%', 'http://[', '*'])('an upgrade of %j does no harm', async (target) => {
    const answer = await raw(
      `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    expect(Number(answer.slice(9, 12))).toBeGreaterThanOrEqual(400);
    expect((await fetch(new URL('healthz', fake.url))).status).toBe(200);
  });

  it('an address has so many WebSockets and no more, and gets one back when one ends', async () => {
    const open = (): Promise<WebSocket | number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(new URL('graphql', fake.url).href.replace(/^http/, 'ws'), 'graphql-transport-ws');
        socket.on('open', () => resolve(socket));
        socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode!));
        socket.on('error', () => undefined);
      });
    const [one, two, three] = [await open(), await open(), await open()];
    expect(three).toBe(429);
    (one as WebSocket).terminate();
    await waitFor(async () => {
      const again = await open();
      return again instanceof WebSocket && (again.terminate(), true);
    });
    (two as WebSocket).terminate();
  });

  it('a connection may not send messages without end', async () => {
    const socket = new WebSocket(new URL('graphql', fake.url).href.replace(/^http/, 'ws'), 'graphql-transport-ws');
    let code = 0;
    socket.on('close', (closed) => (code = closed));
    socket.on('open', () => {
      socket.send('{"type":"connection_init"}');
      for (let n = 0; n < 10; n++) socket.send('{"type":"ping"}');
    });
    await waitFor(() => code);
    expect(code).toBe(4429);
  });
});
