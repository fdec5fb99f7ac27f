import type { EvaluateTask, EvaluationResult, ScoreFoldsResult } from '../compute/messages.js';
import { runTask } from '../compute/run-task.js';
import { DomainError } from '../errors.js';
import type { KeyedTruth } from '../evaluation/truth.js';
import type { Segmentation } from '../evaluation/segments.js';
import type { EngagementColumns } from '../model/engagement.js';
import type { ContentStore } from '../store/content.store.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { FeedbackStore } from '../store/feedback.store.js';
import type { ModelRow, ModelStore } from '../store/model.store.js';
import type { UserStore } from '../store/user.store.js';
import { checkAlpha, checkAlphas, checkK, DEFAULT_K } from './list-controls.js';
import type { EvaluateRequest, EvaluationReport, ScoreFoldsRequest } from './evaluation-report.js';
import { boundsOf, readTrainingData, type Fingerprint } from './training-data.js';
import { createTurns } from './turns.js';

/** Shares that a protocol may be asked to hold out. */
const LEAST_TEST_SHARE = 0.01;
const MOST_TEST_SHARE = 0.9;
const DEFAULT_SAMPLE = 1000;
const DEFAULT_SEED = 42;
const DEFAULT_FOLDS = 5;
const MOST_FOLDS = 20;
const DEFAULT_SEGMENTS: readonly Segmentation[] = ['ACTIVITY'];
/** Evaluations that may run at once in this process, each of which may take all of its data into memory. */
const AT_ONCE = 1;
/** Further ones that may wait for their turn. */
const WAITING_AT_MOST = 8;

export interface EvaluateOptions {
  readonly onProgress?: ((phase: string, fraction: number, detail: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of generated data: what it was drawn from. */
  readonly truth?: KeyedTruth | undefined;
}

export interface Evaluate {
  readonly run: (request: EvaluateRequest, options?: EvaluateOptions) => Promise<EvaluationReport>;
  /** Ranks the rows of a given test set with the fit that serves. */
  readonly runOn: (
    test: EngagementColumns,
    request: EvaluateRequest,
    options?: EvaluateOptions,
  ) => Promise<EvaluationReport>;
  /** Cross-validates predicted scores: of the active model's algorithm where it predicts them, else of SVD. */
  readonly scoreFolds: (request: ScoreFoldsRequest, options?: EvaluateOptions) => Promise<ScoreFoldsResult>;
}

/**
 * Offline evaluation of the active model, on threads of its own. One at a time; a few more may wait.
 * @param threads that ranking may take
 * @param fitThreads that a fit may take; 0: as many as the machine runs at once
 */
export function createEvaluate(
  deps: {
    users: UserStore;
    contents: ContentStore;
    engagements: EngagementStore;
    feedback: FeedbackStore;
    models: ModelStore;
  },
  threads: number,
  fitThreads: number,
): Evaluate {
  const { models } = deps;
  const turns = createTurns(AT_ONCE, WAITING_AT_MOST, 'evaluations');

  /** The active model, and the data it was trained on. */
  const readActive = async () => {
    const active = await requireActive(models);
    const [snapshot, data] = await Promise.all([
      models.readSnapshot(active.id),
      readTrainingData(deps, boundsOf(active.fingerprint as Partial<Fingerprint>)),
    ]);
    return { snapshot, ...data };
  };

  const evaluate = async (
    request: EvaluateRequest,
    target: Pick<EvaluateTask, 'target' | 'test'>,
    options: EvaluateOptions,
  ): Promise<EvaluationReport> => {
    const k = checkK(request.k ?? DEFAULT_K);
    if (request.alpha !== undefined) checkAlpha(request.alpha);
    const alphas = request.alphas ?? [];
    if (alphas.length > 0) checkAlphas(alphas);
    const segments = [...new Set(request.segments ?? DEFAULT_SEGMENTS)];
    const sampleSize = request.sampleSize ?? DEFAULT_SAMPLE;
    if (!Number.isInteger(sampleSize) || sampleSize < 0)
      throw new DomainError('BAD_USER_INPUT', `sampleSize must be 0 (all) or more, not ${sampleSize}.`, {
        argument: 'sampleSize',
      });
    const { protocol, testShare } = request;
    if (testShare !== undefined && !(testShare >= LEAST_TEST_SHARE && testShare <= MOST_TEST_SHARE))
      throw new DomainError(
        'BAD_USER_INPUT',
        `testShare must be from ${LEAST_TEST_SHARE} to ${MOST_TEST_SHARE}, not ${testShare}.`,
        { argument: 'testShare' },
      );
    if (testShare !== undefined && (protocol === undefined || protocol === 'LEAVE_LAST_OUT'))
      throw new DomainError(
        'BAD_USER_INPUT',
        'testShare needs a protocol that holds out a share: TEMPORAL, PER_USER_RATIO or STRATIFIED.',
        { argument: 'testShare' },
      );
    return turns.take(async () => {
      const task: EvaluateTask = {
        kind: 'EVALUATE',
        ...target,
        truth: options.truth,
        ...(await readActive()),
        protocol,
        testShare,
        sampleSize,
        k,
        alpha: request.alpha,
        alphas,
        segments,
        seed: request.seed ?? DEFAULT_SEED,
        threads,
      };
      return toReport(await runTask(task, { ...options, threads: fitThreads }));
    }, options.signal);
  };
  return {
    run: (request, options = {}) => evaluate(request, { target: 'HOLDOUT' }, options),
    runOn: (test, request, options = {}) => evaluate(request, { target: 'FILE', test }, options),
    scoreFolds: async ({ folds = DEFAULT_FOLDS, seed = DEFAULT_SEED }, options = {}) => {
      if (!Number.isInteger(folds) || folds < 2 || folds > MOST_FOLDS)
        throw new DomainError('BAD_USER_INPUT', `folds must be a whole number from 2 to ${MOST_FOLDS}, not ${folds}.`, {
          argument: 'folds',
        });
      return turns.take(async () => {
        const { snapshot, columns, catalogue } = await readActive();
        return runTask(
          { kind: 'SCORE_FOLDS', snapshot, columns, catalogue: { pk: catalogue.pk }, folds, seed },
          { ...options, threads: fitThreads },
        );
      }, options.signal);
    },
  };
}

async function requireActive(models: ModelStore): Promise<ModelRow> {
  const active = await models.active();
  if (!active) throw new DomainError('MODEL_NOT_READY', 'No model is active yet: train one first.');
  return active;
}

/** @param result also one that was stored by a version which measured less */
export function toReport(result: EvaluationResult): EvaluationReport {
  const { cutoff, results, comparisons, segments, alphas, verdict } = result as Partial<EvaluationResult>;
  return {
    ...result,
    cutoff: cutoff == null ? null : new Date(cutoff),
    results: results!.map((one) => ({
      ...one,
      exposureGini: (one as Partial<typeof one>).exposureGini ?? null,
      prerequisiteViolations: (one as Partial<typeof one>).prerequisiteViolations ?? null,
    })),
    comparisons: comparisons ?? [],
    segments: segments ?? [],
    alphas: alphas ?? [],
    verdict: verdict ?? null,
  };
}
