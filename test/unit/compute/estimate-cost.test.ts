import { describe, expect, it } from '@jest/globals';
import { createCostEstimate, expectedSeconds, shapeOf } from '../../../src/compute/estimate-cost.js';
import { getAlgorithm, resolveHyperParameters } from '../../../src/model/registry.js';
import { interactionsOf } from '../../support/datasets.js';

/** The reference data of docs/performance.md; the squares are those of histories of thirty. */
const REFERENCE = { users: 100_000, items: 10_000, pairs: 3_000_000, products: 90_000_000 };
const defaults = (name: 'EASE' | 'IALS' | 'PURE_SVD') => resolveHyperParameters(getAlgorithm(name), {});

describe('what a fit is expected to take', () => {
  it.each([
    ['EASE', 20.6],
    ['IALS', 15 * 0.649],
    ['PURE_SVD', 2.23],
  ] as const)('%s: as docs/performance.md measured, within a factor of three', (name, measured) => {
    const expected = expectedSeconds(name, defaults(name), REFERENCE, 2);
    expect(expected).toBeGreaterThan(measured / 3);
    expect(expected).toBeLessThan(measured * 3);
  });

  it('counts items that anybody engaged with, and the squares of histories', () => {
    const data = interactionsOf(
      [
        { user: 0, item: 0 },
        { user: 0, item: 3 },
        { user: 1, item: 3 },
      ],
      4,
      9,
    );
    expect(shapeOf(data)).toEqual({ users: 4, items: 2, pairs: 3, products: 4 + 1 });
  });

  it('is corrected by what a fit took', () => {
    const estimate = createCostEstimate(REFERENCE, 2);
    const before = estimate.fit('IALS', defaults('IALS'));
    estimate.learn('IALS', defaults('IALS'), 4 * before);
    expect(estimate.fit('IALS', defaults('IALS'))).toBeCloseTo(4 * before, 9);
    expect(estimate.fit('IALS', { ...defaults('IALS'), epochs: 30 })).toBeCloseTo(8 * before, 9);
    expect(estimate.fit('EASE', defaults('EASE'))).toBe(expectedSeconds('EASE', defaults('EASE'), REFERENCE, 2));
  });
});
