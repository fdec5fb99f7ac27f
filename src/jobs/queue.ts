import {
  Logger as QueueLogger,
  makeWorkerUtils,
  run,
  type Runner,
  type RunnerOptions,
  type WorkerUtils,
} from 'graphile-worker';
import type { Logger } from '../logger.js';

type QueuePool = NonNullable<RunnerOptions['pgPool']>;

const TRAIN = 'train';
/** A queued job is put on the queue again after this long, in case the worker that had taken it is gone. */
const SWEEP_MS = 15_000;
/** A running job whose worker has not been heard of for this long is given up. */
const STALE_MS = 30_000;

/** What the queue's worker calls: one method per task, and the housekeeping around them. */
export interface TrainingTasks {
  /** Runs the job to its end, one training at a time over all processes. Returns at once for a job that is not queued. */
  execute(jobId: string, signal: AbortSignal): Promise<void>;
  /** Marks jobs as failed whose worker is gone. */
  failStale(olderThanMs: number): Promise<number>;
  /** Ids of jobs that wait. */
  queued(): Promise<readonly string[]>;
}

/** The job queue: graphile-worker in its own schema of the same database. */
export interface Queue {
  add(jobId: string): Promise<void>;
  /** Starts taking jobs in this process. */
  startWorker(tasks: TrainingTasks): Promise<void>;
  /** Stops taking jobs; a running training is stopped and goes back to the queue. */
  close(): Promise<void>;
}

/** @param deps.pool the queue's own pool; ended by `close` */
export function createQueue(deps: { pool: QueuePool; logger: Logger }): Queue {
  const { pool: pgPool } = deps;
  const logger = new QueueLogger(() => (level, message) => {
    if (level === 'error') deps.logger.error({ queue: true }, message);
    else if (level === 'warning') deps.logger.warn({ queue: true }, message);
    else deps.logger.debug({ queue: true }, message);
  });
  let utils: Promise<WorkerUtils> | undefined;
  let runner: Runner | undefined;
  let sweeper: NodeJS.Timeout | undefined;
  const stopping = new AbortController();

  const connect = (): Promise<WorkerUtils> => {
    utils ??= makeWorkerUtils({ pgPool, logger })
      .then(async (made) => {
        await made.migrate();
        return made;
      })
      .catch((error: unknown) => {
        utils = undefined;
        throw error;
      });
    return utils;
  };

  const add = async (jobId: string): Promise<void> => {
    const { addJob } = await connect();
    await addJob(TRAIN, { jobId }, { jobKey: `${TRAIN}:${jobId}`, maxAttempts: 1 });
  };

  const sweep = async (tasks: TrainingTasks): Promise<void> => {
    const lost = await tasks.failStale(STALE_MS);
    if (lost > 0) deps.logger.warn({ lost }, 'trainings given up: their worker is gone');
    for (const jobId of await tasks.queued()) await add(jobId);
  };

  return {
    add,
    startWorker: async (tasks) => {
      await connect();
      await sweep(tasks);
      runner = await run({
        pgPool,
        concurrency: 1,
        noHandleSignals: true,
        pollInterval: 2000,
        logger,
        taskList: {
          [TRAIN]: async (payload) => tasks.execute((payload as { jobId: string }).jobId, stopping.signal),
        },
      });
      sweeper = setInterval(() => {
        sweep(tasks).catch((err: unknown) => deps.logger.warn({ err }, 'the queue could not be swept'));
      }, SWEEP_MS);
      sweeper.unref();
    },
    close: async () => {
      clearInterval(sweeper);
      stopping.abort();
      await runner?.stop();
      await (await utils?.catch(() => undefined))?.release();
      await pgPool.end();
    },
  };
}
