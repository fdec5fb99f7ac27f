import type { Logger } from '../logger.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { ModelStore } from '../store/model.store.js';
import type { TrainingJobStore } from '../store/training-job.store.js';
import type { Services } from './services.js';
import type { Fingerprint } from './training-data.js';

/** Queue trainings that nobody asked for. Any number of workers may do so at once: each training is queued once. */
export interface RetrainTriggers {
  /** The training that the schedule asks for. @param at the instant of the schedule */
  onSchedule(at: Date): Promise<void>;
  /** One where enough has been recorded since the newest model. Called often; looks now and then. */
  checkThreshold(): Promise<void>;
}

/** Counting is cheap, not free. */
const LOOK_EVERY_MS = 10_000;

/**
 * @param deps.retrainAfter new engagements since the newest model that trigger a training; 0: none do
 */
export function createRetrainTriggers(deps: {
  readonly models: ModelStore;
  readonly engagements: Pick<EngagementStore, 'countAfter'>;
  readonly jobs: Pick<TrainingJobStore, 'findUnfinished'>;
  readonly enqueue: Services['training']['enqueue'];
  readonly retrainAfter: number;
  readonly now: () => Date;
  readonly logger: Logger;
}): RetrainTriggers {
  const { models, engagements, jobs, enqueue, retrainAfter, now, logger } = deps;
  let looked = -Infinity;

  const queue = async (note: string, idempotencyKey: string): Promise<void> => {
    const job = await enqueue({ note, idempotencyKey });
    logger.info({ jobId: job.id, note }, 'training queued by itself');
  };

  return {
    onSchedule: (at) => queue(`By schedule, ${at.toISOString()}`, `schedule ${at.toISOString()}`),

    checkThreshold: async () => {
      if (retrainAfter === 0 || now().getTime() - looked < LOOK_EVERY_MS) return;
      looked = now().getTime();
      const [newest] = await models.page({ first: 1 });
      const maxPk = BigInt((newest?.fingerprint as Partial<Fingerprint> | undefined)?.maxPk ?? '0');
      if ((await engagements.countAfter(maxPk, retrainAfter)) < retrainAfter) return;
      if ((await jobs.findUnfinished()).length > 0) return;
      // One that fails leaves the count as it is: it is tried again in the next hour, not at once.
      const hour = now().toISOString().slice(0, 13);
      const note = `After ${retrainAfter} new engagements`;
      await queue(note, `threshold after model ${newest?.id ?? 'none'} ${hour}`);
    },
  };
}
