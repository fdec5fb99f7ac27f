import type { Random } from '../src/model/random.js';
import { choose, runningSums } from './weighted-choice.js';

/** How much a learner does. */
export const SEGMENTS = ['COLD', 'CASUAL', 'REGULAR', 'POWER'] as const;
export type Segment = (typeof SEGMENTS)[number];

const SEGMENT_SUMS = runningSums([0.04, 0.6, 0.345, 0.015]);

/** Largest number of engagements drawn for one learner, before fitting to the total. */
const MOST = 300;

function drawActivity(segment: Segment, random: Random): number {
  switch (segment) {
    case 'COLD':
      return 0;
    case 'CASUAL':
      return 1 + random.integer(5);
    case 'REGULAR':
      return Math.max(6, Math.min(MOST, 25 * Math.exp(0.8 * random.normal())));
    case 'POWER':
      return Math.max(100, Math.min(MOST, 200 * Math.exp(0.4 * random.normal())));
  }
}

/**
 * Engagements per learner, summing to `total` exactly (nothing when there are no learners). Casual learners keep their 1 to
 * 5 and the others are scaled to what is left; where that would leave the others next to nothing, all are scaled alike.
 */
export function drawActivities(users: number, total: number, random: Random): Int32Array {
  const counts = new Int32Array(users);
  if (users === 0) return counts;
  const casual = new Uint8Array(users);
  const wanted = new Float64Array(users);
  let casualSum = 0;
  let otherSum = 0;
  for (let user = 0; user < users; user++) {
    const segment = SEGMENTS[choose(SEGMENT_SUMS, random)];
    wanted[user] = drawActivity(segment, random);
    if (segment === 'CASUAL') {
      casual[user] = 1;
      casualSum += wanted[user];
    } else otherSum += wanted[user];
  }
  if (casualSum + otherSum === 0) {
    wanted.fill(1);
    otherSum = users;
  }
  const left = (total - casualSum) / otherSum;
  const keepCasual = left >= 0.3 && otherSum > 0;
  const all = total / (casualSum + otherSum);
  // Rounding the running sum, not each number, keeps the total.
  let sum = 0;
  let given = 0;
  let last = 0;
  for (let user = 0; user < users; user++) {
    sum += wanted[user] * (keepCasual ? (casual[user] ? 1 : left) : all);
    const upTo = Math.min(total, Math.floor(sum + 1e-6));
    counts[user] = upTo - given;
    given = upTo;
    if (wanted[user] > 0) last = user;
  }
  counts[last] += total - given;
  return counts;
}
