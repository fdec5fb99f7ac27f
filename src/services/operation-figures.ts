import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../store/database.js';
import type { ModelStore } from '../store/model.store.js';
import type { TrainingJobStore } from '../store/training-job.store.js';
import type { ListLog, ListLogFigures } from './list-log.js';
import type { ModelCache } from './model-cache.js';
import type { JobStatus } from './services.js';

/** Figures of this moment for those who operate the service. What is stored counts for all processes. */
export interface OperationFigures {
  /** Null where Postgres does not answer within two seconds. */
  readonly stored: {
    readonly jobs: Readonly<Record<JobStatus, number>>;
    /** Jobs on the queue, those under way included. */
    readonly queue: number;
    /** The newest model, in service or not. */
    readonly newestModel: { readonly createdAt: Date; readonly trainingSeconds: number } | null;
  } | null;
  /** The model that this process serves. */
  readonly model: { readonly id: string; readonly trainedAt: Date; readonly items: number } | null;
  readonly lists: ListLogFigures;
  readonly pool: { readonly total: number; readonly idle: number; readonly waiting: number };
  /** Open subscriptions of this process. */
  readonly subscriptions: number;
}

/** What Postgres does not tell within so long counts as not known. */
const PATIENCE_MS = 2_000;
const NO_JOBS: Readonly<Record<JobStatus, number>> = { QUEUED: 0, RUNNING: 0, SUCCEEDED: 0, FAILED: 0, CANCELLED: 0 };

export function createOperationFigures(deps: {
  readonly database: Pick<Database, 'pool'>;
  readonly models: ModelStore;
  readonly jobs: TrainingJobStore;
  readonly cache: ModelCache;
  readonly queueLength: () => Promise<number>;
  readonly subscriptions: () => number;
  readonly listLog: Pick<ListLog, 'figures'>;
}): () => Promise<OperationFigures> {
  const { database, models, jobs, cache, queueLength, subscriptions, listLog } = deps;
  const readStored = async (): Promise<OperationFigures['stored']> => {
    const [counts, queue, [newest]] = await Promise.all([
      jobs.countByStatus(),
      queueLength(),
      models.page({ first: 1 }),
    ]);
    return {
      jobs: { ...NO_JOBS, ...counts },
      queue,
      newestModel: newest
        ? { createdAt: newest.createdAt, trainingSeconds: (newest.timings as { total?: number }).total ?? 0 }
        : null,
    };
  };
  return async () => {
    // With all connections taken it would wait behind the very requests that it is to tell about.
    const stored = await Promise.race([readStored().catch(() => null), sleep(PATIENCE_MS, null, { ref: false })]);
    const serving = cache.current();
    const { totalCount, idleCount, waitingCount } = database.pool;
    return {
      stored,
      model: serving && {
        id: serving.version.id,
        trainedAt: serving.version.trainedAt,
        items: serving.rows.length,
      },
      lists: listLog.figures(),
      pool: { total: totalCount, idle: idleCount, waiting: waitingCount },
      subscriptions: subscriptions(),
    };
  };
}
