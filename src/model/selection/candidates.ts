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

const DECAY: TuningLine = { option: 'decay', values: [0.7, 0.85, 0.95, 1] };
const FEATURES: TuningLine = { option: 'featureWeight', values: [0, 1, 2.5, 6, 15] };
const SHRINKAGE: TuningLine = { option: 'shrinkage', values: [0.5, 1, 2, 4, 8, 16] };

/**
 * The candidates of `algorithm: AUTO`, in the order in which they are tried, the cheap ones first. SVD is not among them: it
 * predicts scores and ranks poorly.
 */
export const CANDIDATES: readonly Candidate[] = [
  { algorithm: 'POPULARITY', lines: [{ option: 'halfLifeDays', values: [0, 30, 90, 365] }] },
  {
    algorithm: 'ITEM_KNN',
    lines: [DECAY, FEATURES, SHRINKAGE, { option: 'candidateExponent', values: [0.3, 0.4, 0.5, 0.6] }],
  },
  {
    algorithm: 'TRANSITIONS',
    lines: [DECAY, FEATURES, SHRINKAGE, { option: 'reverseWeight', values: [0.3, 0.6, 1] }],
  },
  { algorithm: 'RP3BETA', lines: [DECAY, { option: 'popularityExponent', values: [0.2, 0.4, 0.6, 0.8] }] },
  {
    algorithm: 'EASE',
    lines: [
      DECAY,
      { option: 'featureWeight', values: [0, 0.3, 1, 3, 10, 30] },
      { option: 'regularization', values: [10, 30, 100, 300, 1000, 3000] },
      { option: 'relativeRegularization', values: [0, 0.2, 0.5, 1] },
      { option: 'activityExponent', values: [0, 0.25, 0.5, 0.75] },
    ],
  },
  {
    algorithm: 'PURE_SVD',
    lines: [
      DECAY,
      { option: 'factors', values: [16, 32, 64, 128] },
      { option: 'popularityExponent', values: [0.2, 0.4, 0.6, 0.8] },
    ],
  },
  {
    algorithm: 'IALS',
    lines: [
      { option: 'confidence', values: [1, 4, 10, 40] },
      { option: 'regularization', values: [10, 30, 100, 300] },
      { option: 'factors', values: [32, 64, 128] },
    ],
  },
];

/**
 * Of those that validation cannot tell apart the first of these is taken. POPULARITY is the simplest; the others stand by how
 * they did on other data of learners: a hold-out is fitted on less than the model that serves, and with more data the exact
 * regression gains on the neighbourhoods.
 */
export const PREFERENCE: readonly AlgorithmName[] = [
  'POPULARITY',
  'EASE',
  'ITEM_KNN',
  'TRANSITIONS',
  'RP3BETA',
  'IALS',
  'PURE_SVD',
];
