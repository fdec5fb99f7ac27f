import { faker } from '@faker-js/faker/locale/en';
import type { DifficultyLevel } from '../src/model/engagement.js';
import type { Random } from '../src/model/random.js';
import { DAY_MS, PERIOD_END, PERIOD_START } from './calendar.js';
import { CONTENT_TYPES, courseTitle, type ContentType } from './course-title.js';
import { drawPrerequisites } from './draw-prerequisites.js';
import { TASTES } from './interests.js';
import { TOPICS } from './vocabulary/domains.js';
import { choose, runningSums } from './weighted-choice.js';

export interface SeedContent {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly domain: string;
  readonly subtopic: string;
  readonly difficultyLevel: DifficultyLevel | null;
  readonly contentType: ContentType;
  readonly language: string;
  readonly tags: readonly string[];
  readonly durationMinutes: number | null;
  readonly publishedAt: Date;
  readonly prerequisites: readonly string[];
}

/** Content as it is stored, and beside it the truth that the database never sees. */
export interface Catalogue {
  readonly rows: readonly SeedContent[];
  /** Index into `TOPICS`. */
  readonly topic: Int16Array;
  /** A second topic, or -1. */
  readonly secondTopic: Int16Array;
  /** Appeal to everyone, heavy-tailed; 0 for content that nobody has found yet. */
  readonly popularity: Float64Array;
  /** `TASTES` numbers per item, standard normal. */
  readonly taste: Float32Array;
}

const LEVELS: readonly (DifficultyLevel | null)[] = ['BEGINNER', 'INTERMEDIATE', 'ADVANCED', null];
const LEVEL_SUMS = runningSums([47, 33, 14, 6]);
const TYPE_SUMS = runningSums([60, 20, 10, 10]);
/** Shortest and longest, in minutes. */
const DURATIONS: Readonly<Record<ContentType, readonly [number, number]>> = {
  Video: [10, 90],
  Article: [4, 20],
  'Interactive Quiz': [5, 30],
  'Case Study': [15, 60],
};

const SECOND_TOPIC_SHARE = 0.2;
/** Share of the catalogue that appeared in the last days of the year and has no engagement yet. */
const UNDISCOVERED_SHARE = 0.03;
const UNDISCOVERED_DAYS = 21;
const NEW_SHARE = 0.25;
const TITLE_ATTEMPTS = 25;

/** Content with the ids "1" to "N" in the seven domains; titles are distinct. */
export function generateContent(options: { readonly count: number }, random: Random): Catalogue {
  const { count } = options;
  const topicSums = runningSums(TOPICS.map(() => Math.exp(0.3 * random.normal())));
  const topic = new Int16Array(count);
  const secondTopic = new Int16Array(count).fill(-1);
  const popularity = new Float64Array(count);
  const taste = new Float32Array(count * TASTES);
  const rows: Omit<SeedContent, 'prerequisites'>[] = [];
  const subjectOf: string[] = [];
  const titles = new Set<string>();
  faker.seed(random.integer(2 ** 31));

  for (let place = 0; place < count; place++) {
    topic[place] = choose(topicSums, random);
    if (random.next() < SECOND_TOPIC_SHARE) secondTopic[place] = choose(topicSums, random);
    if (secondTopic[place] === topic[place]) secondTopic[place] = -1;
    for (let t = 0; t < TASTES; t++) taste[place * TASTES + t] = random.normal();
    const { subtopic, domain, subjects, tools } = TOPICS[topic[place]];
    const level = LEVELS[choose(LEVEL_SUMS, random)];
    const contentType = CONTENT_TYPES[choose(TYPE_SUMS, random)];
    const subject = subjects[random.integer(subjects.length)];
    subjectOf.push(subject);
    const title = distinctTitle(
      () => courseTitle({ subject, tools, level, contentType, company: () => faker.company.name() }, random),
      titles,
    );
    // The first item is old and found, so that every learner has something to engage with.
    const undiscovered = place > 0 && random.next() < UNDISCOVERED_SHARE;
    popularity[place] = undiscovered ? 0 : Math.exp(1.1 * random.normal());
    const second = secondTopic[place] >= 0 ? TOPICS[secondTopic[place]].subtopic : null;
    const other = subjects[random.integer(subjects.length)];
    const [shortest, longest] = DURATIONS[contentType];
    rows.push({
      id: String(place + 1),
      title,
      description: describe(subject, other === subject ? null : other, second, faker.person.fullName()),
      domain,
      subtopic,
      difficultyLevel: level,
      contentType,
      language: 'en',
      tags: [...new Set([subtopic, subject, ...(second === null ? [] : [second])])],
      durationMinutes: shortest + random.integer(longest - shortest + 1),
      publishedAt: new Date(publication(place === 0, undiscovered, random)),
    });
  }
  const prerequisites = drawPrerequisites(
    rows.map((row, place) => ({ ...row, topic: topic[place], subject: subjectOf[place] })),
    random.fork('prerequisites'),
  );
  const complete = rows.map((row, place) => ({ ...row, prerequisites: prerequisites[place] }));
  return { rows: complete, topic, secondTopic, popularity, taste };
}

function distinctTitle(draw: () => string, taken: Set<string>): string {
  let title = draw();
  for (let attempt = 1; taken.has(title) && attempt < TITLE_ATTEMPTS; attempt++) title = draw();
  const plain = title;
  for (let part = 2; taken.has(title); part++) title = `${plain}, Part ${part}`;
  taken.add(title);
  return title;
}

function describe(subject: string, other: string | null, second: string | null, teacher: string): string {
  const beside = other === null ? '' : `, with a look at ${other}`;
  const applied = second === null ? '' : ` Examples come from ${second}.`;
  return `Learn ${subject} by worked examples${beside}.${applied} Taught by ${teacher}.`;
}

function publication(old: boolean, undiscovered: boolean, random: Random): number {
  const at = (from: number, to: number): number => from + random.integer(Math.floor((to - from) / 1000)) * 1000;
  const lastDays = PERIOD_END - UNDISCOVERED_DAYS * DAY_MS;
  if (undiscovered) return at(lastDays, PERIOD_END);
  if (!old && random.next() < NEW_SHARE) return at(PERIOD_START, lastDays);
  return at(PERIOD_START - 2 * 365 * DAY_MS, PERIOD_START);
}
