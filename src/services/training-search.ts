import type { TrialOutcome } from '../compute/trial-row.js';
import type { AlgorithmName, HyperParameters } from '../model/recommender.js';

/** One configuration that a training tried or left out. */
export interface SearchTrial {
  /** Of the configuration; in successive halving one configuration is measured on growing shares. */
  readonly number: number;
  readonly algorithm: AlgorithmName;
  readonly hyperParameters: HyperParameters;
  /** Share of the training learners that its fit was given, above 0 to 1. */
  readonly share: number;
  /** NDCG@10 or RMSE of the validation learners; null where it was refused or left out. */
  readonly value: number | null;
  /** Bounds of its 95% interval over the validation learners; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly seconds: number;
  /** Taken over from an earlier training on the same data. */
  readonly reused: boolean;
  readonly outcome: TrialOutcome;
  /** Why it was refused or left out. */
  readonly reason: string | null;
}

/** How the algorithm or the options of a model were chosen. */
export interface Search {
  /** AUTO: among algorithms and their options. Else among the options of one. */
  readonly method: 'RANDOM' | 'HALVING' | 'AUTO';
  /** What decided: NDCG@10, higher is better, or RMSE, lower is better. */
  readonly objective: 'NDCG' | 'RMSE';
  readonly seed: number;
  /** In the order in which they were measured. */
  readonly trials: readonly SearchTrial[];
  /** Number of the trial that was chosen. */
  readonly best: number | null;
  /** False where the time budget ended first. */
  readonly complete: boolean;
  /** Null for no limit. */
  readonly budgetSeconds: number | null;
  /** Validation learners that decided; null where it was not noted. */
  readonly learners: number | null;
  readonly seconds: number;
}

export interface SearchRequest {
  readonly method: 'RANDOM' | 'HALVING';
  /** Configurations to try, the defaults among them, 1-1000; default 20. */
  readonly trials?: number | undefined;
  /** Seconds after which no further trial begins; default: no limit. */
  readonly budgetSeconds?: number | undefined;
  /** Default: RMSE for algorithms that predict scores, else NDCG. */
  readonly objective?: 'NDCG' | 'RMSE' | undefined;
  /** Take over the trials of earlier models that were searched on the same data with the same seed and objective. */
  readonly resume?: boolean | undefined;
}
