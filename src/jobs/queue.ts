import { setTimeout as sleep } from 'node:timers/promises';
import {
  Logger as QueueLogger,
  makeWorkerUtils,
  parseCrontab,
  run,
  type Runner,
  type RunnerOptions,
  type WorkerUtils,
} from 'graphile-worker';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';

type QueuePool = NonNullable<RunnerOptions['pgPool']>;

const TRAIN = 'train';
const SCHEDULED = 'scheduled_training';
const CLEAN = 'clean';
/** Every hour, and once when a worker starts. */
const CLEANING = `17 * * * * ${CLEAN}`;
/**
 * How often a worker looks after the queue: jobs whose worker is gone are taken back, and jobs that wait are put on the queue
 * again, in case the worker that had taken them is gone.
 */
const SWEEP_MS = 5_000;
/** After the queue's worker has given up (Postgres was away for long), it is started again after so long. */
const RESTART_MS = 2_000;

/** What the queue's worker calls: one method per task, and the housekeeping around them. */
export interface TrainingTasks {
  /** Runs the job to its end, one training at a time over all processes. Returns at once for a job that is not queued. */
  execute(jobId: string, signal: AbortSignal): Promise<void>;
  /** Takes jobs back whose worker is gone. */
  recover(): Promise<void>;
  /** Ids of jobs that wait. */
  queued(): Promise<readonly string[]>;
  /** Queues a training when enough has been recorded since the last one. */
  checkThreshold(): Promise<void>;
  /** Queues the training that the schedule asks for. @param at the instant of the schedule */
  onSchedule(at: Date): Promise<void>;
  /** Removes what is kept for a time only: logged lists, and snapshots that no model has. */
  clean(): Promise<void>;
}

/** The job queue: graphile-worker in its own schema of the same database. */
export interface Queue {
  add(jobId: string): Promise<void>;
  /** Starts taking jobs in this process. @throws DomainError CONFIGURATION where the schedule is not one */
  startWorker(tasks: TrainingTasks): Promise<void>;
  /** Jobs on the queue, those under way included. */
  length(): Promise<number>;
  /** Stops taking jobs; a running training is stopped and goes back to the queue. */
  close(): Promise<void>;
}

/**
 * @param deps.pool the queue's own pool; ended by `close`
 * @param deps.schedule cron expression of five fields, in UTC; null: no schedule
 */
export function createQueue(deps: { pool: QueuePool; logger: Logger; schedule?: string | null }): Queue {
  const { pool: pgPool } = deps;
  const logger = new QueueLogger(() => (level, message) => {
    if (level === 'error') deps.logger.error({ queue: true }, message);
    else if (level === 'warning') deps.logger.warn({ queue: true }, message);
    else deps.logger.debug({ queue: true }, message);
  });
  let utils: Promise<WorkerUtils> | undefined;
  const stopping = new AbortController();
  let working: Promise<void> | undefined;
  let sweeper: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;
  /** graphile-worker's stop may give up waiting; jobs under way still need their connections. */
  const underWay = new Set<Promise<void>>();

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
    await tasks.recover();
    await tasks.checkThreshold();
    for (const jobId of await tasks.queued()) await add(jobId);
  };

  const start = (tasks: TrainingTasks): Promise<Runner> =>
    run({
      pgPool,
      concurrency: 1,
      noHandleSignals: true,
      pollInterval: 2000,
      logger,
      parsedCronItems: cronItems(deps.schedule ?? null),
      taskList: {
        [TRAIN]: async (payload) => {
          const work = tasks.execute((payload as { jobId: string }).jobId, stopping.signal);
          underWay.add(work);
          await work.finally(() => underWay.delete(work));
        },
        [CLEAN]: () => tasks.clean(),
        [SCHEDULED]: async (payload) => tasks.onSchedule(new Date((payload as { _cron: { ts: string } })._cron.ts)),
      },
    });

  /** graphile-worker gives up after some failures in a row; this does not. */
  const superviseFrom = async (first: Runner, tasks: TrainingTasks): Promise<void> => {
    const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
    for (let runner: Runner | undefined = first; !stopping.signal.aborted;) {
      if (runner) {
        await Promise.race([stopped, runner.promise.catch(() => undefined)]);
        if (stopping.signal.aborted) await runner.stop().catch(() => undefined);
        else deps.logger.warn('the worker of the queue ended; it is started again');
      }
      await sleep(RESTART_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      runner = await start(tasks).catch((err: unknown) => {
        deps.logger.warn({ err }, 'the worker of the queue could not be started');
        return undefined;
      });
    }
  };

  return {
    add,
    startWorker: async (tasks) => {
      cronItems(deps.schedule ?? null);
      const { addJob } = await connect();
      await addJob(CLEAN, {}, { jobKey: CLEAN, maxAttempts: 1 });
      await sweep(tasks);
      working = superviseFrom(await start(tasks), tasks);
      sweeper = setInterval(() => {
        sweeping ??= sweep(tasks)
          .catch((err: unknown) => deps.logger.warn({ err }, 'the queue could not be swept'))
          .finally(() => (sweeping = undefined));
      }, SWEEP_MS);
      sweeper.unref();
    },
    length: async () => {
      await connect();
      const { rows } = await pgPool.query<{ length: number }>(
        '/* queue length */ SELECT count(*)::int AS length FROM graphile_worker.jobs WHERE attempts < max_attempts OR locked_at IS NOT NULL',
      );
      return rows[0]?.length ?? 0;
    },
    close: async () => {
      clearInterval(sweeper);
      stopping.abort();
      await sweeping;
      await Promise.allSettled(underWay);
      await working;
      await (await utils?.catch(() => undefined))?.release();
      await pgPool.end();
    },
  };
}

/** @throws DomainError CONFIGURATION */
function cronItems(schedule: string | null): ReturnType<typeof parseCrontab> {
  if (schedule === null) return parseCrontab(CLEANING);
  try {
    return parseCrontab(`${schedule} ${SCHEDULED}\n${CLEANING}`);
  } catch (cause) {
    const message = `RETRAIN_SCHEDULE is not a cron expression of five fields: "${schedule}".`;
    throw new DomainError('CONFIGURATION', message, {}, { cause });
  }
}
