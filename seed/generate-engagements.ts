import { ENGAGEMENT_TYPES, MISSING, SENIORITY_LEVELS, type EngagementColumns } from '../src/model/engagement.js';
import type { Random } from '../src/model/random.js';
import { drawActivities } from './activity.js';
import { createChoiceModel, LEVELS } from './choice-model.js';
import type { Catalogue } from './generate-content.js';
import type { Learners } from './generate-users.js';
import { createItemChoice } from './item-choice.js';
import { drawSessions, spread, yearShareOf } from './sessions.js';

/** Chance that an engagement has nothing to do with the learner's interests. */
export const EXPLORATION = 0.08;
/** Chance that a session goes on with its topic. */
const SAME_TOPIC = 0.7;
/** Chance to come back to something seen. */
const RETURN_SHARE = 0.04;
const VIEWED = ENGAGEMENT_TYPES.indexOf('VIEWED');
const BOOKMARKED = ENGAGEMENT_TYPES.indexOf('BOOKMARKED');
const COMPLETED = ENGAGEMENT_TYPES.indexOf('COMPLETED');
const SHARED = ENGAGEMENT_TYPES.indexOf('SHARED');
const ENROLLED = ENGAGEMENT_TYPES.indexOf('ENROLLED');

export interface EngagementOptions {
  readonly learners: Learners;
  readonly catalogue: Catalogue;
  /** Rows to make; none are made where there are no learners or no content. */
  readonly count: number;
  /** Called now and then with the rows made so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** A learner's level rises when so many pieces of content have been completed, and again when as many more have. */
const COMPLETED_PER_LEVEL = 8;
export const LEVEL_STEPS = 2;

export interface Engagements {
  readonly columns: EngagementColumns;
  /** `LEVEL_STEPS` instants per learner at which the level rises; Infinity for never. */
  readonly levelUps: Float64Array;
}

/**
 * One year of engagements that follow the choice model, by learner and then by time. `userPk` and `contentPk` hold places
 * in `learners.rows` and `catalogue.rows`; write.ts puts surrogate keys in their stead. No two engagements of one learner
 * share an instant.
 */
export function generateEngagements(options: EngagementOptions, random: Random): Engagements {
  const { learners, catalogue, onProgress } = options;
  const total = learners.rows.length === 0 || catalogue.rows.length === 0 ? 0 : options.count;
  const columns = {
    length: total,
    userPk: new Int32Array(total),
    contentPk: new Int32Array(total),
    timestamp: new Float64Array(total),
    durationSeconds: new Int32Array(total),
    liked: new Int8Array(total),
    type: new Uint8Array(total),
  };
  const levelUps = new Float64Array(learners.rows.length * LEVEL_STEPS).fill(Infinity);
  if (total === 0) return { columns, levelUps };
  const model = createChoiceModel(learners, catalogue);
  const choice = createItemChoice(learners, catalogue, model);
  const counts = drawActivities(learners.rows.length, total, random.fork('activity'));
  const outcome = random.fork('outcome');
  const seen = new Uint8Array(catalogue.rows.length);

  let row = 0;
  for (let user = 0; user < counts.length; user++) {
    const first = row;
    const end = first + counts[user];
    if (first === end) continue;
    const sessions = drawSessions(counts[user], random);
    let level = SENIORITY_LEVELS.indexOf(learners.rows[user].seniorityLevel);
    let completed = 0;
    let steps = 0;
    for (let s = 0; s < sessions.length; s++) {
      const lastOfSession = first + Math.round(((s + 1) * counts[user]) / sessions.length);
      let instant = sessions[s];
      const yearShare = yearShareOf(instant);
      let topic = learners.interests.draw(user, yearShare, random);
      for (; row < lastOfSession; row++) {
        const explores = random.next() < EXPLORATION;
        if (random.next() >= SAME_TOPIC) topic = learners.interests.draw(user, yearShare, random);
        const returns = row > first && random.next() < RETURN_SHARE;
        const item = returns
          ? columns.contentPk[first + random.integer(row - first)]
          : explores
            ? choice.anywhere(level, instant, random)
            : choice.inTopic(user, level, topic, instant, seen, random);
        seen[item] = 1;
        columns.userPk[row] = user;
        columns.contentPk[row] = item;
        columns.timestamp[row] = instant;
        drawOutcome(columns, row, model.affinity(user, level, item, yearShare), outcome);
        if (columns.type[row] === COMPLETED && ++completed % COMPLETED_PER_LEVEL === 0 && steps < LEVEL_STEPS) {
          levelUps[user * LEVEL_STEPS + steps++] = instant;
          level = Math.min(level + 1, LEVELS - 1);
        }
        instant += (Math.max(0, columns.durationSeconds[row]) + 20 + random.integer(400)) * 1000;
      }
    }
    spread(columns.timestamp, first, end);
    for (let i = first; i < end; i++) seen[columns.contentPk[i]] = 0;
    onProgress?.(row);
  }
  return { columns, levelUps };
}

/** Time spent, like and type: the better the match, the longer, the more likes and completions. */
function drawOutcome(columns: EngagementColumns, row: number, affinity: number, random: Random): void {
  const { durationSeconds, liked, type } = columns;
  const event = random.next();
  const completed = 0.05 + 0.35 * affinity;
  const shared = 0.01 + 0.06 * affinity;
  type[row] =
    event < completed
      ? COMPLETED
      : event < completed + shared
        ? SHARED
        : event < completed + shared + 0.05
          ? BOOKMARKED
          : event < completed + shared + 0.08
            ? ENROLLED
            : VIEWED;
  const watched = type[row] !== BOOKMARKED && type[row] !== ENROLLED;
  const seconds = 300 + 1200 * affinity + (type[row] === COMPLETED ? 300 : 0) + 250 * random.normal();
  durationSeconds[row] = watched ? Math.round(Math.max(30, Math.min(3600, seconds))) : MISSING;
  const opinion = random.next();
  const likes = 0.02 + 0.6 * affinity * affinity;
  liked[row] = opinion < likes ? 1 : opinion < likes + 0.12 * (1 - affinity) ** 2 ? 0 : MISSING;
}
