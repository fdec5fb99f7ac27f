import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { FAKE_ADMIN_TOKEN, type FakeServer, startFakeServer } from '../../support/fake-server.js';

interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What the end-to-end tests send; see test/support/record-operations.ts. */
const OPERATIONS = readFileSync(new URL('../../support/recorded-operations.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Operation);

/** Made up anew at every call. */
const VOLATILE = /"(createdAt|updatedAt|timestamp|givenAt)":"[^"]*"/g;

describe('the operations of the end-to-end tests', () => {
  let interpreted: FakeServer;
  let compiled: FakeServer;
  beforeAll(async () => {
    interpreted = await startFakeServer({ compileAfter: Infinity });
    compiled = await startFakeServer({ compileAfter: 0 });
  });
  afterAll(async () => {
    await interpreted.server.close();
    await compiled.server.close();
  });

  const ask = async ({ url }: FakeServer, operation: Operation, token?: string): Promise<[number, string]> => {
    const response = await fetch(new URL('graphql', url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'the-same',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(operation),
    });
    return [response.status, (await response.text()).trim().replace(VOLATILE, '"$1":"?"')];
  };

  it.each([
    ['nobody', undefined],
    ['an admin', FAKE_ADMIN_TOKEN],
  ])(
    'are answered by both executors alike, to the letter: %s',
    async (_, token) => {
      expect(OPERATIONS.length).toBeGreaterThan(150);
      let unknown = 0;
      for (const operation of OPERATIONS) {
        const expected = await ask(interpreted, operation, token);
        if (expected[1].includes('GRAPHQL_VALIDATION_FAILED')) unknown++;
        expect([operation, await ask(compiled, operation, token)]).toEqual([operation, expected]);
      }
      // Where the schema has left them behind: record them anew (CONTRIBUTING.md).
      expect(unknown).toBeLessThan(OPERATIONS.length / 5);
    },
    120_000,
  );
});
