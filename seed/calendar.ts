import type { Random } from '../src/model/random.js';
import { choose, runningSums } from './weighted-choice.js';

/** The year that the demo data covers, milliseconds since 1970. It ends at a fixed instant: the generator has no clock. */
export const PERIOD_START = Date.UTC(2025, 0, 1);
export const PERIOD_END = Date.UTC(2025, 11, 31, 23, 59, 59);

export const DAY_MS = 86_400_000;
export const PERIOD_DAYS = 365;

/** Sunday first. */
const WEEKDAY_WEIGHTS = [0.4, 1, 1.15, 1.15, 1.05, 0.8, 0.35];

/** January first: a quiet August and December, a busy start of the year and autumn. */
const MONTH_WEIGHTS = [1.1, 1, 1, 1, 0.95, 0.95, 0.8, 0.65, 1.1, 1.15, 1.1, 0.8];

/** Midnight first, UTC: a peak before noon, one after lunch and a small one in the evening. */
const HOUR_WEIGHTS = [1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 3, 6, 9, 10, 8, 5, 7, 8, 7, 6, 4, 3, 4, 5, 4.5, 3, 2];

const HOURS = runningSums(HOUR_WEIGHTS);

const DAYS = runningSums(
  Array.from({ length: PERIOD_DAYS }, (_, day) => {
    const date = new Date(PERIOD_START + day * DAY_MS);
    return WEEKDAY_WEIGHTS[date.getUTCDay()] * MONTH_WEIGHTS[date.getUTCMonth()];
  }),
);

/**
 * An instant, to the second, that follows the weekday, month and hour patterns.
 * @param firstDay day of the period, 0 to 364
 * @param lastDay inclusive
 */
export function drawInstant(random: Random, firstDay: number, lastDay: number): number {
  const day = choose(DAYS, random, firstDay, lastDay + 1);
  const hour = choose(HOURS, random);
  return PERIOD_START + day * DAY_MS + hour * 3_600_000 + random.integer(3600) * 1000;
}
