import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLSchema, parse, specifiedRules, validate } from 'graphql';
import { DEFAULT_LIMITS, limitRule } from '../../../src/graphql/limits.js';
import { PLAYGROUND_EXAMPLES } from '../../../src/graphql/playground-examples.js';
import { buildSchema } from '../../../src/graphql/schema.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('the playground', () => {
  let fake: FakeServer;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    fake = await startFakeServer();
    schema = await buildSchema();
  });
  afterAll(() => fake.server.close());

  const open = (headers: Record<string, string> = {}) =>
    fetch(new URL('graphql', fake.url), { headers: { accept: BROWSER, ...headers } });

  it('is served to browsers, complete in one page', async () => {
    const response = await open();
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain('<title>LearnRec</title>');
    const markup = html.replace(/<script>[\s\S]*<\/script>/, '');
    expect(markup).not.toMatch(/\s(?:src|href)="(?!data:)/);
    expect(html).not.toMatch(/@import|url\(\s*["']?(?:https?:)?\/\//);
  });

  it('tells the browser to speak to this service only', async () => {
    const policy = (await open()).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|\*/);
  });

  it('lets subscriptions send the headers of the page, the token among them, as parameters of the connection', async () => {
    const html = await (await open()).text();
    // The page's own code, taken out and run: what an operation says of headers becomes what the connection sends.
    const given = /\((\w+)=(Object\.fromEntries\(Object\.entries\((\w+)\?\.headers\?\?\{\}\).*?\]\)\))\)/.exec(html)!;
    const read = new Function(given[3]!, `return ${given[2]!};`) as (extensions: object | undefined) => object;
    expect(read({ headers: { Authorization: 'Bearer secret', 'X-Request-Id': '1' } })).toEqual({
      authorization: 'Bearer secret',
      'x-request-id': '1',
    });
    expect(read(undefined)).toEqual({});
    expect(html).toContain(`return Object.assign(a,${given[1]})`);
  });

  it('is sent once: a browser that has it gets 304', async () => {
    const etag = (await open()).headers.get('etag')!;
    // Not with fetch, which adds `cache-control: no-cache` to conditional requests.
    const status = await new Promise((resolve, reject) => {
      const headers = { accept: BROWSER, 'if-none-match': etag };
      get(new URL('graphql', fake.url), { headers }, (response) => resolve(response.resume().statusCode)).on(
        'error',
        reject,
      );
    });
    expect(status).toBe(304);
  });

  it('is sent uncompressed to whoever cannot read gzip', async () => {
    const response = await open({ 'accept-encoding': 'identity' });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.text()).toContain('</html>');
  });

  it.each(['*/*', 'application/json', 'application/graphql-response+json, */*;q=0.1'])(
    'is not sent to clients that accept %s',
    async (accept) => {
      const response = await open({ accept });
      expect(response.headers.get('content-type')).not.toContain('html');
    },
  );

  it('has an example for each thing to try', () => {
    const names = PLAYGROUND_EXAMPLES.map(({ query }) => /(?:query|mutation) (\w+)/.exec(query)?.[1]);
    expect(names).toEqual([
      'Recommend',
      'Shape',
      'CompareAlphas',
      'AlphaSweep',
      'Visitor',
      'Similar',
      'Trending',
      'Evaluate',
      'Retrain',
    ]);
  });

  it.each(PLAYGROUND_EXAMPLES.map(({ query }) => [query]))('has a valid example: %s', (query) => {
    expect(validate(schema, parse(query), [...specifiedRules, limitRule(DEFAULT_LIMITS)])).toEqual([]);
  });

  it('has examples that run', async () => {
    for (const { query } of PLAYGROUND_EXAMPLES) {
      const codes = (await fake.admin.send(query)).errors.map((error) => error.extensions.code);
      // The content of the demo data is not in the fake.
      expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
    }
  });

  it('has ids of the demo data in its examples', () => {
    const text = PLAYGROUND_EXAMPLES.map(({ query }) => query).join('\n');
    const ids = (name: string): number[] =>
      [...text.matchAll(new RegExp(`${name}: "(\\d+)"`, 'g'))].map((match) => Number(match[1]));
    expect(ids('userId').every((id) => id >= 1 && id <= 5000)).toBe(true);
    expect([...ids('contentId'), ...ids('content\\(id')].every((id) => id >= 1 && id <= 1000)).toBe(true);
    expect(ids('userId').length).toBeGreaterThan(0);
  });
});
