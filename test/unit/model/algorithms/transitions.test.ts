import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemKnn } from '../../../../src/model/algorithms/item-knn.js';
import { transitions } from '../../../../src/model/algorithms/transitions.js';
import { historyOf, type Interactions } from '../../../../src/model/interactions.js';
import { createRandom } from '../../../../src/model/random.js';
import type { Algorithm, FittedRecommender, HyperParameters } from '../../../../src/model/recommender.js';
import { resolveHyperParameters } from '../../../../src/model/registry.js';
import { featuresOf, historyFrom, interactionsOf, tasteRows, type Row } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(transitions, {
  hyperParameters: {},
  solvesCheckerboard: true,
  learnerOrderMatters: false,
  seeded: false,
  usesFeatures: true,
});

const [A, B, C] = [0, 1, 2];
/** Plain counts: nothing is normalised, shrunk or decayed. */
const UNSHRUNK = {
  shrinkage: 0,
  historyExponent: 0,
  candidateExponent: 0,
  activityExponent: 0,
  strengthExponent: 0,
  featureWeight: 0,
  decay: 1,
  neighbours: 0,
};
const PLAIN = { ...UNSHRUNK, stepExponent: 1 };

function fitOn(algorithm: Algorithm, data: Interactions, given: HyperParameters, features?: number[][]) {
  const options = resolveHyperParameters(algorithm, given);
  return algorithm.fit(data, options, {
    seed: 1,
    checkpoint: () => undefined,
    features: features && featuresOf(features),
  });
}

const fit = (rows: readonly Row[], given: HyperParameters = {}, features?: number[][]): FittedRecommender =>
  fitOn(transitions, interactionsOf(rows, 2, 3), { ...PLAIN, ...given }, features);

function after(model: FittedRecommender, ...items: number[]): number[] {
  const out = new Float64Array(3);
  const entries = items.map((item, n) => ({ item, at: n * 1000 }));
  model.score(historyFrom(entries, 3), out);
  return [...out];
}

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, place) => expect(value).toBeCloseTo(expected[place], 6));
};

const row = (user: number, item: number, at: number): Row => ({ user, item, at: at * 1000 });
/** A, B, C in turn. */
const ORDERED = [row(0, A, 1), row(0, B, 2), row(0, C, 3)];

describe('TRANSITIONS', () => {
  it('counts what follows 1, what precedes reverseWeight, over the steps between', () => {
    const model = fit(ORDERED);
    expectClose(after(model, A), [0, 1, 1 / 2]);
    expectClose(after(model, B), [0.6, 0, 1]);
    expectClose(after(model, C), [0.6 / 2, 0.6, 0]);
  });

  it('adds learners up', () => {
    const model = fit([...ORDERED, row(1, B, 1), row(1, A, 9)]);
    expectClose(after(model, A), [0, 1 + 0.6, 1 / 2]);
    expectClose(after(model, B), [0.6 + 1, 0, 1]);
  });

  it('says nothing beyond the window', () => {
    const model = fit(ORDERED, { window: 1 });
    expectClose(after(model, A), [0, 1, 0]);
    expectClose(after(model, C), [0, 0.6, 0]);
  });

  it('lets entries of one instant share their middle place, before and after each other alike', () => {
    const model = fit([row(0, A, 1), row(0, B, 1), row(0, C, 2)]);
    expectClose(after(model, A), [0, 0.8, 1 / 1.5]);
    expectClose(after(model, C), [0.6 / 1.5, 0.6 / 1.5, 0]);
  });

  it('decays by the number of later entries of the history', () => {
    const model = fit(ORDERED, { decay: 0.5 });
    expectClose(after(model, A, B), [0.6, 0.5, 0.5 / 2 + 1]);
  });

  it('divides by popularity and shrinks as ITEM_KNN does: lambda is sqrt(3 items / (5 entries / 2 learners))', () => {
    const rows = [...ORDERED, row(1, B, 1), row(1, A, 9)];
    const model = fit(rows, { historyExponent: 0.7, candidateExponent: 0.5, shrinkage: 2 });
    const lambda = 2 * Math.sqrt(3 / 2.5);
    expectClose(after(model, A), [0, 1.6 / (2 ** 1.2 + lambda), 0.5 / (2 ** 0.7 + lambda)]);
    const out = new Float64Array(3);
    model.similar(A, out);
    expectClose([...out], [1, 1.6 / (2 + lambda), 0.5 / (Math.SQRT2 + lambda)]);
  });

  it('adds the likeness of contents: with exponents 0, phi c_ij', () => {
    const model = fit(ORDERED, { featureWeight: 2 }, [[1, 0], [0.6, 0.8], [0]]);
    expectClose(after(model, A), [0, 1 + 2 * 0.6, 1 / 2]);
  });

  it('names each entry of the history with its part', () => {
    const { base, contributions } = fit(ORDERED).explain(historyFrom([{ item: A }, { item: B }], 3), C);
    expect(base).toBe(0);
    expectClose([...contributions], [1 / 2, 1]);
  });

  describe('law: it is ITEM_KNN', () => {
    const expectAlike = (data: Interactions, given: HyperParameters, factor: number): void => {
      const shared = { ...UNSHRUNK, historyExponent: 0.7, candidateExponent: 0.4, activityExponent: 0.5, decay: 0.9 };
      const ours = fitOn(transitions, data, { ...shared, stepExponent: 1, ...given });
      const reference = fitOn(itemKnn, data, shared);
      for (let user = 0; user < data.users; user++) {
        const [a, b] = [new Float64Array(data.items), new Float64Array(data.items)];
        ours.score(historyOf(data, user), a);
        reference.score(historyOf(data, user), b);
        for (let item = 0; item < data.items; item++) expect(a[item]).toBeCloseTo(factor * b[item], 5);
      }
    };

    it('where neither direction nor distance counts', () => {
      fc.assert(
        fc.property(fc.nat(), (seed) =>
          expectAlike(
            interactionsOf(tasteRows(createRandom(seed), 12, 8, 7), 12, 8),
            { window: 1000, reverseWeight: 1, stepExponent: 0 },
            1,
          ),
        ),
        { numRuns: 25 },
      );
    });

    it('but for a constant, where all timestamps are equal', () => {
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), (seed, window) => {
          const rows = tasteRows(createRandom(seed), 12, 8, 7).map((one) => ({ ...one, at: 0 }));
          expectAlike(interactionsOf(rows, 12, 8), { window, reverseWeight: 0.2 }, 0.6);
        }),
        { numRuns: 25 },
      );
    });
  });
});
