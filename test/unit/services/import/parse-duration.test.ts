import { describe, expect, it } from '@jest/globals';
import { parseDuration } from '../../../../src/services/import/parse-duration.js';

describe('parseDuration', () => {
  it.each([
    ['PT15M', 900],
    ['PT1H30M', 5400],
    ['P1DT2.5S', 86_402.5],
    ['pt0s', 0],
    ['P2W', 1_209_600],
    ['P1Y2M', 31_536_000 + 5_184_000],
    ['PT1,5H', 5400],
  ])('reads %s as %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['P', 'PT', '15M', 'PT-5M', 'PT5X', '', 'P1H', '900'])('refuses "%s"', (text) => {
    // "PT" and "P" name no part; "P1H" has an hour before the T.
    expect(parseDuration(text)).toBeNull();
  });
});
