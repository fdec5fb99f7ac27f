import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { openContainer } from '../../src/container.js';
import { createLogger } from '../../src/logger.js';
import { decodeHybrid } from '../../src/model/hybrid/hybrid-snapshot.js';
import { prepareDemo } from '../../src/prepare-demo.js';
import { fillTestData, startTestService, type TestService } from '../support/service.js';
import { waitFor } from '../support/wait-for.js';

describe('the life of a model', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ data: false });
  });
  afterAll(() => service.close());

  it('says MODEL_NOT_READY before the first training, and NOT_ENOUGH_DATA when there is nothing to train on', async () => {
    await expect(service.services.recommendations.forUser({ userId: 'u1' })).rejects.toMatchObject({
      code: 'MODEL_NOT_READY',
    });
    await expect(service.container.train({ algorithm: 'ITEM_KNN' })).rejects.toMatchObject({ code: 'NOT_ENOUGH_DATA' });
  });

  it('trains on a single engagement', async () => {
    await service.services.users.upsert([{ id: 'first' }]);
    await service.services.contents.upsert([{ id: 'only', title: 'Only' }]);
    await service.services.engagements.record([{ userId: 'first', contentId: 'only' }]);
    const model = await service.container.train({ algorithm: 'ITEM_KNN' });
    expect(model.isActive).toBe(true);
    expect(model.evaluation).toBeNull();
    await expect(service.services.recommendations.forUser({ userId: 'first' })).resolves.toMatchObject({ items: [] });
  });

  it('queues a training, swaps when it is done, and rolls back by activation', async () => {
    await fillTestData(service.services);
    const before = (await service.services.models.active())!;
    const job = await service.services.training.enqueue({
      algorithm: 'IALS',
      hyperParameters: { factors: 8, epochs: 3 },
      note: 'second',
    });
    expect(['QUEUED', 'RUNNING']).toContain(job.status);
    const done = await waitFor(async () => {
      const now = await service.services.training.get(job.id);
      return now && now.status !== 'QUEUED' && now.status !== 'RUNNING' ? now : null;
    });
    expect(done).toMatchObject({ status: 'SUCCEEDED', progress: 1, error: null });
    const after = (await service.services.models.active())!;
    expect(after).toMatchObject({ id: done.modelId, algorithm: 'IALS', note: 'second', isActive: true });
    expect((await service.services.recommendations.forUser({ userId: 'u1' })).servedBy.modelVersion).toBe(after.id);

    await service.services.models.activate(before.id);
    expect((await service.services.recommendations.forUser({ userId: 'u1' })).servedBy.modelVersion).toBe(before.id);
    expect((await service.services.models.get(after.id))!.isActive).toBe(false);
  });

  it('refuses a wrong hyper-parameter at once, naming it', async () => {
    await expect(
      service.services.training.enqueue({ algorithm: 'SVD', hyperParameters: { factorz: 3 } }),
    ).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('factorz') });
  });

  it('cancels a running training within a second and keeps the old model', async () => {
    const active = (await service.services.models.active())!;
    const job = await service.services.training.enqueue({
      algorithm: 'SVD',
      hyperParameters: { factors: 1024, epochs: 1000 },
    });
    await waitFor(async () => ((await service.services.training.get(job.id))?.status === 'RUNNING' ? true : null));
    await service.services.training.cancel(job.id);
    const ended = await waitFor(async () => {
      const now = await service.services.training.get(job.id);
      return now?.finishedAt ? now : null;
    });
    expect(ended).toMatchObject({ status: 'CANCELLED', modelId: null });
    expect((await service.services.models.active())!.id).toBe(active.id);
  });

  it('refuses a second training when asked to', async () => {
    const first = await service.services.training.enqueue({
      algorithm: 'SVD',
      hyperParameters: { factors: 1024, epochs: 1000 },
    });
    await expect(service.services.training.enqueue({ ifRunning: 'REJECT' })).rejects.toMatchObject({
      code: 'TRAINING_IN_PROGRESS',
    });
    await service.services.training.cancel(first.id);
    await waitFor(async () => ((await service.services.training.get(first.id))?.finishedAt ? true : null));
  });

  it('gives the same bytes for the same seed and data', async () => {
    const { stores } = service.container;
    const train = async (): Promise<Buffer> => {
      const model = await service.container.train({ algorithm: 'ITEM_KNN', seed: 7 });
      return Buffer.from(await stores.models.readSnapshot(Number(model.id)));
    };
    const [first, second] = [await train(), await train()];
    expect(first.equals(second)).toBe(true);
    const { serving, holdout, cut } = decodeHybrid(first);
    expect(serving.collaborative.items).toBe(31);
    expect(holdout?.collaborative.algorithm).toBe('ITEM_KNN');
    expect(cut?.protocol).toBe('TEMPORAL');
  });

  it('evaluates on the hold-out without a leak: every hit is possible, and personal lists beat RANDOM', async () => {
    const report = await service.services.evaluation.run({ sampleSize: 0, k: 5 });
    expect(report).toMatchObject({ protocol: 'TEMPORAL', k: 5 });
    expect(report.results.map(({ contestant }) => contestant)).toEqual([
      'HYBRID',
      'COLLABORATIVE',
      'CONTENT',
      'POPULARITY',
      'RANDOM',
    ]);
    const ndcg = Object.fromEntries(report.results.map((result) => [result.contestant, result.ndcg.value]));
    expect(ndcg['HYBRID']).toBeGreaterThan(ndcg['RANDOM']);
    expect(report.trainEngagements + report.testEngagements).toBe(
      (await service.container.stores.engagements.stats()).rows,
    );
  });

  it('refuses a damaged snapshot and goes on serving', async () => {
    const [older] = (await service.services.models.list({ first: 1, after: undefined })).edges;
    const victim = await service.container.train({ algorithm: 'ITEM_KNN', note: 'to be damaged' });
    await service.services.models.activate(older.node.id);
    await service.container.database.pool.query(
      `UPDATE snapshot_chunks SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 255) WHERE model_version_id = $1 AND position = 0`,
      [Number(victim.id)],
    );
    await expect(service.services.models.activate(victim.id)).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' });
    expect((await service.services.recommendations.forUser({ userId: 'u1' })).servedBy.modelVersion).toBe(
      older.node.id,
    );
  });

  it('says of a model of an older format what to do, and trains the next one in its place', async () => {
    const { container, services } = service;
    const { pool } = container.database;
    const old = (await services.models.active())!;
    await pool.query('DELETE FROM model_versions WHERE is_active IS NOT TRUE');
    // The format is the fifth byte.
    const { rows } = await pool.query<{ bytes: Buffer }>(
      'UPDATE snapshot_chunks SET bytes = set_byte(bytes, 4, 1) WHERE position = 0 RETURNING bytes',
    );
    const all = await pool.query<{ bytes: Buffer }>('SELECT bytes FROM snapshot_chunks ORDER BY position');
    expect(rows).toHaveLength(1);
    const checksum = createHash('sha256')
      .update(Buffer.concat(all.rows.map(({ bytes }) => bytes)))
      .digest('hex');
    await pool.query('UPDATE model_versions SET format_version = 1, checksum = $1', [checksum]);

    const config = { ...container.config, gate: 'strict' as const };
    const again = await openContainer({ config, logger: createLogger('silent') });
    try {
      const said = /format 1.*[Tt]rain/;
      expect(await again.services.models.active()).toMatchObject({ id: old.id, fault: expect.stringMatching(said) });
      expect(await again.services.health.check()).toMatchObject({ model: null, missing: expect.stringMatching(said) });
      await expect(again.services.recommendations.forUser({ userId: 'u1' })).rejects.toMatchObject({
        code: 'MODEL_NOT_READY',
        message: expect.stringMatching(said),
      });
      await prepareDemo(again, new AbortController().signal);
      const model = (await again.services.models.active())!;
      expect(Number(model.id)).toBeGreaterThan(Number(old.id));
      expect(model).toMatchObject({ fault: null, note: expect.stringContaining(`model ${old.id} could not be read`) });
      expect(model.activation).toMatchObject({
        decision: 'ACTIVATED',
        comparedWith: old.id,
        reason: expect.stringContaining('is stored in format 1, and this version reads format 2'),
      });
      expect((await again.services.recommendations.forUser({ userId: 'u1' })).servedBy.modelVersion).toBe(model.id);
      expect((await again.services.health.check()).missing).toBeNull();
    } finally {
      await again.close();
    }
  });
});
