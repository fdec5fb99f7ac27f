import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explainScore, shareOut, type ScoreParts } from '../../../../src/model/hybrid/explain.js';
import { EMPTY_HISTORY, type History } from '../../../../src/model/interactions.js';

const historyOfItems = (...items: readonly number[]): History => ({
  length: items.length,
  items: Int32Array.from(items),
  strength: new Float32Array(items.length).fill(1),
  rating: new Float32Array(items.length),
  timestamp: new Float64Array(items.length),
  disliked: new Uint8Array(items.length),
});

const PARTS: ScoreParts = {
  alpha: 0.5,
  collaborative: 8,
  content: 4,
  explanation: { base: 1, contributions: Float64Array.of(3, -1, 0) },
  history: historyOfItems(11, 12, 13),
  terms: [
    { column: 5, share: 0.3 },
    { column: 9, share: 0.1 },
  ],
};

describe('explainScore', () => {
  it('deals each half out over what raised it', () => {
    // 4 of the 6 points are collaborative, 1 to 3; 2 are content, 3 to 1.
    const reasons = explainScore(PARTS);
    expect(reasons.map(({ kind, item, column }) => [kind, item, column])).toEqual([
      ['ENGAGED_CONTENT', 11, -1],
      ['SHARED_TERM', -1, 5],
      ['POPULARITY', -1, -1],
      ['SHARED_TERM', -1, 9],
    ]);
    [3 / 6, 1.5 / 6, 1 / 6, 0.5 / 6].forEach((share, i) => expect(reasons[i].share).toBeCloseTo(share, 12));
  });

  it('names one half alone at the ends of alpha', () => {
    expect(new Set(explainScore({ ...PARTS, alpha: 0 }).map(({ kind }) => kind))).toEqual(new Set(['SHARED_TERM']));
    expect(new Set(explainScore({ ...PARTS, alpha: 1 }).map(({ kind }) => kind))).toEqual(
      new Set(['ENGAGED_CONTENT', 'POPULARITY']),
    );
  });

  it('names as baseline the points of a half that nothing raised', () => {
    const explanation = { base: -2, contributions: Float64Array.of(-1, 0, 0) };
    const reasons = explainScore({ ...PARTS, explanation });
    expect(reasons[0]).toMatchObject({ kind: 'BASELINE', item: -1, column: -1 });
    expect(reasons[0].share).toBeCloseTo(4 / 6, 12);
    const nothing = { base: 0, contributions: new Float64Array(0) };
    expect(explainScore({ ...PARTS, explanation: nothing, history: EMPTY_HISTORY, terms: [] })).toEqual([
      { kind: 'BASELINE', item: -1, column: -1, trait: null, share: 1 },
    ]);
  });

  it('makes one reason of a cause of both halves', () => {
    const popular = [{ kind: 'POPULARITY' as const, item: -1, column: -1, amount: 3 }];
    const cohort = { kind: 'COHORT' as const, item: -1, column: -1, amount: 1 };
    const reasons = shareOut({ alpha: 0.25, collaborative: 8, content: 4 }, popular, [...popular, cohort]);
    // 2 of 5 points are collaborative; of the 3 others a quarter is the cohort's.
    expect(reasons).toEqual([
      { kind: 'POPULARITY', item: -1, column: -1, trait: null, share: expect.closeTo((2 + 2.25) / 5, 12) },
      { kind: 'COHORT', item: -1, column: -1, trait: null, share: expect.closeTo(0.75 / 5, 12) },
    ]);
  });

  it('has no reasons for a score of 0', () => {
    expect(explainScore({ ...PARTS, collaborative: 0, content: 0 })).toEqual([]);
  });

  it('has shares over 0 that sum to 1, the largest first, whatever lowered the score', () => {
    const score = fc.double({ min: 0, max: 10, noNaN: true });
    const amount = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        score,
        score,
        amount,
        fc.array(amount, { maxLength: 6 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
        (alpha, collaborative, content, base, contributions, shares) => {
          const reasons = explainScore({
            alpha,
            collaborative,
            content,
            explanation: { base, contributions: Float64Array.from(contributions) },
            history: historyOfItems(...contributions.keys()),
            terms: shares.map((share, column) => ({ column, share })),
          });
          const total = alpha * collaborative + (1 - alpha) * content;
          const sum = reasons.reduce((all, { share }) => all + share, 0);
          if (total > 0) expect(sum).toBeCloseTo(1, 9);
          else expect(reasons).toEqual([]);
          reasons.forEach(({ share }, i) => {
            expect(share).toBeGreaterThan(0);
            if (i > 0) expect(share).toBeLessThanOrEqual(reasons[i - 1].share);
          });
        },
      ),
    );
  });
});
