import {
  isReady,
  missingFor,
  readinessState,
  unlocksOf,
  type IsMet,
  type ReadinessState,
} from '../model/prerequisites/readiness.js';
import { toContent } from './rows.js';
import type { Content } from './services.js';
import type { LearnerState } from './learner-state.js';
import type { ServingModel } from './serving-model.js';

export type { ReadinessState };

/** Whether a learner has what a piece of content requires, and what completing it opens. */
export interface Readiness {
  readonly state: ReadinessState;
  /** What to complete first, in an order in which it can be done. */
  readonly missing: readonly Content[];
  /** What the learner becomes ready for by completing it. */
  readonly unlocks: readonly Content[];
}

/** How one learner stands to the prerequisites of the catalogue. */
export interface LearnerReadiness {
  isReady(place: number): boolean;
  of(place: number): Readiness;
}

/** Retired content is required of nobody, as nobody can take it up any more. */
export function learnerReadiness(
  { prerequisites, dependents, hidden, rows }: ServingModel,
  { finished }: Pick<LearnerState, 'finished'>,
): LearnerReadiness {
  let done: ReadonlySet<number> | undefined;
  const isMet: IsMet = (place) => (done ??= new Set(finished)).has(place) || hidden[place] === 1;
  const contents = (places: readonly number[]): Content[] => places.map((place) => toContent(rows[place]!));
  return {
    isReady: (place) => isReady(prerequisites, isMet, place),
    of: (place) => {
      const missing = missingFor(prerequisites, isMet, place);
      return {
        state: readinessState(missing.length),
        missing: contents(missing),
        unlocks: contents(unlocksOf(prerequisites, dependents, isMet, place)),
      };
    },
  };
}
