import { describe, expect, it } from '@jest/globals';
import { planColumns } from '../../../../src/services/import/columns.js';
import { comparable, FIELDS, IMPORT_KINDS } from '../../../../src/services/import/fields.js';

const plan = (...args: Parameters<typeof planColumns>) => {
  const { header, placeOf, ignored } = planColumns(...args);
  return { ...Object.fromEntries([...placeOf].map(([field, place]) => [field, header[place]])), ignored };
};

describe('planColumns', () => {
  it.each([
    [['user_id', 'content_id', 'timestamp']],
    [['userId', 'contentId', 'timestamp']],
    [['User ID', 'COURSE_ID', 'Date']],
    [['learner', 'movieId', 'created_at']],
  ])('finds learner, content and time in %j', (header) => {
    expect(plan('engagements', header)).toEqual({
      userId: header[0],
      contentId: header[1],
      timestamp: header[2],
      ignored: [],
    });
  });

  it('takes our own name before a synonym', () => {
    expect(plan('content', ['id', 'title', 'name', 'rating'])).toEqual({
      id: 'id',
      title: 'title',
      ignored: ['name', 'rating'],
    });
  });

  it('takes nothing from a column that is to be ignored, in any spelling', () => {
    expect(plan('content', ['id', 'title', 'Prerequisites'], {}, false, ['prerequisites', 'absent'])).toEqual({
      id: 'id',
      title: 'title',
      ignored: ['Prerequisites'],
    });
    expect(plan('content', ['id', 'course_id', 'title'], {}, false, ['id'])).toMatchObject({ id: 'course_id' });
  });

  it('does not guess between two ids', () => {
    expect(() => plan('content', ['id', 'course_id', 'title'])).toThrow(/"id" and "course_id" could both be id/);
    expect(plan('content', ['id', 'course_id', 'title'], { course_id: 'id' })).toMatchObject({ id: 'course_id' });
  });

  it('follows a mapping in any spelling, before everything else', () => {
    expect(plan('engagements', ['Who', 'item', 'type', 'kind'], { who: 'user_id', kind: 'engagementType' })).toEqual({
      userId: 'Who',
      contentId: 'item',
      engagementType: 'kind',
      ignored: ['type'],
    });
  });

  it.each([
    [{ user: 'nickname' }, /"nickname" is no field of engagements.*userId/],
    [{ person: 'userId' }, /no column "person".*"user"/],
    [{ user: 'userId', item: 'userId' }, /Two columns are mapped to userId/],
  ])('refuses the mapping %j', (map: Record<string, string>, message) => {
    expect(() => plan('engagements', ['user', 'item'], map)).toThrow(message);
  });

  it('knows each name for one field of a kind only', () => {
    for (const kind of IMPORT_KINDS) {
      const names = FIELDS[kind].flatMap((field) => [...new Set([field.name, ...field.synonyms].map(comparable))]);
      expect(names.length).toBe(new Set(names).size);
    }
  });
});
