import { learnerRecord } from '../model/content/learner-record.js';
import { coldStartAlpha } from '../model/hybrid/alpha.js';
import type { CohortPopularity } from '../model/hybrid/cohort.js';
import { isInformative, scoreColdStart, scoreHalves, type Halves } from '../model/hybrid/hybrid-model.js';
import type { SparseVector } from '../model/sparse.js';
import type { LearnerState } from './learner-state.js';
import type { ServingModel } from './serving-model.js';

/** What the two halves of a learner's scores came from; enough to explain them later. */
export type ScoreBasis =
  | { readonly kind: 'HISTORY' }
  | {
      readonly kind: 'COLD_START';
      /** The learner's words; empty where they said nothing about any content. */
      readonly words: SparseVector;
      readonly cohort: CohortPopularity | null;
    };

/** The share of the collaborative half where the request does not name one. */
export function defaultAlpha({ model }: Pick<ServingModel, 'model'>, basis: ScoreBasis): number {
  return basis.kind === 'HISTORY' ? model.alpha : coldStartAlpha(model.alpha);
}

const NO_WORDS: SparseVector = { indices: new Int32Array(0), values: new Float64Array(0) };

/** Writes both halves for one learner, from the history where it says anything, else from who the learner is. */
export function scoreLearner(
  serving: ServingModel,
  { profile, history }: Pick<LearnerState, 'profile' | 'history'>,
  cohort: CohortPopularity | null,
  out: Halves,
): ScoreBasis {
  const { model, space, rows } = serving;
  if (isInformative(history, rows.length)) {
    scoreHalves(model, space, history, out);
    return { kind: 'HISTORY' };
  }
  const words = model.content.vectorise(learnerRecord(profile));
  const spoke = scoreColdStart(model, space, words, out, cohort);
  return { kind: 'COLD_START', words: spoke ? words : NO_WORDS, cohort };
}
