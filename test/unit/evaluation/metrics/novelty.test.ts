import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { novelty } from '../../../../src/evaluation/metrics/novelty.js';

const context = { popularity: Float64Array.of(8, 3, 0, 1), users: 10, contentSimilarity: () => 0 };

describe('novelty', () => {
  it('is the mean self-information with add-one smoothing', () => {
    // -log2 of 9/12, 4/12 and 1/12: 0.415037, 1.584963, 3.584963.
    expect(novelty.compute([0, 1, 2], 10, context, 0)).toBeCloseTo(1.861654, 6);
    expect(novelty.compute([2, 0, 1], 1, context, 0)).toBeCloseTo(Math.log2(12), 12);
  });

  it('is null for an empty list', () => {
    expect(novelty.compute([], 10, context, 0)).toBeNull();
  });

  it('is finite for content newer than the training', () => {
    expect(novelty.compute([99], 10, context, 0)).toBeCloseTo(Math.log2(12), 12);
    expect(novelty.compute([99], 10, { ...context, users: 0 }, 0)).toBe(1);
  });

  it('lies between 0 and log2(learners + 2), higher for the less popular', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(), fc.nat(), (users, x, y) => {
        const popularity = Float64Array.of(
          Math.min(x % (users + 1), y % (users + 1)),
          Math.max(x % (users + 1), y % (users + 1)),
        );
        const rare = novelty.compute([0], 1, { ...context, popularity, users }, 0) as number;
        const common = novelty.compute([1], 1, { ...context, popularity, users }, 0) as number;
        expect(rare).toBeGreaterThanOrEqual(common);
        expect(common).toBeGreaterThan(0);
        expect(rare).toBeLessThanOrEqual(Math.log2(users + 2));
      }),
    );
  });
});
