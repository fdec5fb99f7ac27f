import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/store/embedded-postgres.js';
import type { WireError } from '../../support/graphql-client.js';
import { openProcesses, type Processes, type ServingProcess, type TestProcess } from '../../support/processes.js';
import { createSubscriptionClient } from '../../support/subscription-client.js';
import { followJob, readJob, startTraining } from '../../support/training.js';
import { waitFor } from '../../support/wait-for.js';

/** Requests that each service answers at least, before, after and beside the restart. */
const REQUESTS = 2000;

describe('a restart of Postgres', () => {
  let dataDir = '';
  let postgres: EmbeddedPostgres;
  let processes: Processes;
  let service: ServingProcess;
  let other: ServingProcess;
  let worker: TestProcess;
  const startPostgres = () => startEmbeddedPostgres({ dataDir });
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'learnrec-restart-'));
    // As root, Postgres runs as another account.
    await chmod(dataDir, 0o755);
    postgres = await startPostgres();
    processes = await openProcesses();
    const options = { databaseUrl: postgres.url };
    [service, other, worker] = await Promise.all([
      processes.serve(options),
      processes.serve(options),
      processes.worker(options),
    ]);
  });
  afterAll(async () => {
    await processes?.close();
    await postgres?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const upsert = async (id: string): Promise<void> => {
    await service.client.data(
      `mutation ($id: ID!) {
        upsertUsers(input: [{ id: $id }]) { userErrors { message } }
        upsertContent(input: [{ id: $id, title: $id }]) { userErrors { message } }
        recordEngagements(input: [{ userId: $id, contentId: $id }]) { userErrors { message } }
      }`.replaceAll('title: $id', 'title: "A title"'),
      { id },
    );
  };
  const ready = async (of = service): Promise<number> => (await fetch(new URL('readyz', of.url))).status;
  const bothReady = async (): Promise<boolean> =>
    (await Promise.all([ready(service), ready(other)])).every((status) => status === 200);

  it('gives clear errors while it is away, loses nothing that was acknowledged, and all goes on by itself', async () => {
    await upsert('before');
    expect(
      (await followJob(service.client, await startTraining(service.admin, '{ algorithm: POPULARITY }'))).status,
    ).toBe('SUCCEEDED');
    // The model is stored, and loaded a moment later.
    await waitFor(bothReady);
    const live = createSubscriptionClient(service.url);
    const heard = live.subscribe<{ modelActivated: { id: string } }>('subscription { modelActivated { id } }');
    await waitFor(async () =>
      /learnrec_subscriptions 1/.test(await (await fetch(new URL('metrics', service.url))).text()),
    );
    const { url } = postgres;
    let done = false;
    const answered = [0, 0];
    const failed: { asked: number; ended: number; code: string }[] = [];
    const load = Promise.all(
      [service, other].map(async ({ client }, n) => {
        while (!done || answered[n] < REQUESTS) {
          const asked = performance.now();
          const { errors } = await client.send('{ recommendations(userId: "before") { items { rank } } }');
          if (errors.length === 0) answered[n]++;
          else {
            failed.push({ asked, ended: performance.now(), code: errors[0].extensions.code });
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
        }
      }),
    );
    const gone = performance.now();
    await postgres.stop();

    const failures: WireError[] = [];
    for (const query of [
      '{ user(id: "before") { id } }',
      '{ recommendations(userId: "before") { alpha } }',
      '{ model { id } }',
    ])
      failures.push(await service.client.error(query));
    for (const failure of failures) {
      expect(failure.extensions.code).toBe('DATABASE_UNAVAILABLE');
      expect(failure.message).toMatch(/^Postgres cannot be reached/);
    }
    expect(await Promise.all([ready(service), ready(other)])).toEqual([503, 503]);
    expect((await fetch(new URL('healthz', service.url))).status).toBe(200);
    const metrics = await (await fetch(new URL('metrics', service.url))).text();
    expect(metrics).toMatch(/^learnrec_database_up 0$/m);
    expect(metrics).toMatch(/^learnrec_model_ready 1$/m);

    postgres = await startPostgres();
    expect(postgres.url).toBe(url);
    await waitFor(bothReady);
    const back = performance.now();
    expect(await service.client.data('{ user(id: "before") { engagements { totalCount } } }')).toEqual({
      user: { engagements: { totalCount: 1 } },
    });
    await upsert('after');

    const id = await startTraining(service.admin, '{ algorithm: POPULARITY, note: "after" }');
    const job = await followJob(service.client, id);
    expect(job).toMatchObject({ status: 'SUCCEEDED', model: { isActive: true, note: 'after' } });
    await waitFor(() => heard.values.length === 1);
    expect(heard.values).toEqual([{ modelActivated: { id: job.model!.id } }]);
    expect((await readJob(service.client, id)).error).toBeNull();
    done = true;
    await load;
    expect(Math.min(...answered)).toBeGreaterThanOrEqual(REQUESTS);
    // Requests failed, and only while Postgres was away, and all for that reason.
    expect(failed.length).toBeGreaterThan(0);
    expect(
      failed.filter(({ asked, ended, code }) => ended < gone || asked > back || code !== 'DATABASE_UNAVAILABLE'),
    ).toEqual([]);
    await live.close();
    expect(worker.child.exitCode).toBeNull();
    expect(await Promise.all([service.stop(), other.stop(), worker.stop()])).toEqual([0, 0, 0]);
  });
});
