import { describe, expect, it } from '@jest/globals';
import {
  DIFFICULTY_WORDS,
  ENGAGEMENT_WORDS,
  likedFrom,
  lookUp,
  SENIORITY_WORDS,
  STYLE_WORDS,
} from '../../../../src/services/import/vocabulary.js';

describe('lookUp', () => {
  it.each([
    ['Beginner Level', 'BEGINNER'],
    ['BEGINNER', 'BEGINNER'],
    ['All Levels', null],
    ['all', null],
    ['Mixed', null],
    ['expert', 'ADVANCED'],
    ['Medium', 'INTERMEDIATE'],
    ['spicy', undefined],
    ['constructor', undefined],
  ])('takes the difficulty %s for %s', (word, value) => {
    expect(lookUp(DIFFICULTY_WORDS, word)).toBe(value);
  });

  it('knows other words for the other enums', () => {
    expect(lookUp(ENGAGEMENT_WORDS, 'Watched')).toBe('VIEWED');
    expect(lookUp(ENGAGEMENT_WORDS, 'enrollment')).toBe('ENROLLED');
    expect(lookUp(SENIORITY_WORDS, 'Entry-Level')).toBe('FRESHER');
    expect(lookUp(STYLE_WORDS, 'Reading / Writing')).toBe('READING_WRITING');
  });

  it.each([DIFFICULTY_WORDS, ENGAGEMENT_WORDS, SENIORITY_WORDS, STYLE_WORDS])(
    'takes each value for itself',
    (words) => {
      for (const value of words.values) {
        expect(lookUp<string>(words, value)).toBe(value);
        expect(lookUp<string>(words, value.toLowerCase())).toBe(value);
      }
    },
  );
});

describe('likedFrom', () => {
  it.each([
    ['TRUE', true],
    ['1', true],
    ['no', false],
    ['0', false],
    ['unknown', null],
    ['5.0', undefined],
  ])('takes %s for %s', (word, value) => {
    expect(likedFrom(word)).toBe(value);
  });
});
