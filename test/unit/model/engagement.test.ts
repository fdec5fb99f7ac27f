import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  engagementScore,
  engagementStrength,
  ENGAGEMENT_TYPES,
  MISSING,
  TYPE_WEIGHTS,
} from '../../../src/model/engagement.js';

describe('engagement score', () => {
  it.each([
    [0, MISSING, 0],
    [300, MISSING, 1],
    [450, MISSING, 1.5],
    [1500, MISSING, 5],
    [2_147_483_647, MISSING, 5],
    [MISSING, MISSING, 0],
    [MISSING, 1, 5],
    [750, 1, 7.5],
    [9000, 1, 10],
    [9000, 0, 0],
    [MISSING, 0, 0],
  ])('%i seconds, liked %i: %d', (seconds, liked, score) => {
    expect(engagementScore(seconds, liked)).toBe(score);
  });
});

describe('engagement strength', () => {
  const code = (type: (typeof ENGAGEMENT_TYPES)[number]): number => ENGAGEMENT_TYPES.indexOf(type);

  it('rises from VIEWED over BOOKMARKED, ENROLLED and COMPLETED to SHARED', () => {
    const { VIEWED, BOOKMARKED, ENROLLED, COMPLETED, SHARED } = TYPE_WEIGHTS;
    expect([VIEWED, BOOKMARKED, ENROLLED, COMPLETED, SHARED]).toEqual([1, 1.5, 2, 3, 4]);
    for (const type of ENGAGEMENT_TYPES)
      expect(engagementStrength(code(type), MISSING, MISSING, 0, Infinity)).toBe(TYPE_WEIGHTS[type]);
  });

  it('grows with the score: COMPLETED, 600 s, liked is 3 * (1 + 7 / 10)', () => {
    expect(engagementStrength(code('COMPLETED'), 600, 1, 0, Infinity)).toBeCloseTo(5.1, 12);
  });

  it('halves per half-life; an age below 0 counts as 0', () => {
    expect(engagementStrength(code('SHARED'), MISSING, MISSING, 60, 30)).toBe(1);
    expect(engagementStrength(code('SHARED'), MISSING, MISSING, -60, 30)).toBe(4);
    expect(engagementStrength(code('SHARED'), MISSING, MISSING, 1e9, 30)).toBe(0);
    expect(engagementStrength(code('SHARED'), MISSING, MISSING, 1e9, Infinity)).toBe(4);
  });

  it('is 0 for a dislike and between 0 and 8 for everything else', () => {
    fc.assert(
      fc.property(
        fc.nat(4),
        fc.integer({ min: MISSING, max: 2_147_483_647 }),
        fc.constantFrom(MISSING, 0, 1),
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        (type, seconds, liked, age) => {
          const strength = engagementStrength(type, seconds, liked, age, 30);
          if (liked === 0) expect(strength).toBe(0);
          else expect(strength >= 0 && strength <= 8).toBe(true);
        },
      ),
    );
  });
});
