import type { EvaluateTask, EvaluationResult } from '../compute/messages.js';
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
import type { EvaluateRequest, EvaluationReport } from './services.js';
import { boundsOf, readTrainingData, type Fingerprint } from './training-data.js';

const DEFAULT_SAMPLE = 1000;
const DEFAULT_SEED = 42;
const DEFAULT_SEGMENTS: readonly Segmentation[] = ['ACTIVITY'];
/** Evaluations that may run at once in this process; further ones wait their turn. */
const AT_ONCE = 1;

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
}

/** Offline evaluation of the active model, on a thread of its own. */
export function createEvaluate(deps: {
  users: UserStore;
  contents: ContentStore;
  engagements: EngagementStore;
  feedback: FeedbackStore;
  models: ModelStore;
}): Evaluate {
  const { models } = deps;
  const waiting: (() => void)[] = [];
  let running = 0;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
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
    return inTurn(async () => {
      options.signal?.throwIfAborted();
      const active = await requireActive(models);
      const [snapshot, data] = await Promise.all([
        models.readSnapshot(active.id),
        readTrainingData(deps, boundsOf(active.fingerprint as Partial<Fingerprint>)),
      ]);
      const task: EvaluateTask = {
        kind: 'EVALUATE',
        ...target,
        truth: options.truth,
        ...data,
        snapshot,
        sampleSize,
        k,
        alpha: request.alpha,
        alphas,
        segments,
        seed: request.seed ?? DEFAULT_SEED,
      };
      return toReport(await runTask(task, options));
    });
  };

  return {
    run: (request, options = {}) => evaluate(request, { target: 'HOLDOUT' }, options),
    runOn: (test, request, options = {}) => evaluate(request, { target: 'FILE', test }, options),
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
