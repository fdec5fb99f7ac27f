import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createModelStore } from '../../src/store/model.store.js';
import { createTrainingJobStore, type TrainingJobStore } from '../../src/store/training-job.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

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

it('takes a job from the queue to its end', async () => {
  const job = await jobs.create(INPUT);
  expect(job).toMatchObject({ status: 'QUEUED', phase: 'queued', progress: 0, input: INPUT, startedAt: null });
  expect(await jobs.markRunning(job.id)).toBe(true);
  expect(await jobs.markRunning(job.id)).toBe(false);
  expect(await jobs.progress(job.id, 'epoch 3 of 20', 0.15)).toEqual({ cancelRequested: false });
  expect(await jobs.get(job.id)).toMatchObject({ status: 'RUNNING', phase: 'epoch 3 of 20', progress: 0.15 });
  const meta = {
    algorithm: 'SVD',
    hyperParameters: {},
    alpha: 0.5,
    metrics: null,
    fingerprint: {},
    timings: {},
    formatVersion: 1,
  };
  const model = await createModelStore(db).create(meta, new Uint8Array(8));
  await jobs.succeed(job.id, model.id);
  const done = await jobs.get(job.id);
  expect(done).toMatchObject({ status: 'SUCCEEDED', progress: 1, modelVersionId: model.id, errorCode: null });
  expect(done?.finishedAt?.getTime()).toBeGreaterThanOrEqual(done?.startedAt?.getTime() ?? Infinity);
});

it('never leaves an end', async () => {
  const { id } = await jobs.create(INPUT);
  await jobs.markRunning(id);
  await jobs.fail(id, 'NOT_ENOUGH_DATA', 'Too little.');
  await jobs.markCancelled(id);
  await jobs.requestCancel(id);
  expect(await jobs.markRunning(id)).toBe(false);
  expect(await jobs.progress(id, 'on', 0.9)).toEqual({ cancelRequested: true });
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
  await jobs.markRunning(running.id);
  expect(await jobs.requestCancel(running.id)).toMatchObject({
    status: 'RUNNING',
    cancelRequestedAt: expect.any(Date),
  });
  expect(await jobs.progress(running.id, 'on', 0.5)).toEqual({ cancelRequested: true });
  await jobs.markCancelled(running.id);
  expect(await jobs.get(running.id)).toMatchObject({ status: 'CANCELLED' });
});

it('lists what is unfinished, oldest first, and fails what is silent', async () => {
  const [first, second, third] = [await jobs.create(INPUT), await jobs.create(INPUT), await jobs.create(INPUT)];
  await jobs.markRunning(first.id);
  await jobs.markRunning(second.id);
  expect((await jobs.findUnfinished()).map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
  await db.pool.query(`UPDATE training_jobs SET heartbeat_at = now() - interval '1 minute' WHERE id = $1`, [first.id]);
  expect(await jobs.failStale(30_000, 'The worker is gone.')).toBe(1);
  expect(await jobs.get(first.id)).toMatchObject({ status: 'FAILED', errorMessage: 'The worker is gone.' });
  expect((await jobs.findUnfinished()).map(({ id }) => id)).toEqual([second.id, third.id]);
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
