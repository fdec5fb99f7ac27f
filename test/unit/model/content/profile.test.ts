import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ContentModel } from '../../../../src/model/content/features.js';
import { contentProfile, createProfiler, scoreContent, sharedTerms } from '../../../../src/model/content/profile.js';
import { EMPTY_HISTORY, type History } from '../../../../src/model/interactions.js';
import { rowOf, sparseDot, stackRows, type SparseVector } from '../../../../src/model/sparse.js';

interface Entry {
  readonly item: number;
  readonly strength?: number;
  readonly at?: number;
  readonly disliked?: boolean;
}

function history(entries: readonly Entry[]): History {
  return {
    length: entries.length,
    items: Int32Array.from(entries, (entry) => entry.item),
    strength: Float32Array.from(entries, (entry) => entry.strength ?? 1),
    rating: new Float32Array(entries.length),
    timestamp: Float64Array.from(entries, (entry) => entry.at ?? 0),
    disliked: Uint8Array.from(entries, (entry) => (entry.disliked ? 1 : 0)),
  };
}

function unit(values: readonly number[]): SparseVector {
  const norm = Math.hypot(...values);
  const indices = values.flatMap((value, column) => (value > 0 ? [column] : []));
  return { indices: Int32Array.from(indices), values: Float64Array.from(indices, (column) => values[column] / norm) };
}

const AXES = stackRows([unit([1, 0, 0]), unit([0, 1, 0]), unit([0, 0, 1]), unit([])], 3);
const MODEL: Pick<ContentModel, 'describe'> = { describe: (column) => ({ field: 'title', term: `t${column}` }) };

const row = fc.array(fc.nat({ max: 4 }), { minLength: 7, maxLength: 7 }).map(unit);
const matrix = fc.array(row, { minLength: 1, maxLength: 6 }).map((rows) => stackRows(rows, 7));
const entries = fc.array(
  fc.record({ item: fc.nat({ max: 8 }), strength: fc.integer({ min: 0, max: 8 }), at: fc.nat({ max: 3 }) }),
  { maxLength: 6 },
);

describe('createProfiler', () => {
  it('gives contentProfile to the last bit, one history after the other', () => {
    fc.assert(
      fc.property(matrix, fc.array(entries, { minLength: 1, maxLength: 4 }), (vectors, histories) => {
        const profileOf = createProfiler(vectors);
        for (const list of histories) {
          const given = history([...list].sort((a, b) => a.at - b.at));
          const { indices, values } = profileOf(given);
          expect([...indices]).toEqual([...indices].sort((a, b) => a - b));
          const dense = new Float64Array(vectors.columns);
          indices.forEach((column, n) => (dense[column] = values[n]));
          expect(dense).toEqual(contentProfile(given, vectors));
        }
      }),
    );
  });

  it('grows with the columns that a history touches', () => {
    const wide = stackRows([unit(Array.from({ length: 3000 }, (_, c) => 1 + (c % 7)))], 3000);
    const { indices, values } = createProfiler(wide)(history([{ item: 0 }]));
    expect(indices).toHaveLength(3000);
    expect(Math.hypot(...values)).toBeCloseTo(1, 12);
  });
});

describe('contentProfile', () => {
  it('is the strength-weighted mean, of norm 1', () => {
    const profile = contentProfile(
      history([
        { item: 0, strength: 3 },
        { item: 1, strength: 4 },
      ]),
      AXES,
    );
    expect(profile[0]).toBeCloseTo(0.6, 12);
    expect(profile[1]).toBeCloseTo(0.8, 12);
    expect(profile[2]).toBe(0);
  });

  it('counts older instants less, and what happened at once alike', () => {
    const steps = [
      { item: 0, at: 10 },
      { item: 1, at: 20 },
      { item: 2, at: 20 },
    ];
    const profile = contentProfile(history(steps), AXES, { recency: 0.5 });
    expect(profile[0] / profile[2]).toBeCloseTo(0.5, 12);
    expect(profile[1]).toBe(profile[2]);
    const flat = contentProfile(history(steps), AXES, { recency: 1 });
    expect(flat[0]).toBe(flat[2]);
  });

  it('does not decay over engagements that count for nothing', () => {
    const steps = [
      { item: 0, at: 10 },
      { item: 1, at: 20, strength: 0, disliked: true },
      { item: 3, at: 30, strength: 0 },
      { item: 2, at: 40 },
    ];
    const profile = contentProfile(history(steps), AXES, { recency: 0.5 });
    expect(profile[0] / profile[2]).toBeCloseTo(0.5, 12);
    expect(profile[1]).toBe(0);
  });

  it('is zero where nothing counts: no history, a dislike, an unknown item, an item without a vector', () => {
    for (const one of [
      EMPTY_HISTORY,
      history([{ item: 0, strength: 0, disliked: true }]),
      history([{ item: 4 }, { item: 3 }]),
    ])
      expect(Array.from(contentProfile(one, AXES))).toEqual([0, 0, 0]);
  });
});

describe('scoreContent', () => {
  it('writes cosines of 0 to 1 that equal the dot products', () => {
    fc.assert(
      fc.property(matrix, entries, (vectors, list) => {
        const profile = contentProfile(history([...list].sort((a, b) => a.at - b.at)), vectors);
        const out = new Float64Array(vectors.rows).fill(NaN);
        scoreContent(profile, vectors, out);
        for (let item = 0; item < vectors.rows; item++) {
          expect(out[item]).toBeGreaterThanOrEqual(0);
          expect(out[item]).toBeLessThanOrEqual(1);
          const dense = { indices: Int32Array.from(profile.keys()), values: profile };
          expect(out[item]).toBeCloseTo(sparseDot(dense, rowOf(vectors, item)), 12);
        }
      }),
    );
  });

  it('gives 1 for the only item engaged, 0 to items that share nothing and to items without a vector', () => {
    const out = new Float64Array(4);
    scoreContent(contentProfile(history([{ item: 1 }]), AXES), AXES, out);
    expect(Array.from(out)).toEqual([0, 1, 0, 0]);
  });
});

describe('sharedTerms', () => {
  it('names the columns that two vectors share, the largest part first', () => {
    // (3, 4, 0) / 5 and (2, 1, 2) / 3: parts 6/15 and 4/15.
    const terms = sharedTerms(unit([3, 4, 0]), unit([2, 1, 2]), MODEL, 10);
    expect(terms.map(({ column, field, term }) => [column, field, term])).toEqual([
      [0, 'title', 't0'],
      [1, 'title', 't1'],
    ]);
    expect(terms[0].share).toBeCloseTo(6 / 15, 12);
    expect(terms[1].share).toBeCloseTo(4 / 15, 12);
    expect(sharedTerms(unit([3, 4, 0]), unit([2, 1, 2]), MODEL, 1)).toEqual(terms.slice(0, 1));
  });

  it('sums to the cosine, for a profile as for an item', () => {
    fc.assert(
      fc.property(matrix, entries, (vectors, list) => {
        const profile = contentProfile(history([...list].sort((a, b) => a.at - b.at)), vectors);
        const out = new Float64Array(vectors.rows);
        scoreContent(profile, vectors, out);
        for (let item = 0; item < vectors.rows; item++) {
          const vector = rowOf(vectors, item);
          const total = (terms: readonly { share: number }[]): number =>
            terms.reduce((sum, { share }) => sum + share, 0);
          expect(total(sharedTerms(profile, vector, MODEL, Infinity))).toBeCloseTo(out[item], 12);
          expect(total(sharedTerms(rowOf(vectors, 0), vector, MODEL, Infinity))).toBeCloseTo(
            sparseDot(rowOf(vectors, 0), vector),
            12,
          );
        }
      }),
    );
  });
});
