import type { ContestantResult, EvaluationResult, ScoreFoldsResult, SegmentResult } from '../compute/messages.js';
import type { Measure } from '../evaluation/bootstrap.js';
import type { Protocol } from '../evaluation/protocols.js';
import type { Segmentation } from '../evaluation/segments.js';
import type { Verdict } from '../evaluation/verdict.js';

export type { Contestant } from '../evaluation/contestants.js';
export type { Comparison, Outcome, Verdict, VerdictCode } from '../evaluation/verdict.js';
export type { Measure, Protocol, ScoreFoldsResult, Segmentation };

/** One way to rank, measured; the measures are defined in docs/evaluation.md. Older reports lack some: null. */
export type RankingMeasures = Omit<ContestantResult, 'exposureGini'> & { readonly exposureGini: Measure | null };

/** Learners of one kind, measured apart. */
export type SegmentReport = Omit<SegmentResult, 'results'> & { readonly results: readonly RankingMeasures[] };

/** What was measured; see `EvaluationResult` for what is not said here. */
export interface EvaluationReport extends Omit<
  EvaluationResult,
  'cutoff' | 'results' | 'segments' | 'alphas' | 'verdict'
> {
  /** Instant that parts training from test; null where the split is not by time. */
  readonly cutoff: Date | null;
  readonly results: readonly RankingMeasures[];
  readonly segments: readonly SegmentReport[];
  readonly alphas: readonly RankingMeasures[];
  /** Null in reports of versions that gave none. */
  readonly verdict: Verdict | null;
}

export interface EvaluateRequest {
  /** Learners to rank, drawn with the seed; default 1000, 0 for all. */
  readonly sampleSize?: number | undefined;
  /** 1-100; default 10. */
  readonly k?: number | undefined;
  /** Default: the model's fitted value. */
  readonly alpha?: number | undefined;
  /** At most 21 distinct shares to measure beside it, each 0-1; default none. */
  readonly alphas?: readonly number[] | undefined;
  /** Default: by activity. */
  readonly segments?: readonly Segmentation[] | undefined;
  /** How to part the engagements; default: as the model's own hold-out. Any other fits the model anew. */
  readonly protocol?: Protocol | undefined;
  /** Share that `protocol` holds out, 0.01-0.9; default: the protocol's. */
  readonly testShare?: number | undefined;
  readonly seed?: number | undefined;
}

export interface ScoreFoldsRequest {
  /** 2-20; default 5. */
  readonly folds?: number | undefined;
  readonly seed?: number | undefined;
}
