import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNELS } from '../../src/store/channels.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createListener } from '../../src/store/listener.js';
import { createModelStore } from '../../src/store/model.store.js';
import { createTrainingJobStore, type TrainingJobStore, type TrainingRun } from '../../src/store/training-job.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait-for.js';

let test: TestDatabase;
let db: Database;
let jobs: TrainingJobStore;

beforeAll(async () => {
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  jobs = createTrainingJobStore(db);
});

afterAll(async () => {
  await db.close();
  await test.drop();
});

const INPUT = { algorithm: 'SVD', hyperParameters: { epochs: 20 }, note: null };

const META = {
  algorithm: 'SVD',
  hyperParameters: {},
  alpha: 0.5,
  metrics: null,
  fingerprint: {},
  timings: {},
  formatVersion: 1,
};

async function begin(id: string): Promise<TrainingRun> {
  const run = await jobs.markRunning(id);
  if (!run) throw new Error('not begun');
  return run;
}

it('takes a job from the queue to its end', async () => {
  const job = await jobs.create(INPUT);
  expect(job).toMatchObject({ status: 'QUEUED', phase: 'queued', progress: 0, input: INPUT, startedAt: null });
  const run = await begin(job.id);
  expect(run).toEqual({ id: job.id, attempt: 1 });
  expect(await jobs.markRunning(job.id)).toBeNull();
  expect(await jobs.progress(run, 'epoch 3 of 20', 0.15)).toEqual({ cancelRequested: false });
  expect(await jobs.get(job.id)).toMatchObject({ status: 'RUNNING', phase: 'epoch 3 of 20', progress: 0.15 });
  const model = await createModelStore(db).create(META, new Uint8Array(8), run);
  expect(await jobs.get(job.id)).toMatchObject({ status: 'RUNNING', modelVersionId: model.id });
  await jobs.succeed(run, model.id);
  const done = await jobs.get(job.id);
  expect(done).toMatchObject({ status: 'SUCCEEDED', progress: 1, modelVersionId: model.id, errorCode: null });
  expect(done?.finishedAt?.getTime()).toBeGreaterThanOrEqual(done?.startedAt?.getTime() ?? Infinity);
});

it('never leaves an end', async () => {
  const { id } = await jobs.create(INPUT);
  const run = await begin(id);
  await jobs.fail(run, 'NOT_ENOUGH_DATA', 'Too little.');
  await jobs.markCancelled(run);
  await jobs.requestCancel(id);
  expect(await jobs.markRunning(id)).toBeNull();
  expect(await jobs.progress(run, 'on', 0.9)).toEqual({ cancelRequested: true });
  expect(await jobs.get(id)).toMatchObject({
    status: 'FAILED',
    errorCode: 'NOT_ENOUGH_DATA',
    errorMessage: 'Too little.',
    cancelRequestedAt: null,
    progress: 0,
  });
});

it('cancels a queued job at once, and asks a running one to stop', async () => {
  const queued = await jobs.create(INPUT);
  expect(await jobs.requestCancel(queued.id)).toMatchObject({ status: 'CANCELLED', finishedAt: expect.any(Date) });
  const running = await jobs.create(INPUT);
  const run = await begin(running.id);
  expect(await jobs.requestCancel(running.id)).toMatchObject({
    status: 'RUNNING',
    cancelRequestedAt: expect.any(Date),
  });
  expect(await jobs.progress(run, 'on', 0.5)).toEqual({ cancelRequested: true });
  await jobs.markCancelled(run);
  expect(await jobs.get(running.id)).toMatchObject({ status: 'CANCELLED' });
});

it('gives a second request with the same key the job of the first, also when both come at once', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, (_, n) => jobs.create({ ...INPUT, n }, 'nightly')));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await jobs.findByKey('nightly')).toEqual(await jobs.get(made[0].id));
  expect(await jobs.findByKey('other')).toBeNull();
  const [one, two] = [await jobs.create(INPUT), await jobs.create(INPUT)];
  expect(one.id).not.toBe(two.id);
  for (const { id } of [made[0], one, two]) await jobs.requestCancel(id);
});

describe('a job whose worker is gone', () => {
  const recover = (silentMs: number) => jobs.recoverLost({ silentMs, attempts: 2, message: 'Gone.' });

  it('waits again after the first attempt, and has failed after the second', async () => {
    const [first, second] = [await jobs.create(INPUT), await jobs.create(INPUT)];
    await begin(first.id);
    await begin(second.id);
    expect((await jobs.findUnfinished()).map(({ id }) => id)).toEqual([first.id, second.id]);
    await db.pool.query(`UPDATE training_jobs SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`, [
      first.id,
    ]);
    expect(await recover(30_000)).toMatchObject([{ id: first.id, status: 'QUEUED' }]);
    expect(await jobs.get(first.id)).toMatchObject({
      status: 'QUEUED',
      phase: 'queued',
      attempts: 1,
      finishedAt: null,
    });
    expect(await jobs.countByStatus()).toMatchObject({ QUEUED: 1, RUNNING: 1 });
    expect(await begin(first.id)).toEqual({ id: first.id, attempt: 2 });
    expect(await recover(0)).toHaveLength(2);
    expect(await jobs.get(first.id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'INTERNAL',
      errorMessage: 'Gone.',
      finishedAt: expect.any(Date),
    });
    expect(await jobs.get(second.id)).toMatchObject({ status: 'QUEUED' });
    await jobs.requestCancel(second.id);
  });

  it('is out of reach for the worker that had it: not its progress, not its end, not its model', async () => {
    const { id } = await jobs.create(INPUT);
    const former = await begin(id);
    await recover(0);
    const latter = await begin(id);
    expect(await jobs.progress(former, 'on', 0.9)).toEqual({ cancelRequested: true });
    await jobs.fail(former, 'INTERNAL', 'late');
    await jobs.requeue(former);
    const models = createModelStore(db);
    const before = await models.count();
    await expect(models.create(META, new Uint8Array(8), former)).rejects.toMatchObject({ code: 'TRAINING_CANCELLED' });
    expect(await models.count()).toBe(before);
    expect(await jobs.get(id)).toMatchObject({ status: 'RUNNING', progress: 0, attempts: 2, errorCode: null });
    await jobs.markCancelled(latter);
  });

  it('is cancelled where that was asked for', async () => {
    const { id } = await jobs.create(INPUT);
    await begin(id);
    await jobs.requestCancel(id);
    expect(await recover(0)).toMatchObject([{ id, status: 'CANCELLED' }]);
    expect(await jobs.get(id)).toMatchObject({ status: 'CANCELLED', errorCode: null });
  });

  it('counts a worker that stops in good order as no attempt', async () => {
    const { id } = await jobs.create(INPUT);
    await jobs.requeue(await begin(id));
    expect(await jobs.get(id)).toMatchObject({ status: 'QUEUED', attempts: 0, startedAt: null });
    await jobs.requestCancel(id);
  });
});

it('announces every change', async () => {
  const heard: string[] = [];
  const listener = await createListener(test.url, [CHANNELS.jobs], {
    onNotify: (_channel, payload) => heard.push(payload),
    onReconnect: () => undefined,
  });
  const { id } = await jobs.create(INPUT);
  const run = await begin(id);
  await jobs.progress(run, 'on', 0.5);
  await jobs.fail(run, 'INTERNAL', 'x');
  await jobs.progress(run, 'late', 0.6);
  await waitFor(() => heard.length >= 4);
  await listener.close();
  expect(heard).toEqual([id, id, id, id]);
});

it('knows nothing of other ids, UUIDs or not', async () => {
  for (const id of ['00000000-0000-4000-8000-000000000000', '42', '']) {
    expect(await jobs.get(id)).toBeNull();
    expect(await jobs.requestCancel(id)).toBeNull();
  }
});

it('refuses U+0000 in the input', async () => {
  await expect(jobs.create({ note: 'a\u0000' })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
