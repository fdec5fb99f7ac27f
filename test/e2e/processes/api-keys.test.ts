import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGraphQLClient } from '../../support/graphql-client.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { openProcesses, type Processes, type ServingProcess } from '../../support/processes.js';
import { createSubscriptionClient } from '../../support/subscription-client.js';
import { waitFor } from '../../support/wait-for.js';

const WRITE = 'mutation { upsertUsers(input: [{ id: "u1" }]) { users { id } } }';
const READ = '{ user(id: "u1") { id } }';

/** A process that serves, nothing open, and the command line beside it. */
describe('API keys of a running service', () => {
  let database: TestDatabase;
  let processes: Processes;
  let service: ServingProcess;
  beforeAll(async () => {
    database = await createTestDatabase();
    processes = await openProcesses();
    service = await processes.serve({ databaseUrl: database.url, environment: { OPEN_ROLES: '' } });
  });
  afterAll(async () => {
    await processes?.close();
    await database?.drop();
  });

  async function cli(...args: string[]): Promise<Record<string, unknown>> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [resolve('dist/src/cli/main.js'), 'key', ...args, '--json'],
      { env: { PATH: process.env['PATH'], DATABASE_URL: database.url } },
    );
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  it('are taken as soon as they are made, allow their role, and are refused once they are revoked', async () => {
    expect(await service.client.error(READ)).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    const made = await cli('create', '--name', 'sync', '--role', 'WRITER');
    const key = createGraphQLClient(service.url, made['key'] as string);
    expect(await key.data(WRITE)).toEqual({ upsertUsers: { users: [{ id: 'u1' }] } });
    expect(await key.data(READ)).toEqual({ user: { id: 'u1' } });
    expect((await key.error('mutation { deleteUsers(ids: ["u1"]) { deletedIds } }')).extensions.code).toBe('FORBIDDEN');

    const follower = createSubscriptionClient(service.url, made['key'] as string);
    follower.subscribe('subscription { modelActivated { id } }');
    await waitFor(async () => (await service.admin.send(READ)).status === 200);

    await cli('revoke', made['id'] as string);
    await waitFor(async () => (await key.send(READ)).status === 401);
    expect(await waitFor(() => follower.closed)).toMatchObject({ code: 4401 });

    const { keys } = (await cli('list')) as { keys: Record<string, unknown>[] };
    expect(keys).toEqual([
      expect.objectContaining({
        id: made['id'],
        role: 'WRITER',
        revokedAt: expect.any(String),
        lastUsedAt: expect.any(String),
      }),
    ]);
    const log = JSON.stringify(service.logs);
    expect(log).toContain(`"caller":"key:${made['id'] as string}"`);
    expect(log).not.toContain((made['key'] as string).slice(17));
    expect(JSON.stringify(keys)).not.toContain((made['key'] as string).slice(17));
  });
});
