import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createRetrainTriggers } from '../../../src/services/retrain-triggers.js';
import type { TrainingJob, TrainRequest } from '../../../src/services/services.js';
import { fakeJob } from '../../support/fake-rows.js';

/** Triggers over rows in memory: a newest model trained up to key 100, and so many engagements. */
function setUp(options: { retrainAfter: number; rows: number; model?: boolean; unfinished?: boolean }) {
  const asked: TrainRequest[] = [];
  const counted: { maxPk: bigint; limit: number }[] = [];
  const state = { time: Date.UTC(2025, 0, 1, 12), rows: options.rows, unfinished: options.unfinished ?? false };
  const newest = { id: 7, fingerprint: { maxPk: '100' } };
  type Deps = Parameters<typeof createRetrainTriggers>[0];
  const triggers = createRetrainTriggers({
    models: { page: async () => (options.model === false ? [] : [newest]) } as unknown as Deps['models'],
    engagements: {
      countAfter: async (maxPk, limit) => {
        counted.push({ maxPk, limit });
        return Math.min(limit, Math.max(0, state.rows - Number(maxPk)));
      },
    },
    jobs: { findUnfinished: async () => (state.unfinished ? [{}] : []) } as unknown as Deps['jobs'],
    enqueue: async (request): Promise<TrainingJob> => {
      asked.push(request);
      return fakeJob('job', 'ITEM_KNN');
    },
    retrainAfter: options.retrainAfter,
    now: () => new Date(state.time),
    logger: pino({ level: 'silent' }),
  });
  return { triggers, asked, counted, state };
}

describe('the threshold of new engagements', () => {
  it('queues a training once so many came after the newest model', async () => {
    const { triggers, asked, counted, state } = setUp({ retrainAfter: 50, rows: 149 });
    await triggers.checkThreshold();
    expect([asked, counted]).toEqual([[], [{ maxPk: 100n, limit: 50 }]]);
    state.rows = 150;
    await triggers.checkThreshold();
    expect(counted).toHaveLength(1);
    state.time += 10_000;
    await triggers.checkThreshold();
    expect(asked).toEqual([
      { note: 'After 50 new engagements', idempotencyKey: 'threshold after model 7 2025-01-01T12' },
    ]);
  });

  it('counts all where there is no model yet', async () => {
    const { triggers, asked, counted } = setUp({ retrainAfter: 3, rows: 3, model: false });
    await triggers.checkThreshold();
    expect(counted).toEqual([{ maxPk: 0n, limit: 3 }]);
    expect(asked).toMatchObject([{ idempotencyKey: 'threshold after model none 2025-01-01T12' }]);
  });

  it('waits while a training is queued or runs, and is off at 0', async () => {
    const busy = setUp({ retrainAfter: 1, rows: 500, unfinished: true });
    await busy.triggers.checkThreshold();
    const off = setUp({ retrainAfter: 0, rows: 500 });
    await off.triggers.checkThreshold();
    expect([busy.asked, off.asked, off.counted]).toEqual([[], [], []]);
  });
});

it('queues one training for each instant of the schedule, whoever asks', async () => {
  const { triggers, asked } = setUp({ retrainAfter: 0, rows: 0 });
  const at = new Date('2025-03-01T03:00:00Z');
  await triggers.onSchedule(at);
  await triggers.onSchedule(at);
  expect(new Set(asked.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
    new Set(['schedule 2025-03-01T03:00:00.000Z']),
  );
});
