import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPersistedQueries } from '../../../src/graphql/documents/persisted-queries.js';
import { type FakeServer, startFakeServer } from '../../support/fake-server.js';
import { createSubscriptionClient } from '../../support/subscription-client.js';
import { waitFor } from '../../support/wait-for.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const QUERY = 'query Learner($id: ID!) { user(id: $id) { id } }';
const ANSWER = { data: { user: { id: 'u3' } }, extensions: { cost: { requested: 2, maximum: 20_000 } } };
const UNKNOWN = { errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] };

async function post(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function get(url: string, parameters: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}graphql?${new URLSearchParams(parameters)}`, {
    headers: { 'apollo-require-preflight': 'yes' },
  });
  return { status: response.status, body: await response.json() };
}

describe('automatic persisted queries', () => {
  let fake: FakeServer;
  beforeAll(async () => {
    fake = await startFakeServer();
  });
  afterAll(() => fake.server.close());

  const variables = { id: 'u3' };
  const persistedQuery = (document: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(document) } });

  it('are asked for once, then known by their hash', async () => {
    const extensions = persistedQuery(QUERY);
    const before = await post(fake.url, { variables, extensions });
    expect(before).toMatchObject({ status: 200, body: UNKNOWN });
    expect((before.body as { errors: { message: string }[] }).errors[0]!.message).toBe('PersistedQueryNotFound');
    expect(await post(fake.url, { query: QUERY, variables, extensions })).toEqual({ status: 200, body: ANSWER });
    expect(await post(fake.url, { variables, extensions })).toEqual({ status: 200, body: ANSWER });
    const asked = { variables: JSON.stringify(variables), extensions: JSON.stringify(extensions) };
    expect(await get(fake.url, asked)).toEqual({ status: 200, body: ANSWER });
  });

  it('are known by documentId too', async () => {
    await post(fake.url, { query: QUERY, variables, extensions: persistedQuery(QUERY) });
    const documentId = `sha256:${sha256(QUERY)}`;
    expect(await post(fake.url, { documentId, variables })).toEqual({ status: 200, body: ANSWER });
    expect(await get(fake.url, { documentId, variables: JSON.stringify(variables) })).toEqual({
      status: 200,
      body: ANSWER,
    });
    expect(await post(fake.url, { documentId: 'sha256:0' })).toMatchObject({
      status: 400,
      body: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
    });
  });

  it('are not known under the hash of another document', async () => {
    const other = '{ __typename }';
    expect((await post(fake.url, { query: other, extensions: persistedQuery(QUERY) })).status).toBe(400);
  });

  it('are not remembered where the document cannot run', async () => {
    const wrong = '{ nothing }';
    await post(fake.url, { query: wrong, extensions: persistedQuery(wrong) });
    expect((await post(fake.url, { extensions: persistedQuery(wrong) })).body).toMatchObject(UNKNOWN);
  });

  it('are forgotten when there are too many, those not used for longest first', () => {
    const queries = createPersistedQueries();
    const long = 'x'.repeat(1_000_000);
    for (let n = 0; n < 8; n++) queries.set(`${n}`, long);
    expect(queries.get('0')).toBe(long);
    queries.set('8', long);
    expect([queries.get('0'), queries.get('1'), queries.get('8')]).toEqual([long, undefined, long]);
    for (let n = 0; n < 3000; n++) queries.set(`short ${n}`, 'x');
    expect([queries.get('short 0'), queries.get('short 2999')]).toEqual([undefined, 'x']);
  });
});

describe('trusted documents', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'learnrec-documents-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const manifest = async (content: unknown): Promise<string> => {
    const file = join(folder, `${sha256(JSON.stringify(content))}.json`);
    await writeFile(file, JSON.stringify(content));
    return file;
  };
  const CODE = { errors: [{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }] };

  describe.each([
    ['an object of ids and documents', { learner: QUERY }],
    [
      'a manifest of Apollo',
      { format: 'apollo-persisted-query-manifest', version: 1, operations: [{ id: 'learner', body: QUERY }] },
    ],
  ])('of %s', (_, content) => {
    let fake: FakeServer;
    beforeAll(async () => {
      fake = await startFakeServer({ trustedDocuments: await manifest(content) });
    });
    afterAll(() => fake.server.close());
    const variables = { id: 'u3' };

    it.each([
      ['by their text', { query: QUERY }],
      ['by their id', { documentId: 'learner' }],
      ['by their hash', { documentId: `sha256:${sha256(QUERY)}` }],
      ['by their id as a persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: 'learner' } } }],
    ])('run %s', async (_how, named) => {
      expect(await post(fake.url, { ...named, variables })).toEqual({ status: 200, body: ANSWER });
    });

    it('run by GET', async () => {
      const asked = { documentId: 'learner', variables: JSON.stringify(variables) };
      expect(await get(fake.url, asked)).toEqual({ status: 200, body: ANSWER });
    });

    it.each([
      ['another text', { query: '{ __typename }' }],
      ['the same text but for a space', { query: `${QUERY} ` }],
      ['another id', { documentId: 'other' }],
      ['nothing', {}],
    ])('and not %s', async (_what, named) => {
      expect(await post(fake.url, { ...named, variables })).toMatchObject({ status: 400, body: CODE });
    });

    it('and not another text by GET', async () => {
      expect(await get(fake.url, { query: '{ __typename }' })).toMatchObject({ status: 400, body: CODE });
    });

    it('and not another subscription', async () => {
      const client = createSubscriptionClient(fake.url);
      const { errors } = client.subscribe('subscription { modelActivated { id } }');
      await waitFor(() => errors.length > 0);
      expect(errors[0]!.extensions.code).toBe('DOCUMENT_NOT_TRUSTED');
      await client.close();
    });
  });

  it.each([
    ['one that the schema refuses', { good: QUERY, bad: '{ nothing }' }, /bad: Cannot query field "nothing"/],
    ['one that is no GraphQL', { bad: '{' }, /bad: Syntax Error/],
    [
      'one beyond the limits',
      { deep: `{ content(id: "1") ${'{ similar { content '.repeat(10)}{ id }${'} }'.repeat(10)} }` },
      /levels/,
    ],
    ['no documents', [], /object of ids and documents/],
    ['something else', { learner: 3 }, /object of ids and documents/],
  ])('are refused at the start with %s', async (_, content, message) => {
    await expect(startFakeServer({ trustedDocuments: await manifest(content) })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringMatching(message),
    });
  });

  it('of the Studio run beside those of the file, to the letter', async () => {
    const fake = await startFakeServer({ trustedDocuments: await manifest({ one: QUERY }) });
    const texts = Object.values(
      JSON.parse(await readFile('dist/studio-documents.json', 'utf8')) as Record<string, string>,
    );
    const operations = (await readdir('studio/operations')).map((name) =>
      readFile(`studio/operations/${name}`, 'utf8'),
    );
    const named = (await Promise.all(operations)).flatMap(
      (text) => text.match(/^(query|mutation|subscription) \w+/gm) ?? [],
    );
    expect(texts.map((text) => /(query|mutation|subscription) \w+/.exec(text)![0]).sort()).toEqual(named.sort());
    for (const query of texts) {
      const { body } = await post(fake.url, { query });
      expect(JSON.stringify(body)).not.toContain('DOCUMENT_NOT_TRUSTED');
      const other = await post(fake.url, { query: `${query} ` });
      expect(JSON.stringify(other.body)).toContain('DOCUMENT_NOT_TRUSTED');
    }
    await fake.server.close();
  });

  it('are refused at the start without a file', async () => {
    await expect(startFakeServer({ trustedDocuments: join(folder, 'none.json') })).rejects.toMatchObject({
      code: 'CONFIGURATION',
    });
  });
});
