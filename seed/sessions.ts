import type { Random } from '../src/model/random.js';
import { DAY_MS, drawInstant, PERIOD_DAYS, PERIOD_END, PERIOD_START } from './calendar.js';

const PER_SESSION = 2.2;
const JOINED_BEFORE_SHARE = 0.8;
const STAYS_SHARE = 0.75;
/** A casual learner's few engagements lie within this many days. */
const CASUAL_DAYS = 180;
const CASUAL_AT_MOST = 5;

/**
 * The instants at which one learner's sessions start, ascending, within the learner's active part of the year: some were
 * there from the start, some joined later, some left.
 * @param engagements at least 1
 */
export function drawSessions(engagements: number, random: Random): Float64Array {
  const joined = random.next() < JOINED_BEFORE_SHARE ? 0 : random.integer(PERIOD_DAYS);
  const left = random.next() < STAYS_SHARE ? PERIOD_DAYS - 1 : joined + random.integer(PERIOD_DAYS - joined);
  let first = joined;
  let last = left;
  if (engagements <= CASUAL_AT_MOST) {
    first = joined + random.integer(left - joined + 1);
    last = Math.min(left, first + CASUAL_DAYS);
  }
  const sessions = new Float64Array(Math.ceil(engagements / PER_SESSION));
  for (let s = 0; s < sessions.length; s++) sessions[s] = drawInstant(random, first, last);
  return sessions.sort();
}

/** How far into the year an instant lies, 0 to 1. */
export const yearShareOf = (instant: number): number => (instant - PERIOD_START) / (PERIOD_DAYS * DAY_MS);

/** Makes instants strictly ascending by whole seconds and keeps them within the year. */
export function spread(instants: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) instants[i] = Math.max(instants[i], instants[i - 1] + 1000);
  let latest = PERIOD_END;
  for (let i = to - 1; i >= from && instants[i] > latest; i--) {
    instants[i] = latest;
    latest -= 1000;
  }
}
