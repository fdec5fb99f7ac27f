import { SENIORITY_LEVELS } from '../src/model/engagement.js';
import type { Random } from '../src/model/random.js';
import { TOPICS } from './vocabulary/domains.js';
import type { Department, JobTitle } from './vocabulary/job-titles.js';
import { choose, runningSums } from './weighted-choice.js';

/** Topics a learner cares about at most, over the whole year. */
export const SLOTS = 9;
const FEWEST = 3;

/** Hidden directions of taste that no field shows: only what similar learners do reveals them. */
export const TASTES = 3;

/** What each learner is drawn to: a few topics with weights that drift over the year, and a hidden taste. */
export interface Interests {
  /** Weight of a topic for a learner, 0-1; the weights of one learner sum to 1 at every moment. */
  weight(user: number, topic: number, yearShare: number): number;
  /** A learner's largest weight at a moment of the year (0 at its start, 1 at its end). */
  largest(user: number, yearShare: number): number;
  /** Draws a topic by weight. */
  draw(user: number, yearShare: number, random: Random): number;
  /** `TASTES` numbers per learner, standard normal. */
  readonly taste: Float32Array;
  /** `SLOTS` topics per learner (-1: none), and their weights at the start and the end of the year. */
  readonly topics: Int16Array;
  readonly early: Float32Array;
  readonly late: Float32Array;
}

/** How much each department cares about each domain. */
const DOMAIN_APPEAL: Readonly<Record<Department, Readonly<Record<string, number>>>> = {
  'Data Science': appeal(10, 3, 3, 0.2, 0.7, 0.8, 1.5),
  Engineering: appeal(2, 10, 0.4, 0.1, 0.7, 0.8, 6),
  'Business Analytics': appeal(2.5, 0.7, 10, 1.5, 2, 1.5, 0.2),
  Marketing: appeal(0.6, 0.3, 2, 10, 2, 1.5, 0.1),
  Product: appeal(1.5, 1.5, 3, 2, 10, 3, 0.5),
};

function appeal(
  data: number,
  software: number,
  business: number,
  marketing: number,
  product: number,
  leadership: number,
  cloud: number,
) {
  return {
    'Data Science': data,
    'Software Engineering': software,
    'Business Analytics': business,
    Marketing: marketing,
    'Product Management': product,
    Leadership: leadership,
    'Cloud & DevOps': cloud,
  };
}

/** How the appeal of leading others grows from STUDENT to LEAD. */
const LEADERSHIP_APPEAL = [0.3, 0.4, 0.7, 2, 4, 8];
const STRATEGY_APPEAL = [0.6, 0.7, 1, 1.5, 2, 2.5];

/** Chance that a further interest goes with the first one rather than with the job alone. */
const COMPANION_SHARE = 0.5;
const COMPANIONS = 4;

export function drawInterests(jobs: readonly JobTitle[], random: Random): Interests {
  const topicAppeal = TOPICS.map(() => Math.exp(0.6 * random.normal()));
  const pools = new Map<string, Float64Array>();
  const poolOf = (job: JobTitle): Float64Array => {
    const key = `${job.department} ${job.seniorityLevel}`;
    let pool = pools.get(key);
    if (!pool) {
      const level = SENIORITY_LEVELS.indexOf(job.seniorityLevel);
      pool = runningSums(
        TOPICS.map(({ domain }, topic) => {
          const tilt =
            domain === 'Leadership'
              ? LEADERSHIP_APPEAL[level]
              : domain === 'Product Management'
                ? STRATEGY_APPEAL[level]
                : 1;
          return topicAppeal[topic] * DOMAIN_APPEAL[job.department][domain] * tilt;
        }),
      );
      pools.set(key, pool);
    }
    return pool;
  };
  const companions = drawCompanions(topicAppeal, random.fork('companions'));

  const topics = new Int16Array(jobs.length * SLOTS).fill(-1);
  const early = new Float32Array(jobs.length * SLOTS);
  const late = new Float32Array(jobs.length * SLOTS);
  const taste = new Float32Array(jobs.length * TASTES);
  jobs.forEach((job, user) => {
    const pool = poolOf(job);
    const start = user * SLOTS;
    const count = FEWEST + random.integer(SLOTS - FEWEST + 1);
    const first = choose(pool, random);
    for (let slot = 0; slot < count; slot++) {
      const companion = slot > 0 && random.next() < COMPANION_SHARE;
      topics[start + slot] =
        slot === 0
          ? first
          : companion
            ? companions[first * COMPANIONS + random.integer(COMPANIONS)]
            : choose(pool, random);
      early[start + slot] = -Math.log(1 - random.next()) + 0.05;
      // Most interests last; now and then one fades or wakes in the course of the year.
      late[start + slot] = random.next() < 0.7 ? early[start + slot] : -Math.log(1 - random.next()) + 0.05;
    }
    normalise(early, start, count);
    normalise(late, start, count);
    for (let t = 0; t < TASTES; t++) taste[user * TASTES + t] = random.normal();
  });

  const at = (slot: number, yearShare: number): number => early[slot] + yearShare * (late[slot] - early[slot]);
  return {
    taste,
    topics,
    early,
    late,
    weight: (user, topic, yearShare) => {
      let sum = 0;
      for (let slot = user * SLOTS; slot < (user + 1) * SLOTS; slot++)
        if (topics[slot] === topic) sum += at(slot, yearShare);
      return sum;
    },
    largest: (user, yearShare) => {
      let largest = 0;
      for (let slot = user * SLOTS; slot < (user + 1) * SLOTS; slot++) largest = Math.max(largest, at(slot, yearShare));
      return largest;
    },
    draw: (user, yearShare, source) => {
      let rest = source.next();
      let slot = user * SLOTS;
      for (; slot < (user + 1) * SLOTS - 1 && topics[slot + 1] >= 0; slot++) {
        rest -= at(slot, yearShare);
        if (rest < 0) break;
      }
      return topics[slot];
    },
  };
}

/** For each topic the topics that its followers often follow too, mostly out of the departments that like it. */
function drawCompanions(topicAppeal: readonly number[], random: Random): Int16Array {
  const departments = Object.values(DOMAIN_APPEAL);
  const companions = new Int16Array(TOPICS.length * COMPANIONS);
  TOPICS.forEach(({ domain }, topic) => {
    const sums = runningSums(
      TOPICS.map((other, place) =>
        place === topic
          ? 0
          : topicAppeal[place] * departments.reduce((sum, likes) => sum + likes[domain] * likes[other.domain], 0),
      ),
    );
    for (let c = 0; c < COMPANIONS; c++) companions[topic * COMPANIONS + c] = choose(sums, random);
  });
  return companions;
}

function normalise(values: Float32Array, start: number, count: number): void {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i];
  for (let i = start; i < start + count; i++) values[i] /= sum;
}
