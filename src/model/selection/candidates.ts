import type { AlgorithmName } from '../recommender.js';

/** Values of one option that AUTO may try, ascending. The default is among them, or its neighbours are tried first. */
export interface TuningLine {
  readonly option: string;
  readonly values: readonly number[];
}

/** What AUTO tries of one algorithm: its defaults, then one option after the other, each from where the one before led. */
export interface Candidate {
  readonly algorithm: AlgorithmName;
  /** In the order in which they are tuned, those that matter most first. Options that the algorithm lacks are passed over. */
  readonly lines: readonly TuningLine[];
}

/**
 * The candidates of `algorithm: AUTO`, the simplest first: of two that validation cannot tell apart the earlier is taken.
 * SVD is not among them: it predicts scores and ranks poorly.
 */
export const CANDIDATES: readonly Candidate[] = [
  { algorithm: 'POPULARITY', lines: [{ option: 'halfLifeDays', values: [0, 30, 90, 365] }] },
  {
    algorithm: 'ITEM_KNN',
    lines: [
      { option: 'decay', values: [0.7, 0.85, 0.95, 1] },
      { option: 'shrinkage', values: [0.5, 1, 2, 4, 8, 16] },
      { option: 'candidateExponent', values: [0.3, 0.4, 0.5, 0.6] },
    ],
  },
  {
    algorithm: 'EASE',
    lines: [
      { option: 'decay', values: [0.7, 0.85, 0.95, 1] },
      { option: 'regularization', values: [10, 30, 100, 300, 1000, 3000] },
      { option: 'relativeRegularization', values: [0, 0.2, 0.5, 1] },
      { option: 'activityExponent', values: [0, 0.25, 0.5, 0.75] },
    ],
  },
  { algorithm: 'PURE_SVD', lines: [] },
  { algorithm: 'IALS', lines: [] },
];
