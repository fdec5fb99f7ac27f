import { faker } from '@faker-js/faker/locale/en';
import {
  ENGAGEMENT_TYPES,
  LEARNING_STYLES,
  MISSING,
  type DifficultyLevel,
  type EngagementColumns,
} from '../src/model/engagement.js';
import { createRandom, type Random } from '../src/model/random.js';
import type { Truth } from '../src/evaluation/truth.js';
import { PERIOD_DAYS, PERIOD_END, PERIOD_START, DAY_MS } from './calendar.js';
import { CONTENT_TYPES } from './course-title.js';
import { drawDirichlet } from './gamma.js';
import type { SeedContent } from './generate-content.js';
import type { SeedUser } from './generate-users.js';
import { spread } from './sessions.js';
import type { SeedData, SeedSize } from './seed-data.js';
import { DOMAINS } from './vocabulary/domains.js';
import { JOB_TITLES } from './vocabulary/job-titles.js';
import { choose, runningSums } from './weighted-choice.js';

/*
 * The distributions of the notebook that this project grew from, so that results can be compared with it. Who engages with
 * what is independent of who the learner is: nothing but popularity can be learnt.
 */

export const REFERENCE_SUBTOPICS = [
  'Python',
  'Machine Learning',
  'SQL',
  'Data Visualization',
  'Cloud Computing',
  'Agile',
  'Communication',
  'Digital Marketing',
  'Project Management',
] as const;

const LEVELS: readonly DifficultyLevel[] = ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'];
const LEVEL_SUMS = runningSums([50, 35, 15]);
const TYPE_SUMS = runningSums([60, 20, 10, 10]);
const EVENTS = (['VIEWED', 'COMPLETED', 'SHARED', 'BOOKMARKED'] as const).map((type) => ENGAGEMENT_TYPES.indexOf(type));
const EVENT_SUMS = runningSums([70, 20, 5, 5]);
const USER_CONCENTRATION = 0.5;
const ITEM_CONCENTRATION = 0.8;
const SECONDS = PERIOD_DAYS * 86_400;

const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(values.length)];

/** As `generateSeed`, by the profile `reference`. */
export function generateReference(size: SeedSize, seed: number, onProgress?: (engagements: number) => void): SeedData {
  const random = createRandom(seed).fork('reference');
  const users = generateUsers(size.users, random.fork('users'));
  const contents = generateContents(size.contents, random.fork('content'));
  const itemWeights = drawDirichlet(size.contents, ITEM_CONCENTRATION, random.fork('item weights'));
  const engagements = generateEngagements(size, itemWeights, random.fork('engagements'), onProgress);
  return {
    learners: { rows: users },
    catalogue: { rows: contents },
    engagements,
    truth: () => truthOf(users, contents, itemWeights),
  };
}

function generateUsers(count: number, random: Random): SeedUser[] {
  const titles = runningSums(JOB_TITLES.map(({ weight }) => weight));
  return Array.from({ length: count }, (_, place) => {
    const { title, department, seniorityLevel } = JOB_TITLES[choose(titles, random)];
    return { id: String(place + 1), title, department, seniorityLevel, learningStyle: pick(LEARNING_STYLES, random) };
  });
}

function generateContents(count: number, random: Random): SeedContent[] {
  faker.seed(random.integer(2 ** 31));
  return Array.from({ length: count }, (_, place) => {
    const subtopic = pick(REFERENCE_SUBTOPICS, random);
    return {
      id: String(place + 1),
      title: faker.company.catchPhrase(),
      description: null,
      domain: pick(DOMAINS, random).name,
      subtopic,
      difficultyLevel: LEVELS[choose(LEVEL_SUMS, random)],
      contentType: CONTENT_TYPES[choose(TYPE_SUMS, random)],
      language: 'en',
      tags: [subtopic],
      durationMinutes: null,
      publishedAt: new Date(PERIOD_START),
      prerequisites: [],
    };
  });
}

/** By learner and then by time; equal draws are told apart by whole seconds, as no learner does two things at one instant. */
function generateEngagements(
  size: SeedSize,
  itemWeights: Float64Array,
  random: Random,
  onProgress?: (engagements: number) => void,
): EngagementColumns {
  const length = size.users === 0 || size.contents === 0 ? 0 : size.engagements;
  const columns = {
    length,
    userPk: new Int32Array(length),
    contentPk: new Int32Array(length),
    timestamp: new Float64Array(length),
    durationSeconds: new Int32Array(length),
    liked: new Int8Array(length).fill(MISSING),
    type: new Uint8Array(length),
  };
  if (length === 0) return columns;
  const userSums = runningSums(drawDirichlet(size.users, USER_CONCENTRATION, random.fork('user weights')));
  const itemSums = runningSums(itemWeights);
  const counts = new Int32Array(size.users);
  const chooser = random.fork('learners');
  for (let i = 0; i < length; i++) counts[choose(userSums, chooser)]++;
  let row = 0;
  for (let user = 0; user < size.users; user++) {
    const first = row;
    const end = first + counts[user];
    for (let i = first; i < end; i++) columns.timestamp[i] = PERIOD_START + random.integer(SECONDS) * 1000;
    columns.timestamp.subarray(first, end).sort();
    spread(columns.timestamp, first, end);
    for (; row < end; row++) {
      const seconds = Math.round(Math.max(30, Math.min(3600, 900 + 300 * random.normal())));
      columns.userPk[row] = user;
      columns.contentPk[row] = choose(itemSums, random);
      columns.durationSeconds[row] = seconds;
      if (random.next() < (0.8 * seconds) / 3600 + 0.1) columns.liked[row] = 1;
      columns.type[row] = EVENTS[choose(EVENT_SUMS, random)];
    }
    if (end > first) onProgress?.(row);
  }
  return columns;
}

/** Everybody picks by the weights of the items alone. */
function truthOf(users: readonly SeedUser[], contents: readonly SeedContent[], itemWeight: Float64Array): Truth {
  const none = new Int32Array(contents.length).fill(-1);
  return {
    userIds: users.map(({ id }) => id),
    contentIds: contents.map(({ id }) => id),
    from: PERIOD_START,
    to: PERIOD_START + PERIOD_DAYS * DAY_MS,
    exploration: 1,
    topics: 0,
    slots: 0,
    slotTopic: new Int32Array(0),
    early: new Float32Array(0),
    late: new Float32Array(0),
    tastes: 0,
    tastePull: 0,
    userTaste: new Float32Array(0),
    itemTaste: new Float32Array(0),
    userLevel: new Int32Array(users.length),
    steps: 0,
    levelUps: new Float64Array(0),
    levels: 1,
    itemWeight,
    itemTopic: none,
    itemSecondTopic: none,
    secondShare: 0,
    published: Float64Array.from(contents, ({ publishedAt }) => Math.min(publishedAt.getTime(), PERIOD_END)),
  };
}
