import type { Measure } from '../evaluation/bootstrap.js';
import type { Contestant } from '../evaluation/contestants.js';
import {
  CATALOGUE_METRICS,
  LEARNER_METRICS,
  type CatalogueMetricName,
  type LearnerMetricName,
} from '../evaluation/metrics/registry.js';
import type { Protocol } from '../evaluation/protocols.js';
import type { Segmentation } from '../evaluation/segments.js';
import type { KeyedTruth } from '../evaluation/truth.js';
import type { Comparison, Verdict } from '../evaluation/verdict.js';
import type { ContentRecord } from '../model/content/features.js';
import type { EngagementColumns, SeniorityLevel } from '../model/engagement.js';
import type { AlphaStep } from '../model/hybrid/alpha-by-history.js';
import type { MixtureRecipe } from '../model/hybrid/mixture.js';
import type { Prerequisites } from '../model/prerequisites/prerequisites.js';
import type { AlgorithmChoice, AlgorithmName, HyperParameters, RecommenderState } from '../model/recommender.js';
import type { FailedReply } from './failed-reply.js';
import type { SearchSettings } from './search-hyper-parameters.js';
import type { AutoSettings } from './select-algorithm.js';
import type { SearchReport, TrialRow } from './trial-row.js';

/** The catalogue as the threads see it: one place per content row. */
export interface CatalogueColumns {
  /** Surrogate keys by place. */
  readonly pk: Int32Array;
  readonly id: readonly string[];
  readonly records: readonly ContentRecord[];
  /** What each place requires; left out where nothing is required. */
  readonly prerequisites?: Prerequisites;
}

/** What learners say of themselves, for those without a history and for segments. */
export interface LearnerColumns {
  /** Surrogate keys. */
  readonly pk: Int32Array;
  readonly title: readonly (string | null)[];
  readonly department: readonly (string | null)[];
  readonly seniorityLevel: readonly (SeniorityLevel | null)[];
}

/**
 * What a training fits to. DECIDING: the training part of the learners that decide, where that is not TRAINING (see
 * deciding-data.ts). TRAINING: what is not held out.
 */
export type FitPart = 'DECIDING' | 'TRAINING' | 'EVERYTHING';

/** The rows of a part: all, those before an instant, or, where neither says it, these. */
export interface PartRows {
  readonly part: FitPart;
  /** Milliseconds since 1970. */
  readonly before: number | null;
  /** Places in the columns. */
  readonly rows: Int32Array | null;
}

/** Tells which fits a training needs, for an engine that makes them elsewhere. */
export interface CutTask {
  readonly kind: 'CUT';
  readonly columns: EngagementColumns;
  readonly catalogue: Pick<CatalogueColumns, 'pk' | 'id'>;
  readonly seed: number;
  readonly testShare?: number | undefined;
}

export interface TrainTask {
  readonly kind: 'TRAIN';
  /** Fits that were made elsewhere, of all parts that `CutTask` tells: then none is made here. */
  readonly fitted?: Readonly<Partial<Record<FitPart, RecommenderState>>> | undefined;
  readonly columns: EngagementColumns;
  readonly catalogue: CatalogueColumns;
  readonly learners?: LearnerColumns;
  readonly algorithm: AlgorithmChoice;
  /** Complete and checked; of no meaning for AUTO. */
  readonly hyperParameters: HyperParameters;
  /** Chooses the options that are not set, before the fits; default: no search. Not for AUTO. */
  readonly search?: SearchSettings | undefined;
  /** For AUTO, and only there. */
  readonly auto?: AutoSettings | undefined;
  /** What the collaborative half is made of, in place of all choice: then `algorithm` is of no meaning. */
  readonly recipe?: MixtureRecipe | undefined;
  /** Whether the model is measured; default true. */
  readonly report?: boolean;
  readonly seed: number;
  /** Share of the engagements held out, the latest ones; default 0.2. */
  readonly testShare?: number;
  /** Days in which an engagement's strength halves; default: no decay. */
  readonly halfLifeDays?: number;
}

export interface EvaluateTask {
  readonly kind: 'EVALUATE';
  /** HOLDOUT: the model's evaluation fit on the rows it has never seen. FILE: its serving fit on `test`. */
  readonly target: 'HOLDOUT' | 'FILE';
  readonly snapshot: Uint8Array;
  /** The data that the model was trained on. */
  readonly columns: EngagementColumns;
  /** Of generated data: what it was drawn from, to tell what could be attained. */
  readonly truth?: KeyedTruth | undefined;
  /** HOLDOUT only: another way to part the rows, for which the model is fitted anew with its own settings. */
  readonly protocol?: Protocol | undefined;
  /** Share to hold out by `protocol`; default: that of the protocol. */
  readonly testShare?: number | undefined;
  /** FILE only: the rows to predict. Learners that the data does not know have keys that appear nowhere in it. */
  readonly test?: EngagementColumns;
  readonly catalogue: CatalogueColumns;
  readonly learners?: LearnerColumns;
  /** 0: all learners. */
  readonly sampleSize: number;
  readonly k: number;
  /** Undefined: the fitted value. */
  readonly alpha?: number | undefined;
  /** Further shares to rank by. */
  readonly alphas: readonly number[];
  readonly segments: readonly Segmentation[];
  readonly seed: number;
  /** Default: as many as the machine runs at once. */
  readonly threads?: number;
}

/** Measures predicted scores by cross-validation. */
export interface ScoreFoldsTask {
  readonly kind: 'SCORE_FOLDS';
  readonly snapshot: Uint8Array;
  readonly columns: EngagementColumns;
  readonly catalogue: Pick<CatalogueColumns, 'pk'>;
  /** 2-20. */
  readonly folds: number;
  readonly seed: number;
}

/** Errors of predicted scores, in points. */
export interface ScoreErrors {
  readonly rmse: number;
  readonly mae: number;
}

export interface ScoreFold {
  readonly pairs: number;
  /** Of the learners' own vectors, as the descent has left them. */
  readonly descent: ScoreErrors;
  /** As served: learners folded in from their scores. */
  readonly served: ScoreErrors;
}

export interface ScoreFoldsResult {
  readonly algorithm: AlgorithmName;
  readonly hyperParameters: HyperParameters;
  /** False where the model predicts no scores, so that SVD was fitted with its defaults. */
  readonly ofModel: boolean;
  readonly pairs: number;
  readonly users: number;
  readonly items: number;
  /** The least and the largest score: predictions are cut to between them. */
  readonly scale: readonly [low: number, high: number];
  readonly folds: readonly ScoreFold[];
  readonly seed: number;
  readonly seconds: number;
}

/** Compares a new model with the one in service on what neither hold-out fit has seen. */
export interface GateTask {
  readonly kind: 'GATE';
  /** Snapshot of the new model. */
  readonly challenger: Uint8Array;
  /** Snapshot of the one in service. */
  readonly champion: Uint8Array;
  /** The data that the new model was trained on. */
  readonly columns: EngagementColumns;
  /** Both were trained on the same rows. */
  readonly sameData: boolean;
  /** Learners to rank, 0 for all; default 2000. */
  readonly learnersAtMost?: number;
  readonly catalogue: CatalogueColumns;
  readonly learners?: LearnerColumns;
}

/** Compares what two models recommend. */
export interface CompareTask {
  readonly kind: 'COMPARE';
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  /** Surrogate keys of the learners to rank for, ascending. */
  readonly sample: Int32Array;
  /** Their histories. */
  readonly columns: EngagementColumns;
  readonly catalogue: CatalogueColumns;
  /** Surrogate keys of content that is not recommended. */
  readonly unranked: Int32Array;
  readonly learners?: LearnerColumns;
  readonly k: number;
}

export type Task = TrainTask | CutTask | EvaluateTask | ScoreFoldsTask | GateTask | CompareTask;

export type HoldoutComparison =
  | { readonly comparable: false; readonly reason: string }
  | {
      readonly comparable: true;
      readonly k: number;
      readonly users: number;
      /** Milliseconds since 1970; null where the cut is not by time. */
      readonly cutoff: number | null;
      /** Mean NDCG@k of the new model. */
      readonly challenger: number;
      readonly champion: number;
      /** New minus the one in service, with its paired 95% interval. */
      readonly difference: number;
      readonly low: number;
      readonly high: number;
    };

export interface ServingComparison {
  /** By learner, in the order of the sample, 0-1. */
  readonly overlap: readonly number[];
  /** Lists that an item is in, for items that are in any. */
  readonly exposure: readonly { readonly pk: number; readonly a: number; readonly b: number }[];
}

/** The measures of a way to rank, in the order of reports. */
export const MEASURES = [...LEARNER_METRICS, ...CATALOGUE_METRICS].map(({ name }) => name);
export type MeasureName = LearnerMetricName | CatalogueMetricName;

/** `prerequisiteViolations` is null where no content requires any. */
export type Measures = Readonly<Record<Exclude<MeasureName, 'prerequisiteViolations'>, Measure>> & {
  readonly prerequisiteViolations: Measure | null;
};

export type ContestantResult = Measures & {
  readonly contestant: Contestant;
  readonly alpha: number | null;
  /** With a truth only: the share of the oracle's NDCG that it reaches; null where the oracle reaches nothing. */
  readonly attainable?: Measure | null;
};

/** Learners of one kind. */
export interface SegmentResult {
  readonly by: Segmentation;
  /** COLD, CASUAL, REGULAR, POWER; a seniority; or a department, `(others)` for the rare ones; `(none)` for learners without. */
  readonly name: string;
  readonly users: number;
  readonly results: readonly ContestantResult[];
  /** HYBRID against each of the others. */
  readonly comparisons: readonly Comparison[];
}

/** A report as plain numbers: what the threads send back and what the database keeps. */
export interface EvaluationResult {
  readonly k: number;
  readonly protocol: Protocol | 'TEST_FILE';
  /** Whether the model was fitted anew for this report. */
  readonly refitted?: boolean;
  readonly users: number;
  readonly coldUsers: number;
  readonly catalogueSize: number;
  readonly trainEngagements: number;
  readonly testEngagements: number;
  /** Milliseconds since 1970. */
  readonly cutoff: number | null;
  readonly alpha: number;
  readonly seed: number;
  readonly results: readonly ContestantResult[];
  /** HYBRID against each of the others, by NDCG@k. */
  readonly comparisons: readonly Comparison[];
  readonly verdict: Verdict;
  readonly segments: readonly SegmentResult[];
  /** HYBRID at each of the shares that were asked for. */
  readonly alphas: readonly ContestantResult[];
  readonly rmse: number | null;
  readonly mae: number | null;
  /** With a truth only: NDCG of the oracle that ranks by it, and the share of it that the hybrid reaches. */
  readonly attainable?: { readonly ndcg: Measure; readonly share: Measure | null };
  readonly seconds: number;
}

export interface TrainResult {
  readonly snapshot: Uint8Array;
  /** What the collaborative half is made of: what the task names, or what was chosen. */
  readonly recipe: MixtureRecipe;
  /** How it was chosen; null where everything was given. */
  readonly search: SearchReport | null;
  readonly alpha: number;
  readonly alphaByHistory: readonly AlphaStep[] | null;
  /** NDCG@10 of the validation learners at each alpha tried; empty where alpha could not be fitted. */
  readonly alphaCurve: readonly { readonly alpha: number; readonly value: number }[];
  readonly evaluation: EvaluationResult | null;
  readonly users: number;
  readonly pairs: number;
  /** Seconds by phase. */
  readonly timings: Readonly<Record<string, number>>;
}

export type ResultOf<T extends Task> = T extends TrainTask
  ? TrainResult
  : T extends CutTask
    ? readonly PartRows[]
    : T extends GateTask
      ? HoldoutComparison
      : T extends CompareTask
        ? ServingComparison
        : T extends ScoreFoldsTask
          ? ScoreFoldsResult
          : EvaluationResult;

/** Thread to service. */
export type Reply =
  | { readonly type: 'PROGRESS'; readonly phase: string; readonly fraction: number; readonly detail: string }
  /** A search or AUTO has made a trial; `values` are those of the validation learners. */
  | { readonly type: 'TRIAL'; readonly row: TrialRow; readonly values: Float32Array | null }
  | {
      readonly type: 'DONE';
      readonly result:
        TrainResult | readonly PartRows[] | EvaluationResult | ScoreFoldsResult | HoldoutComparison | ServingComparison;
    }
  | FailedReply;

/** What the thread is started with. */
export interface WorkerData {
  readonly task: Task;
  /** One int32 in shared memory; anything but 0 asks the task to stop. */
  readonly cancelFlag: SharedArrayBuffer;
  /** Threads that a fit may take; 0: as many as the machine runs at once. */
  readonly threads: number;
}
