import type { Relevance } from '../evaluation/relevance.js';
import { byActivity, byTrait, type NamedGrouping, type Segmentation } from '../evaluation/segments.js';
import { SENIORITY_LEVELS } from '../model/engagement.js';
import type { Interactions, Vocabulary } from '../model/interactions.js';
import { learnerTraits } from './learner-traits.js';
import type { LearnerColumns } from './messages.js';

/** The learners of a report in segments; nobody is left out of any of them. */
export function groupLearners(
  segments: readonly Segmentation[],
  relevance: Relevance,
  train: Interactions,
  users: Vocabulary,
  learners: LearnerColumns | undefined,
): NamedGrouping[] {
  const traitsOf = learnerTraits(learners);
  const traits = Array.from(relevance.users, (user) => traitsOf(users.keys[user]));
  return segments.map((by) => {
    switch (by) {
      case 'ACTIVITY':
        return byActivity(relevance, train);
      case 'DEPARTMENT':
        return byTrait(
          by,
          traits.map((one) => one?.department ?? null),
        );
      case 'SENIORITY':
        return byTrait(
          by,
          traits.map((one) => one?.seniorityLevel ?? null),
          SENIORITY_LEVELS,
        );
    }
  });
}
