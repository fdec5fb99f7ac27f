import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gramRows } from '../../../../src/model/content/gram-rows.js';
import { rowOf, sparseDot, sparseNorm } from '../../../../src/model/sparse.js';

const likeness = (texts: readonly string[], a: number, b: number): number => {
  const rows = gramRows(texts);
  return sparseDot(rowOf(rows, a), rowOf(rows, b));
};

describe('rows of character pieces', () => {
  // ` ab `: ` ab`, `ab `, ` ab ` are all its pieces; `abc` shares ` ab` alone, and `abc`'s own pieces are of one text.
  it('weighs pieces by tf-idf: each df 2 of 3 texts has idf ln(4/3) + 1, df 3 has 1', () => {
    const idf = Math.log(4 / 3) + 1;
    const all = Math.sqrt(1 + 2 * idf ** 2);
    expect(likeness(['ab', 'ab', 'abc'], 0, 1)).toBeCloseTo(1, 12);
    // ` ab` is in all three, `ab ` and ` ab ` in two; of `abc` only ` ab` is in another text.
    expect(likeness(['ab', 'ab', 'abc'], 0, 2)).toBeCloseTo(1 / all, 12);
  });

  it('counts repeats', () => {
    const idf = Math.log(4 / 3) + 1;
    // ` xy`, `xy `, ` xy ` and ` ab`, `ab `, ` ab ` in two texts each, the first ones twice in the first text.
    const [first, second] = [Math.sqrt(3 * (2 * idf) ** 2 + 3 * idf ** 2), Math.sqrt(3 * idf ** 2)];
    expect(likeness(['xy xy ab', 'xy', 'ab'], 0, 1)).toBeCloseTo((3 * 2 * idf * idf) / (first * second), 12);
  });

  it('finds what inflected words have in common, and nothing across words', () => {
    const texts = ['Programming', 'programmers', 'pro gram', 'GRAMMAR', 'cooking'];
    expect(likeness(texts, 0, 1)).toBeGreaterThan(0.5);
    expect(likeness(texts, 0, 1)).toBeGreaterThan(likeness(texts, 0, 3));
    expect(likeness(['ab cd', 'bc'], 0, 1)).toBe(0);
  });

  it('has rows of norm 1 or empty, columns ascending, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 12 }), (texts) => {
        const rows = gramRows([...texts, ...texts.slice(0, 3)]);
        expect(rows.rows).toBe(texts.length + Math.min(3, texts.length));
        for (let row = 0; row < rows.rows; row++) {
          const { indices, values } = rowOf(rows, row);
          if (indices.length > 0) expect(sparseNorm({ indices, values })).toBeCloseTo(1, 9);
          for (let n = 1; n < indices.length; n++) expect(indices[n]).toBeGreaterThan(indices[n - 1]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('reads no more than the first 200 characters', () => {
    const long = `${'a'.repeat(199)} z`;
    expect(likeness([`${long}ebra`, `${long}oo`], 0, 1)).toBeCloseTo(1, 12);
  });

  it('keeps the rarest pieces of each text where there is not room for all', () => {
    const texts = ['ab', 'ab', 'ab cd', 'cd', 'ab'];
    // Room for three a text: of `ab cd` those of `cd`, which fewer texts have.
    const rows = gramRows(texts, undefined, 15);
    expect(rows.rowPtr[5]).toBe(15);
    expect(sparseDot(rowOf(rows, 2), rowOf(rows, 3))).toBeCloseTo(1, 12);
    expect(sparseDot(rowOf(rows, 2), rowOf(rows, 0))).toBe(0);
  });

  it('says how far it is, and lets an error of that pass', () => {
    const texts = Array.from({ length: 3000 }, (_, n) => `text ${n}`);
    const seen: number[] = [];
    gramRows(texts, (fraction) => seen.push(fraction));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((fraction, n) => fraction >= (seen[n - 1] ?? 0) && fraction <= 1)).toBe(true);
    expect(() =>
      gramRows(texts, () => {
        throw new Error('stop');
      }),
    ).toThrow('stop');
  });
});
