import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DIFFICULTY_LEVELS, SENIORITY_LEVELS, type DifficultyLevel } from '../../../../src/model/engagement.js';
import { difficultyFit, FIT, type LevelledContent } from '../../../../src/model/hybrid/difficulty-fit.js';

const of = (difficultyLevel: DifficultyLevel | null, domain: string | null = 'Data'): LevelledContent => ({
  domain,
  difficultyLevel,
});
const fits = (fit: (content: LevelledContent) => number, domain?: string | null) =>
  DIFFICULTY_LEVELS.map((level) => fit(of(level, domain)));
const { FITS, TOO_EASY, TOO_HARD } = FIT;

describe('difficultyFit', () => {
  it('welcomes a step up from what the seniority suggests, and no two', () => {
    expect(fits(difficultyFit('STUDENT', []))).toEqual([FITS, FITS, TOO_HARD]);
    expect(fits(difficultyFit('FRESHER', []))).toEqual([FITS, FITS, TOO_HARD]);
    expect(fits(difficultyFit('JUNIOR', []))).toEqual([FITS, FITS, FITS]);
    expect(fits(difficultyFit('LEAD', []))).toEqual([FITS, FITS, FITS]);
  });

  it('goes by what was completed in the domain where that is harder', () => {
    const fit = difficultyFit('STUDENT', [of('BEGINNER'), of('INTERMEDIATE'), of(null)]);
    expect(fits(fit)).toEqual([FITS, FITS, FITS]);
    expect(fits(fit, 'Sales')).toEqual([FITS, FITS, TOO_HARD]);
    expect(fits(fit, null)).toEqual([FITS, FITS, FITS]);
  });

  it('finds too easy only what is two steps below a completion in the domain', () => {
    const fit = difficultyFit('JUNIOR', [of('ADVANCED')]);
    expect(fits(fit)).toEqual([TOO_EASY, FITS, FITS]);
    expect(fits(fit, 'Sales')).toEqual([FITS, FITS, FITS]);
  });

  it('lets everything fit where nothing is known, and content without a level always', () => {
    expect(fits(difficultyFit(null, []))).toEqual([FITS, FITS, FITS]);
    expect(fits(difficultyFit(null, [of('BEGINNER')]))).toEqual([FITS, FITS, TOO_HARD]);
    expect(difficultyFit('STUDENT', [])(of(null))).toBe(FITS);
  });

  it('never finds a level too hard that is at most one above a completed one', () => {
    const level = fc.constantFrom(...DIFFICULTY_LEVELS);
    const content = fc.record({ domain: fc.constantFrom('a', 'b'), difficultyLevel: level });
    fc.assert(
      fc.property(fc.constantFrom(null, ...SENIORITY_LEVELS), fc.array(content), content, (seniority, done, next) => {
        const steps = done
          .filter(({ domain }) => domain === next.domain)
          .map(
            ({ difficultyLevel }) =>
              DIFFICULTY_LEVELS.indexOf(next.difficultyLevel) - DIFFICULTY_LEVELS.indexOf(difficultyLevel),
          );
        const fit = difficultyFit(seniority, done)(next);
        if (steps.some((step) => step <= 1)) expect(fit).not.toBe(FIT.TOO_HARD);
        if (!steps.some((step) => step <= -2)) expect(fit).not.toBe(FIT.TOO_EASY);
      }),
    );
  });
});
