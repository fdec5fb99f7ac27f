import { CHANNELS } from './channels.js';
import type { Database } from './database.js';
import { hasCode, translateErrors } from './database-error.js';

export type TrainingJobStatus = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface TrainingJobRow {
  /** UUID. */
  readonly id: string;
  readonly status: TrainingJobStatus;
  /** What is being done, in words. */
  readonly phase: string;
  /** 0 to 1. */
  readonly progress: number;
  /** JSON, as given to `create`. */
  readonly input: unknown;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** Set once SUCCEEDED. */
  readonly modelVersionId: number | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** Renewed by `progress`. */
  readonly heartbeatAt: Date | null;
  readonly cancelRequestedAt: Date | null;
  /** How often a worker has begun it. */
  readonly attempts: number;
  readonly idempotencyKey: string | null;
}

/** One worker's hold on a job. What it says counts only until the job is given to another worker. */
export interface TrainingRun {
  readonly id: string;
  readonly attempt: number;
}

/**
 * A job goes QUEUED, RUNNING, then SUCCEEDED, FAILED or CANCELLED; late calls change nothing. Only `requeue` and
 * `recoverLost` lead back. Every change is announced on the channel of jobs.
 */
export interface TrainingJobStore {
  /**
   * @param input JSON
   * @param idempotencyKey a second call with the same one returns the job of the first, whatever the input
   */
  create(input: unknown, idempotencyKey?: string): Promise<TrainingJobRow>;
  /** Null also for an id that is not a UUID. */
  get(id: string): Promise<TrainingJobRow | null>;
  findByKey(idempotencyKey: string): Promise<TrainingJobRow | null>;
  /** Those that there are, in any order. @param ids UUIDs */
  getMany(ids: readonly string[]): Promise<TrainingJobRow[]>;
  /** Newest first, those behind the job `after`. */
  page(options: { first: number; after?: string | undefined }): Promise<TrainingJobRow[]>;
  count(): Promise<number>;
  /** @returns null when the job is not QUEUED any more: then it must not be run */
  markRunning(id: string): Promise<TrainingRun | null>;
  /**
   * Also renews the heartbeat.
   * @returns whether to stop: a cancellation was asked for, or the job was given up or given to another worker meanwhile
   */
  progress(run: TrainingRun, phase: string, fraction: number): Promise<{ cancelRequested: boolean }>;
  succeed(run: TrainingRun, modelVersionId: number): Promise<void>;
  fail(run: TrainingRun, code: string, message: string): Promise<void>;
  markCancelled(run: TrainingRun): Promise<void>;
  /** A QUEUED job is cancelled at once, a RUNNING one is asked to stop, a finished one stays. Null: no such job. */
  requestCancel(id: string): Promise<TrainingJobRow | null>;
  /** A RUNNING job waits again, since its worker stops; one that was asked to stop is CANCELLED instead. Counts as no attempt. */
  requeue(run: TrainingRun): Promise<void>;
  /** QUEUED and RUNNING, oldest first. */
  findUnfinished(): Promise<TrainingJobRow[]>;
  /** Jobs by status; statuses without jobs are left out. */
  countByStatus(): Promise<Partial<Record<TrainingJobStatus, number>>>;
  /**
   * Takes RUNNING jobs from workers that are gone: they wait again, or are FAILED after their last attempt, or CANCELLED where
   * that was asked for.
   * @param options.silentMs only jobs without a heartbeat for so long; 0 for all, by a caller who knows that nobody trains
   * @param options.attempts how often a job may be begun
   * @param options.message why it failed
   */
  recoverLost(options: {
    silentMs: number;
    attempts: number;
    message: string;
  }): Promise<{ readonly id: string; readonly status: TrainingJobStatus }[]>;
}

interface EndValues {
  readonly modelVersionId?: number;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

const UNFINISHED = ['QUEUED', 'RUNNING'] as const;

export function createTrainingJobStore({ pool, prisma }: Database): TrainingJobStore {
  const jobs = prisma.trainingJob;

  const get = async (id: string): Promise<TrainingJobRow | null> => {
    try {
      return await jobs.findUnique({ where: { id } });
    } catch (error) {
      // Not a UUID: nothing has this id.
      if (hasCode(error, 'P2023', 'P2007', '22P02')) return null;
      throw error;
    }
  };

  /** Runs an UPDATE without its RETURNING, and announces the jobs that it changed. */
  const change = async <T extends object>(update: string, values: unknown[], returning = ''): Promise<T[]> => {
    const { rows } = await pool.query<T>(
      `${update.replace('*/ UPDATE', '*/ WITH changed AS (UPDATE')} RETURNING *)
       SELECT id, attempts, status${returning}, pg_notify('${CHANNELS.jobs}', id::text) FROM changed`,
      values,
    );
    return rows;
  };

  // The instants of a job are all the database's: workers' clocks differ.
  const end = async (
    run: TrainingRun,
    status: TrainingJobStatus,
    phase: string,
    set: EndValues = {},
  ): Promise<void> => {
    await change(
      `/* end training */ UPDATE training_jobs SET status = $2::job_status, phase = $3, finished_at = now(),
         progress = CASE WHEN $2 = 'SUCCEEDED' THEN 1 ELSE progress END,
         model_version_id = coalesce($4, model_version_id), error_code = $5, error_message = $6
       WHERE id = $1 AND status = 'RUNNING' AND attempts = $7`,
      [run.id, status, phase, set.modelVersionId ?? null, set.errorCode ?? null, set.errorMessage ?? null, run.attempt],
    );
  };

  return translateErrors<TrainingJobStore>({
    async create(input, idempotencyKey) {
      const { rows } = await pool.query<{ id: string }>(
        `/* create training */ WITH made AS (
           INSERT INTO training_jobs (id, input, idempotency_key) VALUES (gen_random_uuid(), $1, $2)
           ON CONFLICT (idempotency_key) DO NOTHING RETURNING id)
         SELECT id, pg_notify('${CHANNELS.jobs}', id::text) FROM made`,
        [JSON.stringify(input), idempotencyKey ?? null],
      );
      return rows[0]
        ? jobs.findUniqueOrThrow({ where: { id: rows[0].id } })
        : jobs.findUniqueOrThrow({ where: { idempotencyKey: idempotencyKey! } });
    },

    get,

    getMany: (ids) => jobs.findMany({ where: { id: { in: [...ids] } } }),

    findByKey: (idempotencyKey) => jobs.findUnique({ where: { idempotencyKey } }),

    page: ({ first, after }) =>
      jobs.findMany({
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: first,
        ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
      }),

    count: () => jobs.count(),

    async markRunning(id) {
      const [row] = await change<{ attempts: number }>(
        `/* start training */ UPDATE training_jobs SET status = 'RUNNING', phase = 'starting', started_at = now(),
           heartbeat_at = now(), attempts = attempts + 1
         WHERE id = $1 AND status = 'QUEUED'`,
        [id],
      );
      return row ? { id, attempt: row.attempts } : null;
    },

    async progress(run, phase, fraction) {
      const [row] = await change<{ cancel: boolean }>(
        `/* training progress */ UPDATE training_jobs SET phase = $2, progress = $3, heartbeat_at = now()
         WHERE id = $1 AND status = 'RUNNING' AND attempts = $4`,
        [run.id, phase, Math.min(1, Math.max(0, fraction)), run.attempt],
        ', cancel_requested_at IS NOT NULL AS cancel',
      );
      return { cancelRequested: row?.cancel ?? true };
    },

    succeed: (run, modelVersionId) => end(run, 'SUCCEEDED', 'done', { modelVersionId }),

    fail: (run, errorCode, errorMessage) => end(run, 'FAILED', 'failed', { errorCode, errorMessage }),

    markCancelled: (run) => end(run, 'CANCELLED', 'cancelled'),

    async requestCancel(id) {
      if (!(await get(id))) return null;
      // One statement, so that a job which starts meanwhile is either cancelled before or asked to stop.
      await change(
        `/* request cancel */ UPDATE training_jobs SET
           cancel_requested_at = coalesce(cancel_requested_at, now()),
           finished_at = CASE WHEN status = 'QUEUED' THEN now() END,
           phase = CASE WHEN status = 'QUEUED' THEN 'cancelled' ELSE phase END,
           status = CASE WHEN status = 'QUEUED' THEN 'CANCELLED'::job_status ELSE status END
         WHERE id = $1 AND status IN ('QUEUED', 'RUNNING')`,
        [id],
      );
      return get(id);
    },

    async requeue(run) {
      await change(
        `/* requeue training */ UPDATE training_jobs SET
           status = CASE WHEN cancel_requested_at IS NULL THEN 'QUEUED' ELSE 'CANCELLED' END::job_status,
           phase = CASE WHEN cancel_requested_at IS NULL THEN 'queued' ELSE 'cancelled' END,
           finished_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE now() END,
           progress = 0, started_at = NULL, heartbeat_at = NULL, attempts = attempts - 1
         WHERE id = $1 AND status = 'RUNNING' AND attempts = $2`,
        [run.id, run.attempt],
      );
    },

    findUnfinished: () =>
      jobs.findMany({ where: { status: { in: [...UNFINISHED] } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),

    async countByStatus() {
      const groups = await jobs.groupBy({ by: ['status'], _count: true });
      return Object.fromEntries(groups.map(({ status, _count }) => [status, _count]));
    },

    recoverLost: ({ silentMs, attempts, message }) =>
      change(
        `/* recover lost trainings */ UPDATE training_jobs SET
           status = CASE WHEN cancel_requested_at IS NOT NULL THEN 'CANCELLED'
                         WHEN attempts < $2 THEN 'QUEUED' ELSE 'FAILED' END::job_status,
           phase = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled'
                        WHEN attempts < $2 THEN 'queued' ELSE 'failed' END,
           finished_at = CASE WHEN cancel_requested_at IS NULL AND attempts < $2 THEN NULL ELSE now() END,
           error_code = CASE WHEN cancel_requested_at IS NULL AND attempts >= $2 THEN 'INTERNAL' END,
           error_message = CASE WHEN cancel_requested_at IS NULL AND attempts >= $2 THEN $3 END,
           progress = CASE WHEN cancel_requested_at IS NULL AND attempts < $2 THEN 0 ELSE progress END
         WHERE status = 'RUNNING' AND ($1::float8 = 0 OR heartbeat_at < now() - $1::float8 * interval '1 millisecond')`,
        [silentMs, attempts, message],
      ),
  });
}
