import { DIFFICULTY_LEVELS } from '../engagement.js';
import { FIT, type LevelledContent } from './difficulty-fit.js';

/** Something that tells of a learner's level in a domain. */
export interface LevelEvent {
  readonly kind: 'COMPLETED' | 'TOO_EASY' | 'TOO_HARD';
  readonly content: LevelledContent;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The levels of a domain that a learner's own words leave, as indexes of `DIFFICULTY_LEVELS`. */
interface Range {
  low: number;
  high: number;
}

const HIGHEST = DIFFICULTY_LEVELS.length - 1;

/**
 * What a learner said of levels, domain by domain, in the order of time. TOO_HARD at a level: content of this level and above
 * is too hard from then on (of beginners' content: only what is above it). TOO_EASY: content of this level and below is too
 * easy (of advanced content: only what is below it). Something completed afterwards at a level opens it again. Where two
 * judgements contradict each other the later one counts. Content without a level says nothing and always fits; content
 * without a domain counts as a domain of its own.
 * @returns the fit of a piece of content, one of `FIT`; null where nothing was said
 */
export function judgedLevels(events: readonly LevelEvent[]): ((content: LevelledContent) => number) | null {
  if (!events.some(({ kind, content }) => kind !== 'COMPLETED' && content.difficultyLevel !== null)) return null;
  const ranges = new Map<string | null, Range>();
  for (const { kind, content } of events.toSorted((a, b) => a.at - b.at)) {
    if (content.difficultyLevel === null) continue;
    const level = DIFFICULTY_LEVELS.indexOf(content.difficultyLevel);
    const range = ranges.get(content.domain) ?? { low: 0, high: HIGHEST };
    ranges.set(content.domain, range);
    if (kind === 'TOO_HARD') {
      range.high = Math.min(range.high, Math.max(0, level - 1));
      range.low = Math.min(range.low, range.high);
    } else if (kind === 'TOO_EASY') {
      range.low = Math.max(range.low, Math.min(HIGHEST, level + 1));
      range.high = Math.max(range.high, range.low);
    } else range.high = Math.max(range.high, level);
  }
  return ({ domain, difficultyLevel }) => {
    const range = ranges.get(domain);
    if (difficultyLevel === null || !range) return FIT.FITS;
    const level = DIFFICULTY_LEVELS.indexOf(difficultyLevel);
    if (level > range.high) return FIT.TOO_HARD;
    return level < range.low ? FIT.TOO_EASY : FIT.FITS;
  };
}
