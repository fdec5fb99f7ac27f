import { learnerRecord } from '../content/learner-record.js';
import type { History } from '../interactions.js';
import type { SparseVector } from '../sparse.js';
import { coldStartAlpha } from './alpha.js';
import { alphaForLength } from './alpha-by-history.js';
import type { CohortPopularity } from './cohort.js';
import { favouritesOf, NO_COLD_START, type Favourites } from './favourites.js';
import {
  isInformative,
  scoreColdStart,
  scoreHalves,
  type Halves,
  type HybridModel,
  type ItemSpace,
} from './hybrid-model.js';
import type { LearnerTraits } from './traits.js';

/** What the two halves of a learner's scores came from; enough to explain them later. */
export type ScoreBasis =
  | {
      readonly kind: 'HISTORY';
      /** Pieces of content in the history. */
      readonly length: number;
    }
  | {
      readonly kind: 'COLD_START';
      /** The learner's words; empty where they said nothing about any content. */
      readonly words: SparseVector;
      /** Null where nothing is known of the learner: popularity with everybody. */
      readonly favourites: Favourites | null;
    };

const NO_WORDS: SparseVector = { indices: new Int32Array(0), values: new Float64Array(0) };

/** The share of the collaborative half where none is asked for. */
export function defaultAlpha(
  model: Pick<HybridModel, 'alpha' | 'alphaByHistory' | 'coldStart'>,
  basis: ScoreBasis,
): number {
  return basis.kind === 'HISTORY'
    ? alphaForLength(model.alphaByHistory, model.alpha, basis.length)
    : (model.coldStart?.alpha ?? coldStartAlpha(model.alpha));
}

/**
 * Writes both halves for one learner, from the history where it says anything, else from who the learner is. Requests and
 * evaluations both score by this: what is measured is what is served.
 * @param learner undefined for an id never heard of
 * @param cohort only read where the history says nothing; null for popularity with everybody
 */
export function scoreLearner(
  model: HybridModel,
  space: ItemSpace,
  learner: LearnerTraits | undefined,
  history: History,
  cohort: CohortPopularity | null,
  out: Halves,
): ScoreBasis {
  if (isInformative(history, space.vectors.rows)) {
    scoreHalves(model, space, history, out);
    return { kind: 'HISTORY', length: history.length };
  }
  const words = model.content.vectorise(learnerRecord(learner));
  const { coldStart = NO_COLD_START, popularity } = model;
  const favourites = favouritesOf(coldStart, popularity, learner, cohort, space.vectors.rows);
  const spoke = scoreColdStart(model, space, words, out, favourites);
  return { kind: 'COLD_START', words: spoke ? words : NO_WORDS, favourites };
}
