import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CONTENT_FIELDS,
  fitContentModel,
  restoreContentModel,
  type ContentModelState,
  type ContentRecord,
} from '../../../../src/model/content/features.js';
import { decodeSnapshot, encodeSnapshot } from '../../../../src/model/snapshot.js';
import { sparseCosine, sparseDot, sparseNorm } from '../../../../src/model/sparse.js';

const NOTHING: ContentRecord = {
  title: '',
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
};
const content = (given: Partial<ContentRecord>): ContentRecord => ({ ...NOTHING, ...given });

const words = (values: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...values), { maxLength: 5 }).map((list) => list.join(' '));
const record: fc.Arbitrary<ContentRecord> = fc.record({
  title: words(['python', 'C++', 'data', '学习', 'the']),
  description: fc.option(words(['python', 'course', 'r', 'deep'])),
  domain: fc.option(fc.constantFrom('Data', 'Web ')),
  subtopic: fc.option(fc.constantFrom('SQL', 'CSS', '')),
  difficultyLevel: fc.option(fc.constantFrom('BEGINNER', 'ADVANCED')),
  contentType: fc.option(fc.constant('Course')),
  language: fc.option(fc.constantFrom('en', 'zh')),
  tags: fc.array(fc.constantFrom('ml', 'ML', 'ops', 'cloud')),
});
const catalogue = fc.array(record, { maxLength: 6 });

describe('content vectors', () => {
  it('weigh fields: a shared domain of weight 0.5 beside titles of weight 1 is a cosine of 0.25 / 1.25', () => {
    const records = [
      content({ title: 'Alpha', domain: 'Data' }),
      content({ title: 'Beta', domain: ' data ' }),
      content({ title: 'Gamma', domain: 'Art' }),
    ];
    const model = fitContentModel(records, { weights: { title: 1, domain: 0.5 } });
    const [a, b] = records.map((one) => model.vectorise(one));
    expect(sparseCosine(a, b)).toBeCloseTo(0.2, 12);
  });

  it('leave out a value of a field that all contents have, which ranks as before and is no reason', () => {
    const titles = ['Alpha beta', 'Alpha gamma', 'Beta delta', 'Gamma'];
    const of = (language: string | null) =>
      titles.map((title) => content({ title, domain: 'Data', language, tags: ['course', title] }));
    const [constant, without] = [of('en'), of(null)].map((records) => {
      const model = fitContentModel(records);
      return { model, vectors: records.map((one) => model.vectorise(one)) };
    });
    expect(constant.vectors).toEqual(without.vectors);
    const { terms } = constant.model.state();
    expect([terms.language, terms.domain]).toEqual([[], []]);
    expect(terms.tags).not.toContain('course');
    // One content of another language makes both values tell again.
    const mixed = fitContentModel([...of('en'), content({ title: 'Epsilon', language: 'fr' })]);
    expect(mixed.state().terms.language).toEqual(['en', 'fr']);
    // A catalogue of one has nothing to tell apart, and keeps what it has.
    expect(fitContentModel(of('en').slice(0, 1)).state().terms.language).toEqual(['en']);
  });

  it('take several tags as one field with idf: the rarer of two shared tags counts more', () => {
    const records = [
      content({ tags: ['common', 'rare'] }),
      content({ tags: ['common'] }),
      content({ tags: ['rare'] }),
      content({ tags: ['common'] }),
    ];
    const model = fitContentModel(records);
    const [both, common, rare] = records.map((one) => model.vectorise(one));
    // idf: common ln(5 / 4) + 1 = 1.223144, rare ln(5 / 3) + 1 = 1.510826; norm 1.943881.
    expect(sparseCosine(both, common)).toBeCloseTo(0.629228, 6);
    expect(sparseCosine(both, rare)).toBeCloseTo(0.777221, 6);
  });

  it('keep the fields apart', () => {
    const records = [content({ title: 'Python' }), content({ description: 'Python' })];
    const model = fitContentModel(records);
    expect(sparseDot(model.vectorise(records[0]), model.vectorise(records[1]))).toBe(0);
    expect([0, 1].map((column) => model.describe(column))).toEqual([
      { field: 'title', term: 'python' },
      { field: 'description', term: 'python' },
    ]);
  });

  it('leave out fields of weight 0', () => {
    const records = [content({ title: 'Python', domain: 'Data' })];
    const model = fitContentModel(records, { weights: { domain: 0 } });
    expect(model.columns).toBe(1);
    expect(Array.from(model.vectorise(records[0]).values)).toEqual([1]);
  });

  it('are empty where nothing is known of a record', () => {
    const model = fitContentModel([content({ title: 'Python' })]);
    expect(model.vectorise(content({ title: 'Cobol', domain: 'Web' })).indices).toHaveLength(0);
    expect(fitContentModel([]).vectorise(content({ title: 'Python' })).indices).toHaveLength(0);
  });

  it('take the options of the tokenizer', () => {
    const records = [content({ title: 'Learning' }), content({ title: 'Learn the' })];
    const model = fitContentModel(records, { stemming: 'ENGLISH' });
    expect(sparseCosine(model.vectorise(records[0]), model.vectorise(records[1]))).toBeCloseTo(1, 12);
  });

  it.each([-1, NaN, Infinity])('refuse a weight of %d', (weight) => {
    expect(() => fitContentModel([], { weights: { tags: weight } })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field: 'tags' } }),
    );
  });

  it('have norm 1 or none, ascending columns that name what the record says, and cosines of 0 to 1', () => {
    fc.assert(
      fc.property(catalogue, record, (records, later) => {
        const model = fitContentModel(records);
        const vectors = [...records, later].map((one) => model.vectorise(one));
        for (const vector of vectors) {
          if (vector.indices.length > 0) expect(sparseNorm(vector)).toBeCloseTo(1, 12);
          for (let i = 1; i < vector.indices.length; i++)
            expect(vector.indices[i]).toBeGreaterThan(vector.indices[i - 1]);
          for (const column of vector.indices) expect(CONTENT_FIELDS).toContain(model.describe(column).field);
          for (const other of vectors) {
            const dot = sparseDot(vector, other);
            expect(dot).toBeGreaterThanOrEqual(0);
            expect(dot).toBeLessThanOrEqual(1 + 1e-12);
          }
        }
      }),
    );
  });

  it('do not depend on the order of the records', () => {
    fc.assert(
      fc.property(catalogue, (records) => {
        const model = fitContentModel(records);
        const reversed = fitContentModel([...records].reverse());
        for (const one of records) expect(reversed.vectorise(one)).toEqual(model.vectorise(one));
      }),
    );
  });

  it('are the same after a round through a snapshot', () => {
    fc.assert(
      fc.property(catalogue, (records) => {
        const model = fitContentModel(records, { stopWords: 'NONE', weights: { tags: 2 } });
        const { idf, ...meta } = model.state();
        const stored = decodeSnapshot(encodeSnapshot({ meta, arrays: { idf } }));
        const restored = restoreContentModel({ ...stored.meta, ...stored.arrays } as unknown as ContentModelState);
        expect(restored.columns).toBe(model.columns);
        for (const one of records) expect(restored.vectorise(one)).toEqual(model.vectorise(one));
        for (let c = 0; c < model.columns; c++) expect(restored.describe(c)).toEqual(model.describe(c));
        expect(restored.state()).toEqual(model.state());
      }),
    );
  });
});
