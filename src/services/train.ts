import { createHash } from 'node:crypto';
import { runTask } from '../compute/run-task.js';
import { DomainError, type ErrorCode } from '../errors.js';
import type { Logger } from '../logger.js';
import { SNAPSHOT_FORMAT } from '../model/snapshot.js';
import type { ContentStore } from '../store/content.store.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { FeedbackStore } from '../store/feedback.store.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import type { TrainingJobRow, TrainingJobStore, TrainingRun } from '../store/training-job.store.js';
import type { TrainingLock } from '../store/training-lock.js';
import type { TrainingTrialStore } from '../store/training-trial.store.js';
import type { UserStore } from '../store/user.store.js';
import type { FitElsewhere, FittedElsewhere } from './fit-on-spark.js';
import type { ModelCache } from './model-cache.js';
import { toModel } from './models.js';
import { checkFirst, decodeIdCursor, encodeIdCursor, toPage } from './paging.js';
import { decideActivation, type Activation } from './quality-gate.js';
import { DEFAULT_BUDGET_SECONDS, planTraining, type TrainingPlan } from './plan-training.js';
import { inOrder } from './batch.js';
import { knownTrials } from './search.js';
import type { JobStatus, Model, Services, TrainingJob, TrainRequest } from './services.js';
import { DEFAULT_TEST_SHARE, readTrainingData, type Fingerprint, type TrainingData } from './training-data.js';
import { trialsOfJobs } from './trials-of-jobs.js';
import { openTrialLog, type LoggedTrial } from './trial-log.js';

/** A job whose worker is lost is begun again once. */
const ATTEMPTS = 2;
const LOST = 'The worker that ran this training is gone, for the second time. Train again.';
/** A running job whose worker has not been heard of for so long is lost even where the lock is still held. */
const SILENT_MS = 30_000;
const LONGEST_KEY = 191;
/** How often a running job writes its progress and asks whether it is to stop; with a thread's grace still within a second. */
const BEAT_MS = 250;
/** Share of a training on Spark that Spark takes. */
const ELSEWHERE = 0.7;

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
  /** Takes back trainings whose worker is gone: begun once more, then failed. */
  recover(): Promise<void>;
}

interface Dependencies {
  readonly users: UserStore;
  readonly contents: ContentStore;
  readonly engagements: EngagementStore;
  readonly feedback: FeedbackStore;
  readonly models: ModelStore;
  readonly jobs: TrainingJobStore;
  readonly trials: TrainingTrialStore;
  readonly cache: ModelCache;
  /** Puts a job on the queue. */
  readonly addToQueue: (jobId: string) => Promise<void>;
  readonly lock: TrainingLock;
  /** Null where Spark is not configured. */
  readonly fitOnSpark: FitElsewhere | null;
  /** Whether this process runs the trainings that it queues. */
  readonly trainsHere: boolean;
  /** Whether a new model must prove itself. */
  readonly gate: 'strict' | 'off';
  /** Newest models that are kept, the active one besides; 0 for all. */
  readonly keepModels: number;
  /** Threads that a fit may take; 0: as many as the machine runs at once. */
  readonly threads: number;
  readonly logger: Logger;
  /** Of this program. */
  readonly version: string;
}

export function createTrain(deps: Dependencies): Train {
  const { models, jobs, cache, logger } = deps;

  const train = async (plan: TrainingPlan, options: TrainProgress, run?: TrainingRun): Promise<Model> => {
    const report = options.onProgress ?? (() => undefined);
    report('reading engagements', 0, '');
    const stats = await deps.engagements.stats();
    const said = await deps.feedback.stats();
    const data = await readTrainingData(deps, { maxPk: stats.maxPk, maxFeedbackPk: said.maxPk }, options.signal);
    const engagements = data.columns.feedbackFrom ?? data.columns.length;
    if (engagements === 0)
      throw new DomainError('NOT_ENOUGH_DATA', 'There are no engagements to train on. Record or import some first.');
    const read = {
      engagements,
      feedback: data.columns.length - engagements,
      contents: data.catalogue.pk.length,
      maxPk: String(stats.maxPk),
      maxFeedbackPk: String(said.maxPk),
      lastEngagementAt: stats.lastTimestamp?.toISOString() ?? null,
      testShare: plan.testShare ?? DEFAULT_TEST_SHARE,
    };
    const log = await openTrialLog(deps, plan, read, run?.id ?? null);
    const choosing = {
      search: plan.search
        ? {
            ...plan.search,
            known: [
              ...(await knownTrials(models, plan.search, { ...plan, fingerprint: read })),
              ...log.known.map(({ row }) => row),
            ],
          }
        : undefined,
      auto:
        plan.algorithm === 'AUTO'
          ? { budgetSeconds: plan.budgetSeconds ?? DEFAULT_BUDGET_SECONDS, known: log.known.flatMap(toKnownTrial) }
          : undefined,
    };
    const elsewhere = plan.engine === 'SPARK' ? await fitElsewhere(plan, data, stats.maxPk, options) : null;
    const result = await runTask(
      { kind: 'TRAIN', ...data, ...plan, ...choosing, fitted: elsewhere?.fitted },
      {
        ...options,
        onProgress: elsewhere
          ? (phase, fraction, detail) => report(phase, ELSEWHERE + (1 - ELSEWHERE) * fraction, detail)
          : report,
        onTrial: log.onTrial,
        threads: deps.threads,
      },
    ).finally(() => log.settle());
    const fingerprint: Fingerprint = {
      ...read,
      users: result.users,
      ...(plan.engine && { engine: plan.engine }),
    };
    const comparing = 'comparing with the model in service';
    report(comparing, 0.97, '');
    const activation = await decideActivation(
      { models, gate: deps.gate },
      { snapshot: result.snapshot, fingerprint, data },
      {
        signal: options.signal,
        onProgress: (_phase, fraction, detail) => report(comparing, 0.97 + 0.02 * fraction, detail),
      },
    );
    report('storing', 0.99, '');
    const stored = await models.create(
      {
        algorithm: result.recipe.parts[0].algorithm,
        hyperParameters: result.recipe.parts[0].hyperParameters,
        requestedAlgorithm: plan.algorithm,
        recipe: { ...result.recipe, alphaByHistory: result.alphaByHistory },
        search: result.search,
        alpha: result.alpha,
        metrics: result.evaluation,
        fingerprint,
        timings: elsewhere ? withTimings(result.timings, elsewhere.timings) : result.timings,
        formatVersion: SNAPSHOT_FORMAT,
        checksum: createHash('sha256').update(result.snapshot).digest('hex'),
        note: plan.note,
        activation,
      },
      result.snapshot,
      run,
      options.signal,
    );
    await log.done();
    return putIntoService(stored);
  };

  /** @throws DomainError SPARK_UNAVAILABLE where Spark is not configured, and whatever Spark does */
  const fitElsewhere = async (
    { hyperParameters, seed, testShare }: TrainingPlan,
    data: TrainingData,
    maxPk: bigint,
    options: TrainProgress,
  ): Promise<FittedElsewhere> => {
    if (!deps.fitOnSpark) throw notConfigured();
    const report = options.onProgress ?? (() => undefined);
    return deps.fitOnSpark(
      { data, maxPk, hyperParameters, seed, testShare },
      { ...options, onProgress: (phase, fraction, detail) => report(phase, ELSEWHERE * fraction, detail) },
    );
  };

  /** As the gate decided when the model was stored, unless another model has been put into service since. */
  const putIntoService = async (stored: ModelRow): Promise<Model> => {
    const decided = stored.activation as Activation;
    let row = stored;
    if (decided.decision === 'ACTIVATED') {
      const expected = decided.comparedWith === null ? null : Number(decided.comparedWith);
      row =
        deps.gate === 'off'
          ? await models.activate(stored.id)
          : await models.activateInstead(stored.id, expected, overtaken(decided));
      await cache.refresh();
    }
    if (!row.isActive) logger.warn({ model: row.id, reason: toModel(row).activation?.reason }, 'model kept');
    if (deps.keepModels > 0) {
      // The new one stays whatever the number: it is among the newest.
      const removed = await models.removeOld(deps.keepModels);
      if (removed.length > 0) logger.info({ models: removed }, 'old models removed');
    }
    return toModel(row);
  };

  const execute = async (jobId: string, signal: AbortSignal = new AbortController().signal): Promise<void> => {
    await deps.lock.hold(signal, async (held) => {
      // Whoever has the lock knows that nobody else trains: what still counts as running has lost its worker.
      await recover(0);
      const run = await jobs.markRunning(jobId);
      if (run) await carryOut(run, held);
    });
  };

  /** @param held aborted when this process stops, or when it has lost the lock and with it the right to train */
  const carryOut = async (run: TrainingRun, held: AbortSignal): Promise<void> => {
    const job = (await jobs.get(run.id))!;
    const stop = new AbortController();
    const signal = AbortSignal.any([held, stop.signal]);
    let now = { phase: 'starting', fraction: 0 };
    const beat = async (): Promise<void> => {
      const { cancelRequested } = await jobs.progress(run, now.phase, now.fraction);
      if (cancelRequested) stop.abort();
    };
    const pulse = setInterval(
      () => void beat().catch((err) => logger.warn({ err, jobId: run.id }, 'progress was not written')),
      BEAT_MS,
    );
    try {
      const onProgress = (phase: string, fraction: number): void => void (now = { phase, fraction });
      const model = await trainOrTakeOver(job, { signal, onProgress }, run);
      await jobs.succeed(run, Number(model.id));
      logger.info({ jobId: run.id, model: model.id, seconds: model.trainingSeconds }, 'training succeeded');
    } catch (error) {
      if (held.aborted) await jobs.requeue(run);
      else await close(run, error);
    } finally {
      clearInterval(pulse);
    }
  };

  /** A worker that was lost may have stored the model already: then only its activation is left to do. */
  const trainOrTakeOver = async (job: TrainingJobRow, options: TrainProgress, run: TrainingRun): Promise<Model> => {
    const stored = job.modelVersionId === null ? null : await models.get(job.modelVersionId);
    return stored ? putIntoService(stored) : train(job.input as unknown as TrainingPlan, options, run);
  };

  const recover = async (silentMs: number): Promise<void> => {
    const lost = await jobs.recoverLost({ silentMs, attempts: ATTEMPTS, message: LOST });
    for (const { id, status } of lost) {
      logger.warn({ jobId: id, status }, 'a training has lost its worker');
      if (status === 'QUEUED') await deps.addToQueue(id);
    }
  };

  const close = async (run: TrainingRun, error: unknown): Promise<void> => {
    if (error instanceof DomainError && error.code === 'TRAINING_CANCELLED') {
      await jobs.markCancelled(run);
      logger.info({ jobId: run.id }, 'training cancelled');
      return;
    }
    const code: ErrorCode = error instanceof DomainError ? error.code : 'INTERNAL';
    const message =
      code === 'INTERNAL'
        ? 'The training failed by a fault of the service; its log says more.'
        : (error as Error).message;
    logger.error({ jobId: run.id, err: error }, 'training failed');
    await jobs.fail(run, code, message);
  };

  return {
    run: async (request, options = {}) => {
      const plan = planTraining(request);
      const signal = options.signal ?? new AbortController().signal;
      let model: Model | undefined;
      await deps.lock.hold(
        signal,
        async (held) => {
          await recover(0);
          model = await train(plan, { ...options, signal: held });
        },
        () => options.onProgress?.('waiting for another training to end', 0, ''),
      );
      if (!model)
        throw new DomainError('TRAINING_CANCELLED', 'The training was cancelled while it waited for another.');
      return model;
    },
    execute,
    recover: async () => {
      if (!(await deps.lock.holdIfFree(() => recover(0)))) await recover(SILENT_MS);
    },
    training: {
      enqueue: async (request) => {
        const plan = planTraining(request);
        // Elsewhere it may be configured.
        if (plan.engine === 'SPARK' && deps.trainsHere && !deps.fitOnSpark) throw notConfigured();
        const key = request.idempotencyKey;
        if (key !== undefined) {
          checkKey(key);
          const known = await jobs.findByKey(key);
          if (known) return toTrainingJob(known);
        }
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
        const job = await jobs.create(plan, key);
        if (job.status === 'QUEUED') await deps.addToQueue(job.id);
        return toTrainingJob(job);
      },
      list: async (page) => {
        const after = page.after === undefined ? undefined : decodeIdCursor(page.after);
        const rows = await jobs.page({ first: checkFirst(page.first) + 1, after });
        return toPage(rows, page, toTrainingJob, ({ id }) => encodeIdCursor(id));
      },
      count: () => jobs.count(),
      get: async (jobId) => {
        const row = isUuid(jobId) ? await jobs.get(jobId) : null;
        return row ? toTrainingJob(row) : null;
      },
      getMany: async (jobIds) => inOrder(jobIds, (await jobs.getMany(jobIds.filter(isUuid))).map(toTrainingJob)),
      trials: (asked) => trialsOfJobs(deps, asked),
      cancel: async (jobId) => {
        const row = isUuid(jobId) ? await jobs.requestCancel(jobId) : null;
        if (!row) throw new DomainError('NOT_FOUND', `No training job has the id "${jobId}".`, { jobId });
        return toTrainingJob(row);
      },
    },
  };
}

function notConfigured(): DomainError {
  return new DomainError('SPARK_UNAVAILABLE', 'Spark is not configured: set SPARK_SUBMIT (docs/spark.md).', {
    field: 'engine',
  });
}

/** With those of Spark, and the total of both. */
function withTimings(
  here: Readonly<Record<string, number>>,
  elsewhere: Readonly<Record<string, number>>,
): Record<string, number> {
  const { exporting, spark, importing } = elsewhere;
  return { ...here, ...elsewhere, total: here.total + exporting + spark + importing };
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function toKnownTrial({ row, values }: LoggedTrial) {
  const { algorithm, hyperParameters, seconds } = row;
  return values ? [{ algorithm, hyperParameters, values, seconds }] : [];
}

/** What is kept with a model where another one was put into service while it was trained: it was compared with the wrong one. */
function overtaken(decided: Activation): Activation {
  const before = decided.comparedWith === null ? 'no model' : `model ${decided.comparedWith}`;
  return {
    ...decided,
    decision: 'KEPT',
    reason: `Another model was put into service while this one was trained and compared with ${before}. Activate it by hand.`,
  };
}

/** @throws DomainError BAD_USER_INPUT */
function checkKey(key: string): void {
  if (key === '' || key.length > LONGEST_KEY || key.includes('\u0000') || !key.isWellFormed())
    throw new DomainError(
      'BAD_USER_INPUT',
      `idempotencyKey must be text of 1 to ${LONGEST_KEY} characters without U+0000.`,
      { argument: 'idempotencyKey' },
    );
}

function toTrainingJob(row: TrainingJobRow): TrainingJob {
  return {
    id: row.id,
    status: row.status as JobStatus,
    phase: row.phase,
    progress: row.progress,
    algorithm: (row.input as unknown as TrainingPlan).algorithm,
    engine: (row.input as unknown as TrainingPlan).engine ?? 'LOCAL',
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    error: row.errorCode ? { code: row.errorCode as ErrorCode, message: row.errorMessage ?? '' } : null,
    modelId: row.modelVersionId === null ? null : String(row.modelVersionId),
  };
}
