import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { seedDatabase } from '../../../seed/main.js';
import type { TrainingJob, TrainRequest } from '../../../src/services/services.js';
import { openProcesses, type Processes } from '../../support/processes.js';
import { startTestService, type TestService } from '../../support/service.js';
import { waitFor } from '../../support/wait-for.js';

/** The training lock and the lock of activations, as training-lock.ts and model.store.ts have them. */
const TRAINING_LOCK = 4_917_263;
const ACTIVATION_LOCK = 4_917_264;

/** A worker process is killed with SIGKILL at each phase of a training, which a lock of the test holds there. */
describe('a worker that is killed', () => {
  let service: TestService;
  let processes: Processes;
  let holder: pg.Client;
  let url = '';
  beforeAll(async () => {
    service = await startTestService({ worker: false, data: false });
    await seedDatabase(service.container.database, {
      size: { users: 800, contents: 300, engagements: 20_000 },
      seed: 1,
    });
    await service.container.train({ algorithm: 'POPULARITY' });
    processes = await openProcesses();
    url = service.container.database.url;
    holder = new pg.Client({ connectionString: url });
    await holder.connect();
  });
  afterAll(async () => {
    await holder?.end();
    await processes?.close();
    await service?.close();
  });

  const job = async (id: string): Promise<TrainingJob> => (await service.services.training.get(id))!;
  const ended = (id: string) => waitFor(async () => ((await job(id)).finishedAt ? job(id) : null));
  const attempts = async (id: string) => (await service.container.stores.jobs.get(id))!.attempts;
  const models = () => service.services.models.count();

  /** Takes long, whatever the machine. */
  const SLOW: TrainRequest = { algorithm: 'SVD', hyperParameters: { factors: 1024, epochs: 1000 } };
  const isFitting = ({ status, phase }: TrainingJob): boolean => status === 'RUNNING' && phase.startsWith('fitting');

  /** Kills a worker once the job has come to where `reached` says, under the lock that `hold` takes. */
  async function killAt(hold: string, reached: (now: TrainingJob) => boolean, GATE = 'off'): Promise<string> {
    const worker = await processes.worker({ databaseUrl: url, environment: { GATE } });
    await holder.query('BEGIN');
    await holder.query(hold);
    const { id } = await service.services.training.enqueue({ algorithm: 'POPULARITY' });
    await waitFor(async () => reached(await job(id)));
    expect(await worker.stop('SIGKILL')).toBeNull();
    await holder.query('ROLLBACK');
    return id;
  }

  beforeEach(async () => {
    expect(await service.container.stores.jobs.findUnfinished()).toEqual([]);
  });

  it.each([
    ['reading', 'content', /^reading engagements$/, 'off'],
    ['comparing', 'snapshot_chunks', /^comparing/, 'strict'],
    ['storing', 'snapshot_chunks', /^storing$/, 'off'],
  ])('while %s: the next worker trains once more, and one model comes of it', async (_phase, table, reached, gate) => {
    const before = await models();
    const lock = `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`;
    const id = await killAt(lock, ({ status, phase }) => status === 'RUNNING' && reached.test(phase), gate);
    const next = await processes.worker({ databaseUrl: url });
    expect(await ended(id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect([await attempts(id), await models()]).toEqual([2, before + 1]);
    expect(await next.stop()).toBe(0);
  });

  it('after storing: the next worker puts the stored model into service and does not train again', async () => {
    const before = await models();
    const id = await killAt(`SELECT pg_advisory_xact_lock(${ACTIVATION_LOCK})`, ({ modelId }) => modelId !== null);
    const { modelId } = await job(id);
    const next = await processes.worker({ databaseUrl: url });
    expect(await ended(id)).toMatchObject({ status: 'SUCCEEDED', modelId });
    expect(await models()).toBe(before + 1);
    expect((await service.services.models.active())!.id).toBe(modelId);
    expect(await next.stop()).toBe(0);
  });

  it('while waiting for another training: nothing is lost, and it counts as no attempt', async () => {
    const worker = await processes.worker({ databaseUrl: url });
    await holder.query(`SELECT pg_advisory_lock(${TRAINING_LOCK})`);
    const { id } = await service.services.training.enqueue({ algorithm: 'POPULARITY' });
    const { pool } = service.container.database;
    await waitFor(async () => {
      const { rowCount } = await pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'learnrec training lock'
         AND query LIKE '%try training lock%'`,
      );
      return rowCount! > 0;
    });
    await worker.stop('SIGKILL');
    expect(await job(id)).toMatchObject({ status: 'QUEUED' });
    await holder.query(`SELECT pg_advisory_unlock(${TRAINING_LOCK})`);
    const next = await processes.worker({ databaseUrl: url });
    expect(await ended(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await attempts(id)).toBe(1);
    expect(await next.stop()).toBe(0);
  });

  it('twice while fitting: the job has failed, says so, and the next one is trained by a worker that lives', async () => {
    const before = await service.services.models.active();
    const first = await processes.worker({ databaseUrl: url });
    const { id } = await service.services.training.enqueue(SLOW);
    await waitFor(async () => isFitting(await job(id)));
    await first.stop('SIGKILL');
    const second = await processes.worker({ databaseUrl: url });
    await waitFor(async () => isFitting(await job(id)) && (await attempts(id)) === 2);
    const survivor = await processes.worker({ databaseUrl: url });
    await second.stop('SIGKILL');
    expect(await ended(id)).toMatchObject({
      status: 'FAILED',
      modelId: null,
      error: { code: 'INTERNAL', message: expect.stringContaining('second time') },
    });
    expect(await service.services.models.active()).toEqual(before);
    const after = await service.services.training.enqueue({ algorithm: 'POPULARITY' });
    expect(await ended(after.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await survivor.stop()).toBe(0);
  });

  it('asked to stop by SIGTERM: the training goes back to the queue and counts as no attempt', async () => {
    const worker = await processes.worker({ databaseUrl: url });
    const { id } = await service.services.training.enqueue(SLOW);
    await waitFor(async () => isFitting(await job(id)));
    expect(await worker.stop()).toBe(0);
    expect(await job(id)).toMatchObject({ status: 'QUEUED', startedAt: null });
    expect(await attempts(id)).toBe(0);
    expect(await service.services.training.cancel(id)).toMatchObject({ status: 'CANCELLED' });
  });
});
