import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitTfIdf, restoreTfIdf, tfIdfVector } from '../../../../src/model/content/tf-idf.js';
import { tokenize, type TokenizerOptions } from '../../../../src/model/content/tokenizer.js';
import { sparseCosine, sparseNorm } from '../../../../src/model/sparse.js';

const T1 = 'Introduction to Machine Learning';
const T2 = 'Machine Learning with Python';
const T3 = 'Introduction to Databases';

function cosines(titles: readonly string[], options?: TokenizerOptions): (a: number, b: number) => number {
  const documents = titles.map((title) => tokenize(title, options));
  const model = fitTfIdf(documents);
  const vectors = documents.map((tokens) => tfIdfVector(model, tokens));
  return (a, b) => sparseCosine(vectors[a], vectors[b]);
}

describe('tf-idf', () => {
  it('weighs terms as scikit-learn does (case 14)', () => {
    const model = fitTfIdf([T1, T2, T3].map((title) => tokenize(title, { stopWords: 'NONE' })));
    expect(model.terms).toEqual(['databases', 'introduction', 'learning', 'machine', 'python', 'to', 'with']);
    expect(model.idf[model.columnOf('python')]).toBeCloseTo(1.693147, 6);
    expect(model.idf[model.columnOf('machine')]).toBeCloseTo(1.287682, 6);
    expect(model.columnOf('cobol')).toBe(-1);
  });

  it('gives the cosines of case 14 with and without stop words', () => {
    const all = cosines([T1, T2, T3], { stopWords: 'NONE' });
    expect(all(0, 1)).toBeCloseTo(0.428046, 6);
    expect(all(0, 2)).toBeCloseTo(0.517856, 6);
    expect(all(1, 2)).toBe(0);
    const filtered = cosines([T1, T2, T3]);
    expect(filtered(0, 1)).toBeCloseTo(0.597969, 6);
    expect(filtered(0, 2)).toBeCloseTo(0.349498, 6);
    expect(filtered(1, 2)).toBe(0);
  });

  it('takes titles of stop words alone, of a digit and of nothing (case 15)', () => {
    const cosine = cosines(['The And Of', '1', '']);
    expect([cosine(0, 1), cosine(0, 2), cosine(1, 2)]).toEqual([0, 0, 0]);
    expect(fitTfIdf([]).terms).toEqual([]);
  });

  it('keeps languages of one letter apart (case 16)', () => {
    const cosine = cosines(['C Programming', 'R Programming', 'C++ Programming', 'Go Programming']);
    // `programming` has idf 1, each language ln(5 / 2) + 1 = 1.916291: 1 / (1 + 1.916291^2).
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ])
      expect(cosine(a, b)).toBeCloseTo(0.214033, 6);
  });

  it('takes NFC and NFD for the same, and reads Chinese and Arabic (case 17)', () => {
    const cosine = cosines([
      'Données avancées'.normalize('NFC'),
      'Données avancées'.normalize('NFD'),
      '机器学习',
      'تعلم الآلة',
    ]);
    expect(cosine(0, 1)).toBeCloseTo(1, 12);
    expect(cosine(2, 2)).toBeCloseTo(1, 12);
    expect(cosine(3, 3)).toBeCloseTo(1, 12);
  });

  it('counts repeats and ignores what it does not know', () => {
    const model = restoreTfIdf(['a', 'b'], Float64Array.of(1, 2), 3);
    const vector = tfIdfVector(model, ['b', 'a', 'x', 'a', 'a', 'a', 'b']);
    expect(Array.from(vector.indices)).toEqual([0, 1]);
    // 4 * 1 and 2 * 2, of norm 1.
    expect(vector.values[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vector.values[1]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(tfIdfVector(model, ['x']).indices).toHaveLength(0);
  });

  const corpus = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 }), { maxLength: 8 });

  it('is the same for documents in any order, and gives vectors of norm 1 or 0', () => {
    fc.assert(
      fc.property(corpus, (documents) => {
        const model = fitTfIdf(documents);
        const reversed = fitTfIdf([...documents].reverse());
        expect(reversed.terms).toEqual(model.terms);
        expect(reversed.idf).toEqual(model.idf);
        for (const tokens of documents) {
          const vector = tfIdfVector(model, tokens);
          expect(sparseNorm(vector)).toBeCloseTo(tokens.length > 0 ? 1 : 0, 12);
          expect(Array.from(vector.indices)).toEqual(Array.from(new Set(vector.indices)).sort((x, y) => x - y));
        }
      }),
    );
  });
});
