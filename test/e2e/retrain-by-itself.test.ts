import { afterEach, describe, expect, it } from '@jest/globals';
import { makeWorkerUtils } from 'graphile-worker';
import { startTestService, type TestService } from '../support/service.js';
import { waitFor } from '../support/wait-for.js';

describe('a training that nobody asked for', () => {
  let service: TestService | undefined;
  afterEach(() => service?.close());
  const notes = async (): Promise<(string | null)[]> =>
    (await service!.services.models.list({ first: 10 })).edges.map(({ node }) => node.note);

  it('comes after so many new engagements', async () => {
    service = await startTestService({ environment: { RETRAIN_AFTER: '400' } });
    expect(await notes()).toEqual([null]);
    await service.services.engagements.record(
      Array.from({ length: 400 }, (_, n) => ({
        userId: `u${(n % 37) + 1}`,
        contentId: `c${(n % 30) + 1}`,
        timestamp: new Date(Date.UTC(2025, 1, 1) + n * 60_000),
      })),
    );
    await waitFor(async () => (await notes()).length === 2);
    expect(await notes()).toEqual(['After 400 new engagements', null]);
  });

  it('comes by schedule, once for each of its instants', async () => {
    service = await startTestService({ environment: { RETRAIN_SCHEDULE: '0 3 * * *' } });
    const { pool } = service.container.database;
    // Entered by the queue at its start.
    const { rows } = await pool.query('SELECT identifier FROM graphile_worker._private_known_crontabs');
    expect(rows).toContainEqual({ identifier: 'scheduled_training' });
    const queue = await makeWorkerUtils({ connectionString: service.container.database.url });
    for (let n = 0; n < 2; n++)
      await queue.addJob('scheduled_training', { _cron: { ts: '2025-03-01T03:00:00.000Z', backfilled: false } });
    await queue.release();
    await waitFor(async () => (await notes()).length === 2);
    await waitFor(async () => (await service!.services.health.figures()).stored?.queue === 0);
    expect(await notes()).toEqual(['By schedule, 2025-03-01T03:00:00.000Z', null]);
  });

  it('is refused with the reason where the schedule is none', async () => {
    await expect(
      startTestService({ data: false, environment: { RETRAIN_SCHEDULE: '99 3 * * *' } }),
    ).rejects.toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining('99 3 * * *') });
    service = undefined;
  });
});
