import type { History, Interactions } from './interactions.js';
import type { Engine } from './kernels/engine.js';
import type { SparseRows } from './sparse.js';

/** Collaborative algorithms by their public names. */
export const ALGORITHM_NAMES = [
  'ITEM_KNN',
  'EASE',
  'TRANSITIONS',
  'RP3BETA',
  'IALS',
  'PURE_SVD',
  'SVD',
  'POPULARITY',
] as const;
export type AlgorithmName = (typeof ALGORITHM_NAMES)[number];

/** What a training can be asked for: an algorithm, or the choice among them. */
export const ALGORITHM_CHOICES = ['AUTO', ...ALGORITHM_NAMES] as const;
export type AlgorithmChoice = (typeof ALGORITHM_CHOICES)[number];

/** What a search tries for an option. */
export interface SearchRange {
  /** `log`: every factor alike, for options whose size is not known; needs `from` above 0. `linear`: every difference alike. */
  readonly scale: 'log' | 'linear';
  readonly from: number;
  readonly to: number;
}

/** One option of an algorithm: what it means, its default and what it may be. All options are numbers. */
export interface HyperParameter {
  readonly description: string;
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly integer?: boolean;
  /** What a search tries; an option without it is never varied. */
  readonly search?: SearchRange;
  /** True where a fit does not depend on it: another value takes no new fit. */
  readonly atScoring?: boolean;
}

export type HyperParameterTable = Readonly<Record<string, HyperParameter>>;
export type HyperParameters = Readonly<Record<string, number>>;

/** What a fit is given beside the data. */
export interface FitContext {
  /** Same seed, same data, same options: same bytes. */
  readonly seed: number;
  /**
   * Called between units of work, at least every few hundred milliseconds. Reports progress, and throws when the work is
   * to stop; a fit lets that error pass.
   * @param fraction 0 to 1 of this fit
   * @param detail for people, for example `epoch 3 of 20`
   */
  readonly checkpoint: (fraction: number, detail: string) => void;
  /** Where the heavy arithmetic runs; default: plain TypeScript on this thread. The bytes do not depend on its threads. */
  readonly engine?: Engine | undefined;
  /** What the contents say of themselves, one row of norm 1 (or empty) per item: see content/stacked-features.ts. */
  readonly features?: SparseRows | undefined;
}

/** How one item's score comes about: `base + sum(contributions)` equals the score that `score` writes (within 1e-4 relative). */
export interface Explanation {
  /** The part that no single engagement carries: popularity, biases. */
  readonly base: number;
  /** One number per entry of the history, in its order. */
  readonly contributions: Float64Array;
}

/**
 * A fitted model. Learners are never looked up: a learner is its history, folded in anew at every call, so that a new
 * engagement counts at once and a restart needs no learner's vector. Scores are comparable within one call only.
 * Implementations are immutable and safe to share; `out` arrays have length `items`.
 */
export interface FittedRecommender {
  readonly algorithm: AlgorithmName;
  readonly options: HyperParameters;
  readonly items: number;
  /** Writes every item's score for this history; higher is better, always finite. Items of the history are scored too. */
  score(history: History, out: Float64Array): void;
  /** Exact decomposition of one item's score over the history. */
  explain(history: History, item: number): Explanation;
  /** Writes every item's collaborative similarity to `item`, -1 to 1 (at most 1; 0 where nothing is known). */
  similar(item: number, out: Float64Array): void;
  /**
   * Predicted engagement score, 0-10, of each item for this history. Only for algorithms with `predictsRatings`.
   */
  predictRatings?(history: History, out: Float64Array): void;
  /** Everything that `Algorithm.restore` needs. */
  state(): RecommenderState;
  /** The same with what restoring would work out, for `RecommenderState.checked`; left out where that is nothing. */
  ready?(): RecommenderState;
}

export type TypedArray = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array | Int8Array;

/** A fitted model as plain numbers and arrays: what a snapshot stores. */
export interface RecommenderState {
  readonly algorithm: AlgorithmName;
  readonly options: HyperParameters;
  readonly numbers: Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, TypedArray>>;
  /** True where it comes from a restored model of this very process, so that numbers need not be looked at again. Never stored. */
  readonly checked?: boolean;
}

export interface Algorithm {
  readonly name: AlgorithmName;
  /** One sentence for people who choose. */
  readonly summary: string;
  /** True where scores can be read as 0-10 engagement scores, so that RMSE and MAE are defined. */
  readonly predictsRatings: boolean;
  readonly hyperParameters: HyperParameterTable;
  /**
   * Fits on any data: empty matrices, one user, one item, empty rows. Options are complete and checked (see registry.ts).
   * @throws whatever `context.checkpoint` throws
   */
  fit(data: Interactions, options: HyperParameters, context: FitContext): FittedRecommender;
  /**
   * @param engine of this model's own, for its whole life: what it copies there stays; default: plain TypeScript. Where it
   *   is compiled, scores are in single precision
   */
  restore(state: RecommenderState, engine?: Engine): FittedRecommender;
}
