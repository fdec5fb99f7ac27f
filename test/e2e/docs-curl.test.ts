import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, type OperationDefinitionNode } from 'graphql';
import { buildSchema } from '../../src/graphql/schema.js';
import { codeBlocksOf, runCurl, shellWords } from '../support/docs.js';
import { createGraphQLClient } from '../support/graphql-client.js';
import { startTestService, TEST_ADMIN_TOKEN, type TestService } from '../support/service.js';
import { followJob } from '../support/training.js';

interface Answer {
  readonly data?: Readonly<Record<string, { readonly userErrors?: readonly object[] } | null>>;
  readonly errors?: readonly object[];
}

/** Every line of docs/frontend.md and docs/curl.md, run in its order. */
describe('the lines of curl in docs/', () => {
  let service: TestService;
  let lines: string[];
  const variables: Record<string, string> = { ADMIN_TOKEN: TEST_ADMIN_TOKEN };

  beforeAll(async () => {
    service = await startTestService();
    variables['LEARNREC'] = `${service.url}graphql`;
    // The ids of the demo data that the page names.
    const { users, contents, engagements } = service.services;
    await users.upsert([{ id: '42', title: 'Data Analyst', department: 'Data' }]);
    await contents.upsert([{ id: '17', title: 'Python by Example', domain: 'Data Science' }]);
    await engagements.record(['c1', 'c2', 'c3'].map((contentId) => ({ userId: '42', contentId })));
    const blocks = [...(await codeBlocksOf('frontend.md')), ...(await codeBlocksOf('curl.md'))];
    lines = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.trim().split('\n'))
      .map((line) => line.replace(/^(curl .*?)http:\/\/127\.0\.0\.1:4000\/graphql/, '$1$LEARNREC'));
  });
  afterAll(() => service.close());

  it('all answer without an error, and name every query and mutation', async () => {
    const asked = new Set<string>();
    for (const line of lines) {
      if (/^\w+=/.test(line)) continue;
      const response = await runCurl(shellWords(line, variables));
      const { data, errors } = (await response.json()) as Answer;
      expect([line, response.status, errors]).toEqual([line, 200, undefined]);
      for (const [field, value] of Object.entries(data!)) {
        asked.add(field);
        expect([line, value]).toEqual([line, expect.anything()]);
        expect([line, value?.userErrors ?? []]).toEqual([line, []]);
        if (field === 'retrain') {
          const { id } = (value as unknown as { trainingJob: { id: string } }).trainingJob;
          const job = await followJob(createGraphQLClient(service.url, TEST_ADMIN_TOKEN), id);
          variables['JOB'] = id;
          variables['MODEL'] = job.model!.id;
        }
      }
    }
    const schema = await buildSchema();
    const fields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) => Object.keys(type.getFields()));
    expect([...asked].sort()).toEqual(fields.sort());
  });

  it('send what GraphQL reads in one operation each', () => {
    for (const line of lines.filter((one) => one.startsWith('curl'))) {
      const text = shellWords(line, { ...variables, JOB: 'j', MODEL: 'm' }).at(-1)!;
      const query = text.startsWith('query=') ? text.slice(6) : (JSON.parse(text) as { query: string }).query;
      const [operation, ...more] = parse(query).definitions as OperationDefinitionNode[];
      expect([more.length, operation!.operation]).toEqual([0, text.startsWith('query=') ? 'query' : 'mutation']);
    }
  });
});
