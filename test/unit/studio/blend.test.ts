import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blend, createPool, mostOutside, movesBetween, rankTraces } from '../../../studio/src/explore/blend.js';
import type { ScoredListFragment } from '../../../studio/src/generated/operations.js';

type Halves = readonly [collaborative: number, content: number];

const card = (id: string) => ({
  id,
  title: id,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  durationMinutes: null,
});

/** What the service lists: every item scored, best first, ties by id. */
function listAt(items: readonly Halves[], alpha: number, k: number): ScoredListFragment {
  const scored = items.map(([collaborative, content], n) => ({
    content: card(`c${String(n).padStart(4, '0')}`),
    breakdown: { collaborative, content },
    score: alpha * collaborative + (1 - alpha) * content,
  }));
  scored.sort((a, b) => b.score - a.score || (a.content.id < b.content.id ? -1 : 1));
  return { alpha, items: scored.slice(0, k) };
}

const ALPHAS = [0, 0.25, 0.5, 0.75, 1];
const poolOf = (items: readonly Halves[], depth: number) =>
  createPool(
    0.5,
    ALPHAS.map((alpha) => listAt(items, alpha, depth)),
    depth,
  );
const idsOf = (items: readonly { readonly content: { readonly id: string } }[]) => items.map((item) => item.content.id);

describe('blending lists on the side of the browser', () => {
  const halves = fc.double({ min: 0, max: 10, noNaN: true });
  const catalogue = fc.array(fc.tuple(halves, halves), { minLength: 1, maxLength: 120 });
  const alphas = fc.double({ min: 0, max: 1, noNaN: true });

  it('is the list of the service wherever it says that it is exact', () => {
    fc.assert(
      fc.property(catalogue, alphas, fc.integer({ min: 1, max: 10 }), (items, alpha, k) => {
        const { items: blended, exact } = blend(poolOf(items, 12), alpha, k);
        if (exact) expect(idsOf(blended)).toEqual(idsOf(listAt(items, alpha, k).items));
      }),
      { numRuns: 300 },
    );
  });

  it('bounds the score of everything outside the pool', () => {
    fc.assert(
      fc.property(catalogue, alphas, (items, alpha) => {
        const pool = poolOf(items, 5);
        const inside = new Set(idsOf(pool.candidates));
        const outside = listAt(items, alpha, items.length).items.filter(({ content }) => !inside.has(content.id));
        for (const { breakdown } of outside) {
          const score = alpha * breakdown.collaborative + (1 - alpha) * breakdown.content;
          expect(score).toBeLessThanOrEqual(mostOutside(pool, alpha) + 1e-9);
        }
      }),
    );
  });

  it('is exact at every alpha where the lists hold the whole catalogue', () => {
    const items: Halves[] = [
      [9, 1],
      [1, 9],
      [6, 6],
    ];
    const list = blend(poolOf(items, 4), 0.6, 2);
    expect(list.exact).toBe(true);
    // 0.6 * 9 + 0.4 * 1 = 5.8; 0.6 * 1 + 0.4 * 9 = 4.2; 6.
    expect(list.items.map(({ content, rank, score }) => [content.id, rank, Number(score.toFixed(9))])).toEqual([
      ['c0002', 1, 6],
      ['c0000', 2, 5.8],
    ]);
  });

  it('does not claim to be exact where something outside could belong', () => {
    // Lists of one: c0 leads by content, c1 by both halves together, and c2 is seen by none of the five.
    const items: Halves[] = [
      [0, 10],
      [10, 0],
      [4.9, 4.9],
    ];
    expect(idsOf(poolOf(items, 1).candidates).sort()).toEqual(['c0000', 'c0001']);
    expect(blend(poolOf(items, 1), 0.45, 2).exact).toBe(false);
  });

  it('tells who moves', () => {
    expect([...movesBetween(['a', 'b', 'c'], ['c', 'a', 'd'])]).toEqual([
      ['c', { from: 3, up: 2 }],
      ['a', { from: 1, up: -1 }],
      ['d', { from: null, up: null }],
    ]);
  });

  it('traces the ranks of everything that is among the best somewhere', () => {
    const items: Halves[] = [
      [9, 1],
      [1, 9],
      [0, 0],
    ];
    const traces = rankTraces(poolOf(items, 4), [0, 0.5, 1], 1);
    expect(traces.map(({ content, ranks }) => [content.id, ranks])).toEqual([
      ['c0001', [1, null, null]],
      ['c0000', [null, 1, 1]],
    ]);
  });
});
