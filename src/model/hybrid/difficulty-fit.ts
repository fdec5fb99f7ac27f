import { DIFFICULTY_LEVELS, type DifficultyLevel, type SeniorityLevel } from '../engagement.js';

/** The level that learners of a seniority are taken to have before they completed anything, as an index of `DIFFICULTY_LEVELS`. */
export const LEVEL_OF_SENIORITY: Readonly<Record<SeniorityLevel, number>> = {
  STUDENT: 0,
  FRESHER: 0,
  JUNIOR: 1,
  MID: 1,
  SENIOR: 2,
  LEAD: 2,
};

/** What one piece of content is to a learner's level. */
export const FIT = {
  /** At the level, one step above it, one step below it; or nothing is known. */
  FITS: 0,
  /** Two steps below what the learner completed in that domain. */
  TOO_EASY: 1,
  /** Two steps or more above the level. */
  TOO_HARD: 2,
} as const;

/** What the rule needs to know of a piece of content. */
export interface LevelledContent {
  readonly domain: string | null;
  /** Null: suits all levels. */
  readonly difficultyLevel: DifficultyLevel | null;
}

/**
 * The rule of `difficultyFit`. A learner's level in a domain is the higher of what their seniority suggests and the hardest
 * content they completed in that domain; for content without a domain, in all domains. A step up is welcome, two are not:
 * content two steps above the level is TOO_HARD. Content two steps below what the learner *completed* in its domain is
 * TOO_EASY; seniority alone makes nothing too easy, since seniors begin in new domains too. Content without a level fits
 * everybody, and where neither seniority nor a completion is known, everything fits.
 * @returns the fit of a piece of content, one of `FIT`
 */
export function difficultyFit(
  seniority: SeniorityLevel | null,
  completed: Iterable<LevelledContent>,
): (content: LevelledContent) => number {
  const base = seniority === null ? -1 : LEVEL_OF_SENIORITY[seniority];
  const reached = new Map<string | null, number>();
  let highest = -1;
  for (const { domain, difficultyLevel } of completed) {
    if (difficultyLevel === null) continue;
    const level = DIFFICULTY_LEVELS.indexOf(difficultyLevel);
    reached.set(domain, Math.max(level, reached.get(domain) ?? -1));
    highest = Math.max(highest, level);
  }
  return ({ domain, difficultyLevel }) => {
    if (difficultyLevel === null) return FIT.FITS;
    const level = DIFFICULTY_LEVELS.indexOf(difficultyLevel);
    const completedLevel = domain === null ? highest : (reached.get(domain) ?? -1);
    const own = Math.max(base, completedLevel);
    if (own >= 0 && level > own + 1) return FIT.TOO_HARD;
    return completedLevel - level > 1 ? FIT.TOO_EASY : FIT.FITS;
  };
}
