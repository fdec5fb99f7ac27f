import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { fillTestData } from '../../support/service.js';
import { openProcesses, type Processes, type ServingProcess, type TestProcess } from '../../support/processes.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { createSubscriptionClient } from '../../support/subscription-client.js';
import { followJob, readJob, startTraining } from '../../support/training.js';
import { waitFor } from '../../support/wait-for.js';
import type { GraphQLClient } from '../../support/graphql-client.js';

interface List {
  readonly alpha: number;
  readonly servedBy: { readonly modelVersion: string };
  readonly items: {
    readonly score: number;
    readonly breakdown: { readonly collaborative: number; readonly content: number };
    readonly content: { readonly id: string };
  }[];
}

const LIST = `query ($userId: ID!) { recommendations(userId: $userId, k: 5) {
  alpha servedBy { modelVersion } items { score breakdown { collaborative content } content { id } }
} }`;

/** Requests that each process answers at least while models are trained, swapped and rolled back. */
const REQUESTS = 2000;
const AT_ONCE = 4;

/** Two processes that serve and one that trains, over one Postgres. */
describe('two services and a worker', () => {
  let database: TestDatabase;
  let processes: Processes;
  let a: ServingProcess;
  let b: ServingProcess;
  let worker: TestProcess;
  let sql: pg.Client;
  let first = '';
  beforeAll(async () => {
    database = await createTestDatabase();
    processes = await openProcesses();
    const options = { databaseUrl: database.url };
    [a, b, worker] = await Promise.all([processes.serve(options), processes.serve(options), processes.worker(options)]);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await fillThrough(a.client);
    first = await train('{ algorithm: ITEM_KNN, note: "first" }');
    await bothServe(first);
  });
  afterAll(async () => {
    await sql?.end();
    await processes?.close();
    await database?.drop();
  });

  async function train(input: string): Promise<string> {
    const job = await followJob(b.client, await startTraining(a.admin, input));
    expect(job).toMatchObject({ status: 'SUCCEEDED' });
    return job.model!.id;
  }
  const list = async (client: GraphQLClient, userId: string): Promise<List> =>
    (await client.data<{ recommendations: List }>(LIST, { userId })).recommendations;
  const servedBy = async (client: GraphQLClient): Promise<string> => (await list(client, 'u1')).servedBy.modelVersion;
  const serves = async ({ url }: ServingProcess): Promise<string | null> =>
    ((await (await fetch(new URL('readyz', url))).json()) as { model: string | null }).model;
  const bothServe = (model: string) => waitFor(async () => (await serves(a)) === model && (await serves(b)) === model);
  const activate = (client: GraphQLClient, id: string) =>
    client.data('mutation ($id: ID!) { activateModel(id: $id) { model { id } userErrors { code } } }', { id });
  const record = (client: GraphQLClient, userId: string, contentId: string) =>
    client.data<{ recordEngagements: { recorded: number } }>(
      `mutation ($input: [EngagementInput!]!) { recordEngagements(input: $input) { recorded userErrors { message } } }`,
      { input: [{ userId, contentId, engagementType: 'COMPLETED', durationSeconds: 900, liked: true }] },
    );

  it('answer every request while models are trained, swapped and rolled back, and mix none', async () => {
    const seen = new Set<string>();
    const lists = new Map<string, string>();
    const known = new Set([first]);
    let done = false;
    const load = async ({ client }: ServingProcess): Promise<number> => {
      let answered = 0;
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, lane) => {
          while (!done || answered < REQUESTS) {
            const user = `u${((answered + lane) % 40) + 1}`;
            const { alpha, servedBy: by, items } = await list(client, user);
            for (const { score, breakdown } of items)
              expect(score).toBe(alpha * breakdown.collaborative + (1 - alpha) * breakdown.content);
            // Whichever process and whenever: a version has one list for a learner.
            const key = `${by.modelVersion} ${user}`;
            const answer = JSON.stringify(items);
            expect(lists.get(key) ?? answer).toBe(answer);
            lists.set(key, answer);
            seen.add(by.modelVersion);
            answered++;
          }
        }),
      );
      return answered;
    };
    const loads = [load(a), load(b)];
    const second = await train('{ algorithm: POPULARITY, note: "second" }');
    known.add(second);
    await bothServe(second);
    await activate(b.admin, first);
    await bothServe(first);
    await activate(a.admin, second);
    await bothServe(second);
    const third = await train('{ algorithm: ITEM_KNN, note: "third" }');
    known.add(third);
    await bothServe(third);
    const lost = await startTraining(
      a.admin,
      '{ algorithm: SVD, hyperParameters: [{ name: "factors", value: 1024 }, { name: "epochs", value: 1000 }] }',
    );
    await waitFor(async () => /^fitting/.test((await readJob(a.client, lost)).phase));
    const { startedAt } = await readJob(a.client, lost);
    await worker.stop('SIGKILL');
    worker = await processes.worker({ databaseUrl: database.url });
    await waitFor(async () => (await readJob(b.client, lost)).startedAt !== startedAt);
    await b.admin.data('mutation ($id: ID!) { cancelTraining(jobId: $id) { userErrors { code } } }', { id: lost });
    expect(await followJob(b.client, lost)).toMatchObject({ status: 'CANCELLED' });
    done = true;
    for (const answered of await Promise.all(loads)) expect(answered).toBeGreaterThanOrEqual(REQUESTS);
    expect(seen).toEqual(known);
    for (const { logs } of [a, b]) expect(logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('lose nothing that was acknowledged where one of them is killed', async () => {
    const third = await processes.serve({ databaseUrl: database.url });
    const count = async () =>
      (
        await b.client.data<{ user: { engagements: { totalCount: number } } }>(
          '{ user(id: "u9") { engagements { totalCount } } }',
        )
      ).user.engagements.totalCount;
    const before = await count();
    const [one, other] = (await list(b.client, 'u9')).items.map(({ content }) => content.id);
    let acknowledged = 0;
    const recorded = record(third.client, 'u9', one).then(async () => {
      acknowledged++;
      // The answer is here: now it dies, with the next one under way.
      const next = record(third.client, 'u9', other).then(
        () => acknowledged++,
        () => undefined,
      );
      await third.stop('SIGKILL');
      await next;
    });
    await recorded;
    const after = await count();
    expect(after).toBeGreaterThanOrEqual(before + acknowledged);
    expect(after).toBeLessThanOrEqual(before + 2);
    expect((await list(b.client, 'u9')).items.map(({ content }) => content.id)).not.toContain(one);
  });

  it('know of an engagement at once, whichever of them it was sent to', async () => {
    const live = createSubscriptionClient(b.url);
    const heard = live.subscribe<{ recommendationsChanged: List }>(
      'subscription { recommendationsChanged(userId: "u4", k: 5) { alpha items { content { id } } } }',
    );
    await waitFor(async () => /learnrec_subscriptions 1/.test(await (await fetch(new URL('metrics', b.url))).text()));
    const waits: number[] = [];
    for (let n = 0; n < 5; n++) {
      const best = (await list(b.client, 'u4')).items[0].content.id;
      const started = performance.now();
      expect((await record(a.client, 'u4', best)).recordEngagements.recorded).toBe(1);
      const ids = (await list(b.client, 'u4')).items.map(({ content }) => content.id);
      expect(ids).not.toContain(best);
      await waitFor(() => heard.values.length === n + 1);
      waits.push(performance.now() - started);
      expect(heard.values[n].recommendationsChanged.items.map(({ content }) => content.id)).toEqual(ids);
    }
    await live.close();
    expect(waits.every((ms) => ms > 0)).toBe(true);
  });

  it('catch up after a lost connection: another model, other content, and what is followed', async () => {
    const live = createSubscriptionClient(b.url);
    const heard = live.subscribe<{ modelActivated: { id: string } }>('subscription { modelActivated { id } }');
    await waitFor(async () => /learnrec_subscriptions 1/.test(await (await fetch(new URL('metrics', b.url))).text()));
    const now = await servedBy(b.client);
    const { rows } = await sql.query<{ id: number }>('SELECT id FROM model_versions WHERE is_active IS NULL LIMIT 1');
    const next = String(rows[0].id);
    const before = await list(b.client, 'u7');
    const retired = before.items[0].content.id;
    // In one round trip, so that the announcements come when nobody listens any more.
    await sql.query(`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'learnrec listener';
      UPDATE model_versions SET is_active = NULL WHERE is_active;
      UPDATE model_versions SET is_active = true, activated_at = now() WHERE id = ${next};
      UPDATE content SET retired_at = now(), updated_at = now() WHERE id = '${retired}';
      SELECT pg_notify('learnrec_model', '${next}');
      SELECT pg_notify('learnrec_content', '*');`);
    for (const { logged } of [a, b])
      await logged(({ msg }) => String(msg).startsWith('the connection that hears of changes was lost'));
    expect(next).not.toBe(now);
    await bothServe(next);
    await waitFor(async () => {
      const lists = await Promise.all([list(a.client, 'u7'), list(b.client, 'u7')]);
      return lists.every(({ items }) => items.every(({ content }) => content.id !== retired));
    });
    await waitFor(() => heard.values.length === 1);
    expect(heard.values).toEqual([{ modelActivated: { id: next } }]);
    await live.close();
  });

  it('stop in good order: what is open ends, subscriptions are closed with 1001', async () => {
    const live = createSubscriptionClient(b.url);
    live.subscribe('subscription { modelActivated { id } }');
    await waitFor(async () => /learnrec_subscriptions 1/.test(await (await fetch(new URL('metrics', b.url))).text()));
    await sql.query('BEGIN');
    await sql.query('LOCK TABLE engagements IN ACCESS EXCLUSIVE MODE');
    const open = Array.from({ length: 5 }, () => list(b.client, 'u1'));
    await waitFor(async () => {
      const { rowCount } = await sql.query(
        `SELECT FROM pg_locks WHERE NOT granted AND relation = 'engagements'::regclass`,
      );
      // Requests of one moment share one reading.
      return rowCount! > 0;
    });
    const stopping = [b.stop(), worker.stop()];
    await waitFor(() => live.closed);
    await sql.query('ROLLBACK');
    expect((await Promise.all(open)).every(({ items }) => items.length === 5)).toBe(true);
    expect(await Promise.all(stopping)).toEqual([0, 0]);
    expect(live.closed).toMatchObject({ code: 1001 });
    expect((await list(a.client, 'u1')).items).toHaveLength(5);
  });

  /** The test data, sent to a process as a platform would. */
  async function fillThrough(client: GraphQLClient): Promise<void> {
    const send = async (name: string, type: string, input: readonly object[]): Promise<{ userErrors: unknown[] }> => {
      const result = await client.data<Record<string, { userErrors: unknown[] }>>(
        `mutation ($input: [${type}!]!) { ${name}(input: $input) { userErrors { message } } }`,
        { input },
      );
      return result[name];
    };
    const none = { written: [], userErrors: [] };
    await fillTestData({
      users: { upsert: async (input: object[]) => ({ ...none, ...(await send('upsertUsers', 'UserInput', input)) }) },
      contents: {
        upsert: async (input: object[]) => ({ ...none, ...(await send('upsertContent', 'ContentInput', input)) }),
      },
      engagements: {
        record: async (input: object[]) => ({
          recorded: input.length,
          duplicates: 0,
          ...(await send('recordEngagements', 'EngagementInput', input)),
        }),
      },
    } as unknown as Parameters<typeof fillTestData>[0]);
  }
});
