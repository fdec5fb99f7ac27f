import { describe, expect, it } from '@jest/globals';
import { DIFFICULTY_LEVELS, ENGAGEMENT_TYPES, MISSING } from '../../../src/model/engagement.js';
import { createChoiceModel } from '../../../seed/choice-model.js';
import { PERIOD_END, PERIOD_START } from '../../../seed/calendar.js';
import { generateSeed } from '../../../seed/generate.js';
import { LEVEL_STEPS } from '../../../seed/generate-engagements.js';
import { yearShareOf } from '../../../seed/sessions.js';

/* What generate.test.ts does not look at: change over the year, and outcomes that follow the true affinity. */

const data = generateSeed({ users: 3000, contents: 1000, engagements: 90_000 }, 5);
const { learners, catalogue, engagements, levelUps } = data;
const { userPk, contentPk, timestamp, durationSeconds, liked, type } = engagements;
const rows = Array.from({ length: engagements.length }, (_, row) => row);
const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
const difficulty = (row: number): number | null => {
  const level = catalogue.rows[contentPk[row]!]!.difficultyLevel;
  return level === null ? null : DIFFICULTY_LEVELS.indexOf(level);
};
const COMPLETED = ENGAGEMENT_TYPES.indexOf('COMPLETED');

describe('the profile realistic', () => {
  it('moves a learner on to harder content as content is completed', () => {
    const meanLevel = (of: (row: number) => boolean): number =>
      mean(rows.filter(of).flatMap((row) => difficulty(row) ?? []));
    const beginners = (row: number): boolean => learners.rows[userPk[row]!]!.seniorityLevel === 'JUNIOR';
    const twice = (row: number): number => levelUps[userPk[row]! * LEVEL_STEPS + 1]!;
    const once = (row: number): number => levelUps[userPk[row]! * LEVEL_STEPS]!;
    const before = meanLevel((row) => beginners(row) && twice(row) < Infinity && timestamp[row]! <= once(row));
    const after = meanLevel((row) => beginners(row) && timestamp[row]! > twice(row));
    expect(after).toBeGreaterThan(before + 0.2);
    // The level rises with the eighth and the sixteenth completion.
    const completions = new Map<number, number>();
    for (const row of rows) {
      if (type[row] !== COMPLETED) continue;
      const count = (completions.get(userPk[row]!) ?? 0) + 1;
      completions.set(userPk[row]!, count);
    }
    for (let user = 0; user < learners.rows.length; user++) {
      const steps = Math.min(LEVEL_STEPS, Math.floor((completions.get(user) ?? 0) / 8));
      const known = [0, 1].filter((step) => levelUps[user * LEVEL_STEPS + step]! < Infinity);
      expect(known).toHaveLength(steps);
    }
  });

  it('drifts: the interests of some learners change over the year, and what they do follows', () => {
    const { interests } = learners;
    const shift = (user: number): number => {
      let sum = 0;
      for (let topic = 0; topic < 63; topic++)
        sum += Math.abs(interests.weight(user, topic, 1) - interests.weight(user, topic, 0));
      return sum / 2;
    };
    const shifts = learners.rows.map((_, user) => shift(user));
    expect(shifts.filter((s) => s > 0.2).length / shifts.length).toBeGreaterThan(0.2);
    expect(shifts.filter((s) => s < 0.05).length / shifts.length).toBeGreaterThan(0.05);
    // Late in the year the late weights explain what is taken better than the early ones do.
    const late = rows.filter((row) => yearShareOf(timestamp[row]!) > 0.8 && shifts[userPk[row]!]! > 0.3);
    const weightAt = (share: number): number =>
      mean(late.map((row) => interests.weight(userPk[row]!, catalogue.topic[contentPk[row]!]!, share)));
    expect(weightAt(1)).toBeGreaterThan(1.1 * weightAt(0));
  });

  it('has durations, completions, likes and dislikes that follow the true affinity', () => {
    const model = createChoiceModel(learners, catalogue);
    const affinity = rows.map((row) => {
      const seniority = ['STUDENT', 'FRESHER', 'JUNIOR', 'MID', 'SENIOR', 'LEAD'];
      const level = seniority.indexOf(learners.rows[userPk[row]!]!.seniorityLevel);
      return model.affinity(userPk[row]!, level, contentPk[row]!, yearShareOf(timestamp[row]!));
    });
    expect(affinity.every((a) => a >= 0 && a <= 1)).toBe(true);
    const sorted = [...affinity].sort((a, b) => a - b);
    const [low, high] = [sorted[Math.floor(sorted.length / 4)]!, sorted[Math.floor((3 * sorted.length) / 4)]!];
    const least = rows.filter((row) => affinity[row]! < low);
    const most = rows.filter((row) => affinity[row]! > high);
    const share = (of: readonly number[], matches: (row: number) => boolean): number =>
      of.filter(matches).length / of.length;
    const duration = (of: readonly number[]): number =>
      mean(of.filter((row) => durationSeconds[row] !== MISSING).map((row) => durationSeconds[row]!));
    expect(duration(most)).toBeGreaterThan(1.3 * duration(least));
    expect(share(most, (row) => type[row] === COMPLETED)).toBeGreaterThan(
      1.3 * share(least, (row) => type[row] === COMPLETED),
    );
    expect(share(most, (row) => liked[row] === 1)).toBeGreaterThan(2 * share(least, (row) => liked[row] === 1));
    expect(share(least, (row) => liked[row] === 0)).toBeGreaterThan(2 * share(most, (row) => liked[row] === 0));
  });

  it('lets new content and new learners appear during the year', () => {
    const published = catalogue.rows.filter(({ publishedAt }) => publishedAt.getTime() >= PERIOD_START).length;
    expect(Math.abs(published / catalogue.rows.length - 0.27)).toBeLessThan(0.06);
    const first = new Map<number, number>();
    for (const row of rows) first.set(userPk[row]!, Math.min(first.get(userPk[row]!) ?? Infinity, timestamp[row]!));
    const middle = (PERIOD_START + PERIOD_END) / 2;
    const newcomers = [...first.values()].filter((t) => t > middle).length;
    expect(newcomers / first.size).toBeGreaterThan(0.1);
    // Content of the last weeks has no engagement: true cold start.
    const engaged = new Set(contentPk);
    const cold = catalogue.rows.filter((_, item) => !engaged.has(item));
    expect(cold.length).toBeGreaterThan(10);
  });
});
