import type { Truth } from '../src/evaluation/truth.js';
import { SENIORITY_LEVELS } from '../src/model/engagement.js';
import { createRandom } from '../src/model/random.js';
import { DAY_MS, PERIOD_DAYS, PERIOD_START } from './calendar.js';
import { createChoiceModel, LEVELS, TASTE_PULL } from './choice-model.js';
import { generateContent, type Catalogue } from './generate-content.js';
import { EXPLORATION, generateEngagements, LEVEL_STEPS } from './generate-engagements.js';
import { generateUsers, type Learners } from './generate-users.js';
import { SLOTS, TASTES } from './interests.js';
import { SECOND_TOPIC_WEIGHT } from './item-pools.js';
import type { SeedData, SeedSize } from './seed-data.js';
import { TOPICS } from './vocabulary/domains.js';

/** Generated data of the profile `realistic`, with the truth beside the rows. */
export interface RealisticData extends SeedData {
  readonly learners: Learners;
  readonly catalogue: Catalogue;
  /** `LEVEL_STEPS` instants per learner at which the level rises. */
  readonly levelUps: Float64Array;
}

/**
 * All demo data of the profile `realistic`. The same size and seed give the same data, in whatever order the parts are made.
 * @param seed any integer; its low 32 bits count
 * @param onProgress engagements made so far
 */
export function generateSeed(size: SeedSize, seed: number, onProgress?: (engagements: number) => void): RealisticData {
  const random = createRandom(seed);
  const learners = generateUsers({ count: size.users }, random.fork('users'));
  const catalogue = generateContent({ count: size.contents }, random.fork('content'));
  const { columns, levelUps } = generateEngagements(
    { learners, catalogue, count: size.engagements, onProgress },
    random.fork('engagements'),
  );
  return { learners, catalogue, engagements: columns, levelUps, truth: () => truthOf(learners, catalogue, levelUps) };
}

function truthOf(learners: Learners, catalogue: Catalogue, levelUps: Float64Array): Truth {
  const model = createChoiceModel(learners, catalogue);
  const items = catalogue.rows.length;
  const itemWeight = new Float64Array(LEVELS * items);
  for (let level = 0; level < LEVELS; level++)
    for (let item = 0; item < items; item++)
      itemWeight[level * items + item] = catalogue.popularity[item] * model.levelFit(level, item);
  return {
    userIds: learners.rows.map(({ id }) => id),
    contentIds: catalogue.rows.map(({ id }) => id),
    from: PERIOD_START,
    to: PERIOD_START + PERIOD_DAYS * DAY_MS,
    exploration: EXPLORATION,
    topics: TOPICS.length,
    slots: SLOTS,
    slotTopic: Int32Array.from(learners.interests.topics),
    early: learners.interests.early,
    late: learners.interests.late,
    tastes: TASTES,
    tastePull: TASTE_PULL,
    userTaste: learners.interests.taste,
    itemTaste: catalogue.taste,
    userLevel: Int32Array.from(learners.rows, ({ seniorityLevel }) => SENIORITY_LEVELS.indexOf(seniorityLevel)),
    steps: LEVEL_STEPS,
    levelUps,
    levels: LEVELS,
    itemWeight,
    itemTopic: Int32Array.from(catalogue.topic),
    itemSecondTopic: Int32Array.from(catalogue.secondTopic),
    secondShare: SECOND_TOPIC_WEIGHT,
    published: Float64Array.from(catalogue.rows, ({ publishedAt }) => publishedAt.getTime()),
  };
}
