import type { Prisma } from '../generated/prisma/client.js';
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
}

/** A job goes QUEUED, RUNNING, then SUCCEEDED, FAILED or CANCELLED; late calls change nothing. Only `requeue` leads back. */
export interface TrainingJobStore {
  /** @param input JSON */
  create(input: unknown): Promise<TrainingJobRow>;
  /** Null also for an id that is not a UUID. */
  get(id: string): Promise<TrainingJobRow | null>;
  /** @returns false when the job is not QUEUED any more: then it must not be run */
  markRunning(id: string): Promise<boolean>;
  /**
   * Also renews the heartbeat.
   * @returns whether to stop: a cancellation was asked for, or the job was given up meanwhile
   */
  progress(id: string, phase: string, fraction: number): Promise<{ cancelRequested: boolean }>;
  succeed(id: string, modelVersionId: number): Promise<void>;
  fail(id: string, code: string, message: string): Promise<void>;
  markCancelled(id: string): Promise<void>;
  /** A QUEUED job is cancelled at once, a RUNNING one is asked to stop, a finished one stays. Null: no such job. */
  requestCancel(id: string): Promise<TrainingJobRow | null>;
  /** A RUNNING job waits again, since its worker stops; one that was asked to stop is CANCELLED instead. */
  requeue(id: string): Promise<void>;
  /** QUEUED and RUNNING, oldest first. */
  findUnfinished(): Promise<TrainingJobRow[]>;
  /** Fails RUNNING jobs without a heartbeat for so long. @returns how many */
  failStale(olderThanMs: number, message: string): Promise<number>;
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

  // The instants of a job are all the database's: workers' clocks differ.
  const end = async (id: string, status: TrainingJobStatus, phase: string, set: EndValues = {}): Promise<void> => {
    await pool.query(
      `/* end training */ UPDATE training_jobs SET status = $2::job_status, phase = $3, finished_at = now(),
         progress = CASE WHEN $2 = 'SUCCEEDED' THEN 1 ELSE progress END,
         model_version_id = $4, error_code = $5, error_message = $6
       WHERE id = $1 AND status IN ('QUEUED', 'RUNNING')`,
      [id, status, phase, set.modelVersionId ?? null, set.errorCode ?? null, set.errorMessage ?? null],
    );
  };

  return translateErrors<TrainingJobStore>({
    create: (input) => jobs.create({ data: { input: input as Prisma.InputJsonValue } }),

    get,

    async markRunning(id) {
      const { rowCount } = await pool.query(
        `/* start training */ UPDATE training_jobs SET status = 'RUNNING', phase = 'starting', started_at = now(), heartbeat_at = now()
         WHERE id = $1 AND status = 'QUEUED'`,
        [id],
      );
      return rowCount === 1;
    },

    async progress(id, phase, fraction) {
      const { rows } = await pool.query<{ cancel: boolean }>(
        `/* training progress */ UPDATE training_jobs SET phase = $2, progress = $3, heartbeat_at = now()
         WHERE id = $1 AND status = 'RUNNING' RETURNING cancel_requested_at IS NOT NULL AS cancel`,
        [id, phase, Math.min(1, Math.max(0, fraction))],
      );
      return { cancelRequested: rows[0]?.cancel ?? true };
    },

    succeed: (id, modelVersionId) => end(id, 'SUCCEEDED', 'done', { modelVersionId }),

    fail: (id, errorCode, errorMessage) => end(id, 'FAILED', 'failed', { errorCode, errorMessage }),

    markCancelled: (id) => end(id, 'CANCELLED', 'cancelled'),

    async requestCancel(id) {
      if (!(await get(id))) return null;
      // One statement, so that a job which starts meanwhile is either cancelled before or asked to stop.
      await pool.query(
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

    async requeue(id) {
      await pool.query(
        `/* requeue training */ UPDATE training_jobs SET
           status = CASE WHEN cancel_requested_at IS NULL THEN 'QUEUED' ELSE 'CANCELLED' END::job_status,
           phase = CASE WHEN cancel_requested_at IS NULL THEN 'queued' ELSE 'cancelled' END,
           finished_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE now() END,
           progress = 0, started_at = NULL, heartbeat_at = NULL
         WHERE id = $1 AND status = 'RUNNING'`,
        [id],
      );
    },

    findUnfinished: () =>
      jobs.findMany({ where: { status: { in: [...UNFINISHED] } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),

    async failStale(olderThanMs, message) {
      const { rowCount } = await pool.query(
        `/* fail stale trainings */ UPDATE training_jobs SET status = 'FAILED', phase = 'failed', error_code = 'INTERNAL',
           error_message = $2, finished_at = now()
         WHERE status = 'RUNNING' AND heartbeat_at < now() - $1 * interval '1 millisecond'`,
        [olderThanMs, message],
      );
      return rowCount ?? 0;
    },
  });
}
