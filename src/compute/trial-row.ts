import type { AlgorithmName, HyperParameters } from '../model/recommender.js';

export const TRIAL_OUTCOMES = ['CHOSEN', 'BLENDED', 'TRIED', 'REFUSED', 'LEFT_OUT'] as const;
/**
 * CHOSEN: the model is made of it. BLENDED: it has a part in the model beside the chosen one. TRIED: measured, and not taken.
 * REFUSED: it cannot be fitted to this data. LEFT_OUT: the budget had no time for it.
 */
export type TrialOutcome = (typeof TRIAL_OUTCOMES)[number];

/** One row of the table of what a training tried, as it is kept and shown. */
export interface TrialRow {
  /** 1-based; in successive halving several rows of one number are its rungs. */
  readonly number: number;
  readonly algorithm: AlgorithmName;
  /** Complete. */
  readonly hyperParameters: HyperParameters;
  /** Share of the training learners that the fit was given, above 0 to 1. */
  readonly share: number;
  /** NDCG@10 of the validation learners, or the RMSE where a search goes by that; null where nothing was measured. */
  readonly value: number | null;
  /** Bounds of the 95% bootstrap interval over the validation learners; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly seconds: number;
  /** True where the value was known from an earlier run on the same data. */
  readonly reused: boolean;
  readonly outcome: TrialOutcome;
  /** Why it was refused or left out; null elsewhere. */
  readonly reason: string | null;
}

/** Hears of a trial as soon as it is made; `values` are those of the validation learners, where there are any. */
export type TrialListener = (row: TrialRow, values: Float32Array | null) => void;

/** How an algorithm or its options were chosen: plain numbers, kept with the model. */
export interface SearchReport {
  /** AUTO: among algorithms and their options. RANDOM and HALVING: among the options of one algorithm. */
  readonly method: 'RANDOM' | 'HALVING' | 'AUTO';
  readonly objective: 'NDCG' | 'RMSE';
  readonly seed: number;
  /** In the order in which they were measured. RMSE with a minus sign, so that higher is better. */
  readonly trials: readonly TrialRow[];
  /** Number of the trial that was chosen; null where none could be fitted. */
  readonly best: number | null;
  /** False where the budget ended before all trials were measured. */
  readonly complete: boolean;
  /** Null for no limit. */
  readonly budgetSeconds: number | null;
  /** Validation learners that decided. */
  readonly learners: number;
  /** HELD_OUT: a third of the held-out learners. WITHIN_TRAINING: the end of every learner's training history. */
  readonly decidedBy?: 'HELD_OUT' | 'WITHIN_TRAINING';
  readonly seconds: number;
}
