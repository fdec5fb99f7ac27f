import { DIFFICULTY_LEVELS, SENIORITY_LEVELS } from '../src/model/engagement.js';
import type { Catalogue } from './generate-content.js';
import type { Learners } from './generate-users.js';
import { TASTES } from './interests.js';

/*
 * The truth behind the demo data. At a moment of the year a learner picks a topic by interest, then an item of that topic
 * with a probability proportional to popularity * difficultyFit * tasteFit; what comes of it (time, like, completion) follows
 * the affinity.
 */

/** Levels start at the seniority (index into `SENIORITY_LEVELS`) and rise with what a learner completes. */
export const LEVELS = SENIORITY_LEVELS.length;

/** Rows: levels, STUDENT to LEAD. Columns: BEGINNER, INTERMEDIATE, ADVANCED, all levels. */
const DIFFICULTY_FIT = [
  [1, 0.35, 0.08, 0.7],
  [1, 0.5, 0.1, 0.7],
  [0.7, 1, 0.3, 0.7],
  [0.35, 1, 0.7, 0.7],
  [0.15, 0.8, 1, 0.7],
  [0.15, 0.6, 1, 0.7],
];

export const TASTE_PULL = 0.9;

export interface ChoiceModel {
  /** 0-1: how well the item's difficulty suits a learner's level. */
  levelFit(level: number, item: number): number;
  /** 0-1: relative chance that taste lets the learner pick the item; 1 for a perfect match. */
  tasteFit(user: number, item: number): number;
  /** 0-1: how much the learner gets out of the item at a moment of the year (0 start, 1 end). */
  affinity(user: number, level: number, item: number, yearShare: number): number;
}

export function createChoiceModel(learners: Learners, catalogue: Catalogue): ChoiceModel {
  const level = catalogue.rows.map((row) =>
    row.difficultyLevel === null ? DIFFICULTY_LEVELS.length : DIFFICULTY_LEVELS.indexOf(row.difficultyLevel),
  );
  const levelFit = (of: number, item: number): number => DIFFICULTY_FIT[of][level[item]];
  const tasteFit = (user: number, item: number): number => {
    let match = 0;
    for (let t = 0; t < TASTES; t++)
      match += learners.interests.taste[user * TASTES + t] * catalogue.taste[item * TASTES + t];
    return Math.exp(TASTE_PULL * (Math.max(-2, Math.min(2, match)) - 2));
  };
  return {
    levelFit,
    tasteFit,
    affinity: (user, ofLearner, item, yearShare) => {
      const { interests } = learners;
      const first = interests.weight(user, catalogue.topic[item], yearShare);
      const second =
        catalogue.secondTopic[item] < 0 ? 0 : interests.weight(user, catalogue.secondTopic[item], yearShare) / 2;
      const interest = Math.min(1, Math.max(first, second) / interests.largest(user, yearShare));
      return 0.5 * interest + 0.3 * tasteFit(user, item) + 0.2 * levelFit(ofLearner, item);
    },
  };
}
