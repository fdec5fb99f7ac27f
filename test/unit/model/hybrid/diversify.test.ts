import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diversify, DIVERSITY_POOL } from '../../../../src/model/hybrid/diversify.js';
import { sparseDot, stackRows, rowOf, type SparseVector } from '../../../../src/model/sparse.js';

const axis = (...columns: readonly number[]): SparseVector => ({
  indices: Int32Array.from(columns),
  values: new Float64Array(columns.length).fill(1 / Math.sqrt(columns.length)),
});

/** 0 and 1 are the same, 2 and 3 like nothing. Relevances over the candidates: 1, 0.9, 0.8, 0. */
const VECTORS = stackRows([axis(0), axis(0), axis(1), axis(2)], 3);
const SCORES = Float64Array.of(10, 9, 8, 0);
const ORDER = Int32Array.of(0, 1, 2, 3);
const ordered = (diversity: number, length?: number) => [...diversify(ORDER, SCORES, VECTORS, diversity, length)];

describe('diversify', () => {
  it('takes again and again the largest marginal relevance', () => {
    // After 0: candidate 1 has .95 * .9 - .05 = .805, candidate 2 has .95 * .8 = .76.
    expect(ordered(0.05)).toEqual([0, 1, 2, 3]);
    // 1: .9 * .9 - .1 = .71; 2: .9 * .8 = .72. Then 1 before 3, which has 0.
    expect(ordered(0.1)).toEqual([0, 2, 1, 3]);
    // 1: .5 * .9 - .5 = -.05, behind 3 too.
    expect(ordered(0.5)).toEqual([0, 2, 3, 1]);
  });

  it('counts scores by their place among the candidates, not by their size', () => {
    const shifted = SCORES.map((score) => 100 + score / 1000);
    for (const diversity of [0.05, 0.1, 0.5])
      expect([...diversify(ORDER, shifted, VECTORS, diversity)]).toEqual(ordered(diversity));
  });

  it('keeps the order of equal candidates', () => {
    const same = stackRows([axis(0), axis(0), axis(0), axis(0)], 1);
    expect([...diversify(Int32Array.of(2, 0, 3, 1), new Float64Array(4).fill(5), same, 0.7)]).toEqual([2, 0, 3, 1]);
  });

  it('leaves what stands behind the pool where it is', () => {
    const size = DIVERSITY_POOL + 5;
    const vectors = stackRows(
      Array.from({ length: size }, (_, i) => axis(Math.floor(i / 10) % 7)),
      7,
    );
    const candidates = Int32Array.from({ length: size }, (_, i) => i);
    const scores = Float64Array.from(candidates, (i) => size - i);
    const out = diversify(candidates, scores, vectors, 0.9);
    expect([...out.subarray(DIVERSITY_POOL)]).toEqual([...candidates.subarray(DIVERSITY_POOL)]);
    expect([...out]).not.toEqual([...candidates]);
  });

  const lists = fc
    .array(
      fc.record({
        score: fc.double({ min: 0, max: 10, noNaN: true }),
        columns: fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 3 }).map((c) => c.sort((a, b) => a - b)),
      }),
      { minLength: 1, maxLength: 30 },
    )
    .map((items) => {
      const sorted = [...items].sort((a, b) => b.score - a.score);
      return {
        scores: Float64Array.from(sorted, ({ score }) => score),
        vectors: stackRows(
          sorted.map(({ columns }) => axis(...columns)),
          6,
        ),
        candidates: Int32Array.from(sorted.keys()),
      };
    });

  it('reorders, starts with the best, and goes on where a shorter list ended', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 30 }), (list, diversity, length) => {
        const before = list.scores.slice();
        const whole = diversify(list.candidates, list.scores, list.vectors, diversity);
        expect([...whole].sort((a, b) => a - b)).toEqual([...list.candidates]);
        expect(whole[0]).toBe(list.candidates[0]);
        const part = diversify(list.candidates, list.scores, list.vectors, diversity, length);
        expect([...part.subarray(0, length)]).toEqual([...whole.subarray(0, length)]);
        expect([...part].sort((a, b) => a - b)).toEqual([...list.candidates]);
        expect([...list.scores]).toEqual([...before]);
        if (diversity === 0) expect([...whole]).toEqual([...list.candidates]);
      }),
    );
  });

  it('at 1 brings second what is least like the first', () => {
    fc.assert(
      fc.property(lists, (list) => {
        fc.pre(list.candidates.length > 2);
        const cosineOf = (place: number) => sparseDot(rowOf(list.vectors, 0), rowOf(list.vectors, place));
        const [, second] = diversify(list.candidates, list.scores, list.vectors, 1);
        expect(cosineOf(second)).toBeCloseTo(Math.min(...Array.from(list.candidates.slice(1), cosineOf)), 9);
      }),
    );
  });
});
