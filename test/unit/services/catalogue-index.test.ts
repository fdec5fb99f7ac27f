import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCatalogueIndex } from '../../../src/services/catalogue-index.js';
import type { CatalogueFilter } from '../../../src/services/list-controls.js';
import type { ContentRow } from '../../../src/store/content.store.js';

const row = (fields: Partial<ContentRow>): ContentRow => ({
  pk: 1,
  id: 'c',
  title: 'T',
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
  durationMinutes: null,
  publishedAt: null,
  retiredAt: null,
  prerequisites: [],
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...fields,
});
const kept = (rows: readonly (ContentRow | null)[], filter: CatalogueFilter): number[] => {
  const mask = new Uint8Array(rows.length);
  createCatalogueIndex(rows).leaveOut(filter, mask);
  return [...mask.keys()].filter((place) => mask[place] === 0);
};

const ROWS = [
  row({ domain: 'Data', difficultyLevel: 'BEGINNER', tags: ['python', 'sql'], durationMinutes: 30 }),
  row({ domain: 'Cloud', difficultyLevel: 'ADVANCED', tags: ['sql'], durationMinutes: 31 }),
  row({ publishedAt: new Date(1000) }),
  null,
];

describe('the catalogue index', () => {
  it.each<[string, CatalogueFilter, number[]]>([
    ['no condition', {}, [0, 1, 2, 3]],
    ['in', { domain: { in: ['Data', 'Law'] } }, [0]],
    ['in, unknown value', { domain: { in: ['data'] } }, []],
    ['in, empty', { domain: { in: [] } }, []],
    ['notIn keeps what has no value', { domain: { notIn: ['Data'] } }, [1, 2, 3]],
    ['notIn, empty', { domain: { notIn: [] } }, [0, 1, 2, 3]],
    ['both', { domain: { in: ['Data', 'Cloud'], notIn: ['Cloud'] } }, [0]],
    ['levels', { difficultyLevel: { in: ['ADVANCED'] } }, [1]],
    ['one of the tags', { tags: { in: ['python', 'go'] } }, [0]],
    ['none of the tags', { tags: { notIn: ['python', 'go'] } }, [1, 2, 3]],
    ['minutes, the bound included', { maxDurationMinutes: 30 }, [0]],
    ['published, the bound not included', { publishedAfter: new Date(1000) }, []],
    ['published', { publishedAfter: new Date(999) }, [2]],
    ['several', { tags: { in: ['sql'] }, maxDurationMinutes: 60, domain: { notIn: ['Cloud'] } }, [0]],
  ])('%s', (_, filter, expected) => {
    expect(kept(ROWS, filter)).toEqual(expected);
  });

  it('adds to what the mask holds', () => {
    const mask = Uint8Array.of(1, 0, 0, 0);
    createCatalogueIndex(ROWS).leaveOut({ tags: { in: ['sql'] } }, mask);
    expect([...mask]).toEqual([1, 0, 1, 1]);
  });

  it('agrees with the conditions read row by row', () => {
    const value = fc.constantFrom('a', 'b', 'c');
    const condition = fc.record({ in: fc.array(value), notIn: fc.array(value) }, { requiredKeys: [] });
    const anyRow = fc.record({ language: fc.option(value), tags: fc.array(value) }).map(row);
    fc.assert(
      fc.property(fc.array(anyRow), condition, condition, (rows, language, tags) => {
        const holds = (values: readonly string[], { in: some, notIn: none }: typeof language) =>
          (!some || values.some((v) => some.includes(v as never))) && !values.some((v) => none?.includes(v as never));
        const expected = rows.flatMap((one, place) =>
          holds(one.language === null ? [] : [one.language], language) && holds(one.tags, tags) ? [place] : [],
        );
        expect(kept(rows, { language, tags })).toEqual(expected);
      }),
    );
  });
});
