import type { ErrorCode } from '../errors.js';
import type { ContentRecord } from '../model/content/features.js';
import type { EngagementColumns } from '../model/engagement.js';
import type { AlgorithmName, HyperParameters } from '../model/recommender.js';

/** The catalogue as the threads see it: one place per content row. */
export interface CatalogueColumns {
  /** Surrogate keys by place. */
  readonly pk: Int32Array;
  readonly id: readonly string[];
  readonly records: readonly ContentRecord[];
}

/** What learners say of themselves (job title, department), for those without a history. */
export interface LearnerColumns {
  /** Surrogate keys. */
  readonly pk: Int32Array;
  readonly title: readonly (string | null)[];
  readonly department: readonly (string | null)[];
}

export interface TrainTask {
  readonly kind: 'TRAIN';
  readonly columns: EngagementColumns;
  readonly catalogue: CatalogueColumns;
  readonly learners?: LearnerColumns;
  readonly algorithm: AlgorithmName;
  /** Complete and checked. */
  readonly hyperParameters: HyperParameters;
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
  /** FILE only: the rows to predict. Learners that the data does not know have keys that appear nowhere in it. */
  readonly test?: EngagementColumns;
  readonly catalogue: CatalogueColumns;
  readonly learners?: LearnerColumns;
  /** 0: all learners. */
  readonly sampleSize: number;
  readonly k: number;
  /** Undefined: the fitted value. */
  readonly alpha?: number | undefined;
  readonly seed: number;
}

export type Task = TrainTask | EvaluateTask;

export interface Measure {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export const MEASURES = [
  'precision',
  'recall',
  'ndcg',
  'map',
  'mrr',
  'hitRate',
  'coverage',
  'novelty',
  'diversity',
] as const;
export type MeasureName = (typeof MEASURES)[number];

export const CONTESTANTS = ['HYBRID', 'COLLABORATIVE', 'CONTENT', 'POPULARITY', 'RANDOM'] as const;
export type Contestant = (typeof CONTESTANTS)[number];

export type ContestantResult = Readonly<Record<MeasureName, Measure>> & {
  readonly contestant: Contestant;
  readonly alpha: number | null;
};

/** A report as plain numbers: what the threads send back and what the database keeps. */
export interface EvaluationResult {
  readonly k: number;
  readonly protocol: 'TEMPORAL' | 'PER_USER_RATIO' | 'TEST_FILE';
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
  readonly rmse: number | null;
  readonly mae: number | null;
  readonly seconds: number;
}

export interface TrainResult {
  readonly snapshot: Uint8Array;
  readonly alpha: number;
  /** NDCG@10 of the validation learners at each alpha tried; empty where alpha could not be fitted. */
  readonly alphaCurve: readonly { readonly alpha: number; readonly value: number }[];
  readonly evaluation: EvaluationResult | null;
  readonly users: number;
  readonly pairs: number;
  /** Seconds by phase. */
  readonly timings: Readonly<Record<string, number>>;
}

export type ResultOf<T extends Task> = T extends TrainTask ? TrainResult : EvaluationResult;

/** Thread to service. */
export type Reply =
  | { readonly type: 'PROGRESS'; readonly phase: string; readonly fraction: number; readonly detail: string }
  | { readonly type: 'DONE'; readonly result: TrainResult | EvaluationResult }
  | {
      readonly type: 'FAILED';
      readonly code: ErrorCode;
      readonly message: string;
      readonly details: Readonly<Record<string, unknown>>;
      readonly stack: string | undefined;
    };

/** What the thread is started with. */
export interface WorkerData {
  readonly task: Task;
  /** One int32 in shared memory; anything but 0 asks the task to stop. */
  readonly cancelFlag: SharedArrayBuffer;
}
