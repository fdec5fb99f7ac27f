import type { LearnerState } from './learner-state.js';
import type { ServedBy, Strategy } from './recommendation.js';
import type { ScoreBasis } from '../model/hybrid/score-learner.js';
import type { ServingModel } from './serving-model.js';

export function servedByOf({ version, model }: ServingModel, state: LearnerState, basis: ScoreBasis): ServedBy {
  const strategy: Strategy = basis.kind === 'HISTORY' ? 'HYBRID' : state.profile ? 'COLD_START' : 'UNKNOWN_USER';
  return {
    modelVersion: version.id,
    trainedAt: version.trainedAt,
    algorithm: model.collaborative.algorithm,
    strategy,
    foldedInEngagements: state.history.length,
    fallbackReason: isByPopularity(basis) && strategy === 'COLD_START' ? UNTOLD : FALLBACKS[strategy],
  };
}

/** Neither who the learner is nor their words say anything. */
function isByPopularity(basis: ScoreBasis): boolean {
  return basis.kind === 'COLD_START' && basis.favourites === null && basis.words.indices.length === 0;
}

const UNTOLD =
  'This learner has no engagement that says what they like yet, and nothing that is known of them does: the list is what most learners engage with.';

const FALLBACKS: Readonly<Record<Strategy, string | null>> = {
  HYBRID: null,
  COLD_START:
    'This learner has no engagement that says what they like yet: the list rests on their job title, department and seniority, and on what most learners like them engage with.',
  UNKNOWN_USER: 'No learner has this id: the list is what most learners engage with.',
};
