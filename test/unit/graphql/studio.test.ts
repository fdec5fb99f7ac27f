import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFakeServer, type FakeServer } from '../../support/fake-server.js';

describe('the files of the Studio', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, fake.url), { headers });

  it.each(['', 'explore', 'evaluate', 'insights', 'models', 'graphiql'])('are at /%s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<div id="root">');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('keep their policy when they have not changed, which browsers take over', async () => {
    const first = await get('');
    const again = await get('', { 'if-none-match': first.headers.get('etag')! });
    expect(again.status).toBe(304);
    for (const name of ['content-security-policy', 'cache-control', 'referrer-policy'])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
  });

  it('are kept for good by browsers where their name holds a hash, and not looked for elsewhere', async () => {
    const [asset] = /assets\/[\w.-]+\.js/.exec(await (await get('')).text())!;
    expect((await get(asset)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const lost = await get('assets/index-of-another-version.js');
    expect([lost.status, lost.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect((await get('elsewhere')).status).toBe(404);
  });
});
