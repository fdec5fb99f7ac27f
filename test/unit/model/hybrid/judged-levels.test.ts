import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DIFFICULTY_LEVELS, type DifficultyLevel } from '../../../../src/model/engagement.js';
import { FIT } from '../../../../src/model/hybrid/difficulty-fit.js';
import { judgedLevels, type LevelEvent } from '../../../../src/model/hybrid/judged-levels.js';

const event = (kind: LevelEvent['kind'], level: DifficultyLevel | null, at: number, domain: string | null = 'A') => ({
  kind,
  content: { domain, difficultyLevel: level },
  at,
});

/** Fits of BEGINNER, INTERMEDIATE and ADVANCED content of a domain: E too easy, F fits, H too hard. */
function fits(events: readonly LevelEvent[], domain: string | null = 'A'): string {
  const fitOf = judgedLevels(events);
  if (!fitOf) return 'none';
  const letters = { [FIT.TOO_EASY]: 'E', [FIT.FITS]: 'F', [FIT.TOO_HARD]: 'H' };
  return DIFFICULTY_LEVELS.map((difficultyLevel) => letters[fitOf({ domain, difficultyLevel }) as 0]).join('');
}

describe('judgedLevels', () => {
  it.each<[string, LevelEvent[]]>([
    ['FFH', [event('TOO_HARD', 'ADVANCED', 1)]],
    ['FHH', [event('TOO_HARD', 'INTERMEDIATE', 1)]],
    ['FHH', [event('TOO_HARD', 'BEGINNER', 1)]],
    ['EFF', [event('TOO_EASY', 'BEGINNER', 1)]],
    ['EEF', [event('TOO_EASY', 'INTERMEDIATE', 1)]],
    ['EEF', [event('TOO_EASY', 'ADVANCED', 1)]],
    ['EFH', [event('TOO_EASY', 'BEGINNER', 1), event('TOO_HARD', 'ADVANCED', 2)]],
    // The later one counts.
    ['FHH', [event('TOO_EASY', 'INTERMEDIATE', 1), event('TOO_HARD', 'INTERMEDIATE', 2)]],
    ['EEF', [event('TOO_EASY', 'INTERMEDIATE', 2), event('TOO_HARD', 'INTERMEDIATE', 1)]],
    // A level that was mastered since is open again, one that was mastered before is not.
    ['FFF', [event('TOO_HARD', 'ADVANCED', 1), event('COMPLETED', 'ADVANCED', 2)]],
    ['FFH', [event('TOO_HARD', 'ADVANCED', 2), event('COMPLETED', 'ADVANCED', 1)]],
    ['none', [event('COMPLETED', 'ADVANCED', 1)]],
    ['none', [event('TOO_HARD', null, 1)]],
    ['none', []],
  ])('%s', (expected, events) => {
    expect(fits(events)).toBe(expected);
  });

  it('keeps domains apart, and content without a level fits', () => {
    const events = [event('TOO_HARD', 'INTERMEDIATE', 1)];
    expect(fits(events, 'B')).toBe('FFF');
    expect(fits(events, null)).toBe('FFF');
    expect(judgedLevels(events)!({ domain: 'A', difficultyLevel: null })).toBe(FIT.FITS);
  });

  it('always leaves a level that fits, whatever was said', () => {
    const some = fc.record({
      kind: fc.constantFrom('COMPLETED' as const, 'TOO_EASY' as const, 'TOO_HARD' as const),
      level: fc.constantFrom(...DIFFICULTY_LEVELS),
      at: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), (events) => {
        expect(fits(events.map(({ kind, level, at }) => event(kind, level, at)))).toMatch(/F|none/);
      }),
    );
  });
});
