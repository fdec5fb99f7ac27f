import { createHash } from 'node:crypto';
import { runTask } from '../compute/run-task.js';
import { DomainError, type ErrorCode } from '../errors.js';
import type { Logger } from '../logger.js';
import { SNAPSHOT_FORMAT } from '../model/snapshot.js';
import type { AlgorithmName, HyperParameters } from '../model/recommender.js';
import { getAlgorithm, resolveHyperParameters } from '../model/registry.js';
import type { ContentStore } from '../store/content.store.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { ModelStore } from '../store/model.store.js';
import type { TrainingJobRow, TrainingJobStore } from '../store/training-job.store.js';
import type { UserStore } from '../store/user.store.js';
import type { ModelCache } from './model-cache.js';
import { toModel } from './models.js';
import type { JobStatus, Model, Services, TrainingJob, TrainRequest } from './services.js';
import { readTrainingData, type Fingerprint } from './training-data.js';

export const DEFAULT_ALGORITHM: AlgorithmName = 'ITEM_KNN';
const DEFAULT_SEED = 42;
/** A note longer than this is refused. */
const MAXIMUM_NOTE = 1000;
/** How often a running job writes its progress and asks whether it is to stop. */
const BEAT_MS = 500;

/** A training as the job keeps it: complete and checked. */
export interface TrainingPlan {
  readonly algorithm: AlgorithmName;
  readonly hyperParameters: HyperParameters;
  readonly seed: number;
  readonly note: string | null;
}

export interface TrainProgress {
  readonly onProgress?: ((phase: string, fraction: number, detail: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Train {
  readonly training: Services['training'];
  /** Trains, stores and activates in this process, and waits. @throws DomainError NOT_ENOUGH_DATA, TRAINING_CANCELLED */
  run(request: TrainRequest, options?: TrainProgress): Promise<Model>;
  /**
   * Runs a queued job to its end, whatever that is; never throws for a failed training. Called by the queue's worker.
   * @param signal aborted when the process stops: the training stops too, and waits for the next worker
   */
  execute(jobId: string, signal?: AbortSignal): Promise<void>;
}

interface Dependencies {
  readonly users: UserStore;
  readonly contents: ContentStore;
  readonly engagements: EngagementStore;
  readonly models: ModelStore;
  readonly jobs: TrainingJobStore;
  readonly cache: ModelCache;
  /** Puts a job on the queue. */
  readonly addToQueue: (jobId: string) => Promise<void>;
  readonly logger: Logger;
}

export function createTrain(deps: Dependencies): Train {
  const { models, jobs, cache, logger } = deps;

  const train = async (plan: TrainingPlan, options: TrainProgress): Promise<Model> => {
    const report = options.onProgress ?? (() => undefined);
    report('reading engagements', 0, '');
    const stats = await deps.engagements.stats();
    const data = await readTrainingData(deps, stats.maxPk);
    if (data.columns.length === 0)
      throw new DomainError('NOT_ENOUGH_DATA', 'There are no engagements to train on. Record or import some first.');
    const counts = { engagements: data.columns.length, contents: data.catalogue.pk.length };
    const result = await runTask({ kind: 'TRAIN', ...data, ...plan }, { ...options, onProgress: report });
    report('storing', 0.99, '');
    const fingerprint: Fingerprint = {
      ...counts,
      users: result.users,
      maxPk: String(stats.maxPk),
      lastEngagementAt: stats.lastTimestamp?.toISOString() ?? null,
    };
    const stored = await models.create(
      {
        algorithm: plan.algorithm,
        hyperParameters: plan.hyperParameters,
        alpha: result.alpha,
        metrics: result.evaluation,
        fingerprint,
        timings: result.timings,
        formatVersion: SNAPSHOT_FORMAT,
        checksum: createHash('sha256').update(result.snapshot).digest('hex'),
        note: plan.note,
      },
      result.snapshot,
    );
    const active = await models.activate(stored.id);
    await cache.refresh();
    return toModel(active);
  };

  const execute = async (jobId: string, signal?: AbortSignal): Promise<void> => {
    const job = await jobs.get(jobId);
    if (!job || !(await jobs.markRunning(jobId))) return;
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    let now = { phase: 'starting', fraction: 0 };
    const beat = async (): Promise<void> => {
      const { cancelRequested } = await jobs.progress(jobId, now.phase, now.fraction);
      if (cancelRequested) stop.abort();
    };
    const pulse = setInterval(
      () => void beat().catch((err) => logger.warn({ err, jobId }, 'progress was not written')),
      BEAT_MS,
    );
    try {
      const model = await train(job.input as unknown as TrainingPlan, {
        signal: stop.signal,
        onProgress: (phase, fraction) => (now = { phase, fraction }),
      });
      await jobs.succeed(jobId, Number(model.id));
      logger.info({ jobId, model: model.id, seconds: model.trainingSeconds }, 'training succeeded');
    } catch (error) {
      if (signal?.aborted) await jobs.requeue(jobId);
      else await close(jobId, error);
    } finally {
      clearInterval(pulse);
      signal?.removeEventListener('abort', onAbort);
    }
  };

  const close = async (jobId: string, error: unknown): Promise<void> => {
    if (error instanceof DomainError && error.code === 'TRAINING_CANCELLED') {
      await jobs.markCancelled(jobId);
      logger.info({ jobId }, 'training cancelled');
      return;
    }
    const code: ErrorCode = error instanceof DomainError ? error.code : 'INTERNAL';
    const message =
      code === 'INTERNAL'
        ? 'The training failed by a fault of the service; its log says more.'
        : (error as Error).message;
    logger.error({ jobId, err: error }, 'training failed');
    await jobs.fail(jobId, code, message);
  };

  return {
    run: async (request, options = {}) => train(planTraining(request), options),
    execute,
    training: {
      enqueue: async (request) => {
        const plan = planTraining(request);
        if (request.ifRunning === 'REJECT') {
          const [unfinished] = await jobs.findUnfinished();
          if (unfinished)
            throw new DomainError(
              'TRAINING_IN_PROGRESS',
              `Training ${unfinished.id} is ${unfinished.status.toLowerCase()}.`,
              {
                jobId: unfinished.id,
              },
            );
        }
        const job = await jobs.create(plan);
        await deps.addToQueue(job.id);
        return toTrainingJob(job);
      },
      get: async (jobId) => {
        const row = isUuid(jobId) ? await jobs.get(jobId) : null;
        return row ? toTrainingJob(row) : null;
      },
      cancel: async (jobId) => {
        const row = isUuid(jobId) ? await jobs.requestCancel(jobId) : null;
        if (!row) throw new DomainError('NOT_FOUND', `No training job has the id "${jobId}".`, { jobId });
        return toTrainingJob(row);
      },
    },
  };
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** Fills defaults and checks. @throws DomainError BAD_USER_INPUT */
function planTraining(request: TrainRequest): TrainingPlan {
  const algorithm = getAlgorithm(request.algorithm ?? DEFAULT_ALGORITHM);
  const seed = request.seed ?? DEFAULT_SEED;
  if (!Number.isInteger(seed) || Math.abs(seed) > 2 ** 31 - 1)
    throw new DomainError('BAD_USER_INPUT', `seed must be a 32-bit integer, not ${seed}.`, { argument: 'seed' });
  const note = request.note ?? null;
  if (note !== null && (note.length > MAXIMUM_NOTE || note.includes('\u0000') || !note.isWellFormed()))
    throw new DomainError('BAD_USER_INPUT', `note must be text of at most ${MAXIMUM_NOTE} characters without U+0000.`, {
      argument: 'note',
    });
  return {
    algorithm: algorithm.name,
    hyperParameters: resolveHyperParameters(algorithm, request.hyperParameters ?? {}),
    seed,
    note,
  };
}

function toTrainingJob(row: TrainingJobRow): TrainingJob {
  return {
    id: row.id,
    status: row.status as JobStatus,
    phase: row.phase,
    progress: row.progress,
    algorithm: (row.input as unknown as TrainingPlan).algorithm,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    error: row.errorCode ? { code: row.errorCode, message: row.errorMessage ?? '' } : null,
    modelId: row.modelVersionId === null ? null : String(row.modelVersionId),
  };
}
