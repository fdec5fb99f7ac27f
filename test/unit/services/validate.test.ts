import { describe, expect, it } from '@jest/globals';
import { validateContent, validateEngagement, validateUser } from '../../../src/services/validate.js';

const fields = (errors: readonly { field: string }[]): string[] => errors.map(({ field }) => field);
const engagement = { userId: 'u', contentId: 'c' };

describe('validateEngagement', () => {
  it('accepts the bounds of durationSeconds and refuses what lies beyond, naming the field', () => {
    for (const good of [0, 1, 2147483647])
      expect(validateEngagement({ ...engagement, durationSeconds: good })).toEqual([]);
    for (const bad of [2147483648, 1e24, -1, Number.NaN, 1.5, Infinity]) {
      const errors = validateEngagement({ ...engagement, durationSeconds: bad });
      expect(fields(errors)).toEqual(['durationSeconds']);
      expect(errors[0].message).toContain('durationSeconds must be an integer from 0 to 2147483647');
    }
  });

  it('reports every fault of a row at once', () => {
    const errors = validateEngagement({ userId: '', contentId: 'x'.repeat(192), timestamp: new Date(Number.NaN) });
    expect(fields(errors)).toEqual(['userId', 'contentId', 'timestamp']);
  });

  it('takes null for unknown duration and like', () => {
    expect(validateEngagement({ ...engagement, durationSeconds: null, liked: null })).toEqual([]);
  });
});

describe('validateContent', () => {
  it('refuses U+0000 and half a surrogate pair, which Postgres text cannot hold', () => {
    expect(fields(validateContent({ id: 'c', title: 'a\u0000b' }))).toEqual(['title']);
    expect(fields(validateContent({ id: 'c', description: 'a\ud800b' }))).toEqual(['description']);
    expect(fields(validateContent({ id: 'c', tags: ['good', 'b\u0000d'] }))).toEqual(['tags']);
    expect(validateContent({ id: 'c', title: 'Rockets \u{1f680}' })).toEqual([]);
  });

  it('lets nullable fields be cleared, but not the title', () => {
    expect(validateContent({ id: 'c', domain: null, publishedAt: null })).toEqual([]);
    expect(fields(validateContent({ id: 'c', title: null as unknown as string }))).toEqual(['title']);
  });
});

describe('validateUser', () => {
  it('keeps ids of 1 to 191 characters and refuses others', () => {
    for (const id of ['1', '0010', 'x'.repeat(191)]) expect(validateUser({ id })).toEqual([]);
    for (const id of ['', 'x'.repeat(192)]) expect(fields(validateUser({ id }))).toEqual(['id']);
  });

  it('names the accepted values of an enum', () => {
    const [error] = validateUser({ id: 'u', seniorityLevel: 'BOSS' as never });
    expect(error.message).toBe('seniorityLevel must be one of STUDENT, FRESHER, JUNIOR, MID, SENIOR, LEAD, not BOSS');
  });
});
