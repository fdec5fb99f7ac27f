import { describe, expect, it } from '@jest/globals';
import { itemKnn } from '../../../../src/model/algorithms/item-knn.js';
import { resolveHyperParameters } from '../../../../src/model/registry.js';
import type { FittedRecommender, HyperParameters } from '../../../../src/model/recommender.js';
import { featuresOf, historyFrom, interactionsOf, type Row } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(itemKnn, {
  hyperParameters: {},
  solvesCheckerboard: true,
  learnerOrderMatters: false,
  seeded: false,
  usesFeatures: true,
});

/** Three learners, items A B C D: {A, B}, {A, B, C}, {C, D}. */
const [A, B, C, D] = [0, 1, 2, 3];
const ROWS: Row[] = [
  { user: 0, item: A },
  { user: 0, item: B },
  { user: 1, item: A },
  { user: 1, item: B },
  { user: 1, item: C },
  { user: 2, item: C },
  { user: 2, item: D },
];
const PLAIN = { shrinkage: 0, activityExponent: 0, strengthExponent: 0, decay: 1, neighbours: 0 };

function fit(given: HyperParameters, rows: readonly Row[] = ROWS): FittedRecommender {
  const options = resolveHyperParameters(itemKnn, given);
  return itemKnn.fit(interactionsOf(rows, 3, 4), options, { seed: 1, checkpoint: () => undefined });
}

function scores(model: FittedRecommender, entries: readonly Omit<Row, 'user'>[]): number[] {
  const out = new Float64Array(4);
  model.score(historyFrom(entries, 4), out);
  return [...out];
}

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, place) => expect(value).toBeCloseTo(expected[place], 6));
};

describe('ITEM_KNN', () => {
  // G_AA = G_BB = G_CC = 2, G_DD = 1, G_AB = 2, G_AC = G_BC = G_CD = 1.
  it('divides co-occurrence by the popularity of either side, each to its exponent', () => {
    const model = fit(PLAIN);
    expectClose(scores(model, [{ item: A }]), [0, 2 / 2 ** 1.2, 1 / 2 ** 1.2, 0]);
    expectClose(scores(model, [{ item: C }]), [1 / 2 ** 1.2, 1 / 2 ** 1.2, 0, 1 / 2 ** 0.7]);
    expectClose(scores(model, [{ item: D }]), [0, 0, 1 / 2 ** 0.5, 0]);
  });

  it('shrinks in units of sqrt(engaged items / mean entries): sqrt(4 / (7 / 3))', () => {
    expectClose(scores(fit({ ...PLAIN, shrinkage: 1 }), [{ item: A }]), [
      0,
      2 / (2 ** 1.2 + Math.sqrt(12 / 7)),
      1 / (2 ** 1.2 + Math.sqrt(12 / 7)),
      0,
    ]);
  });

  it('weights learners by activity, with the mean over entries brought to 1', () => {
    // w = 1.085357 for two entries, 0.886190 for three; G_AA = G_BB = 1.971547, G_AB = 1.971547, G_AC = 0.886190, G_CC = 1.971547
    const model = fit({ ...PLAIN, activityExponent: 0.5 });
    expectClose(scores(model, [{ item: A }]), [0, 1.971547 / 1.971547 ** 1.2, 0.88619 / 1.971547 ** 1.2, 0]);
  });

  it('decays by the number of later entries; equal instants count alike', () => {
    const model = fit({ ...PLAIN, decay: 0.5 });
    const apart = [
      { item: A, at: 1000 },
      { item: B, at: 2000 },
      { item: D, at: 2000 },
    ];
    const s = 1 / 2 ** 1.2;
    expectClose(scores(model, apart), [2 * s, 0.25 * 2 * s, 0.25 * s + s + Math.SQRT1_2, 0]);
    const together = apart.map((entry) => ({ ...entry, at: 0 }));
    expectClose(scores(model, together), [2 * s, 2 * s, 2 * s + Math.SQRT1_2, 0]);
  });

  it('lets dislikes carry nothing and age nothing', () => {
    const model = fit({ ...PLAIN, decay: 0.5 });
    const liked = [{ item: A, at: 1000 }];
    expect(scores(model, [...liked, { item: D, at: 2000, liked: false }])).toEqual(scores(model, liked));
  });

  it('counts stronger engagements for more: ln(1 + 3) / ln 2 = 2 for COMPLETED against 1 for VIEWED', () => {
    const model = fit({ ...PLAIN, strengthExponent: 1 });
    const viewed = scores(model, [{ item: A, type: 0 }]);
    expectClose(
      scores(model, [{ item: A, type: 2 }]),
      viewed.map((score) => 2 * score),
    );
  });

  it('keeps the most similar candidates of each item only', () => {
    const model = fit({ ...PLAIN, neighbours: 1 });
    expectClose(scores(model, [{ item: A }]), [0, 2 / 2 ** 1.2, 0, 0]);
    expectClose(scores(model, [{ item: C }]), [0, 0, 0, 1 / 2 ** 0.7]);
    expect(model.state().arrays.neighbour).toHaveLength(4);
  });

  it('names each entry of the history with its part', () => {
    const { base, contributions } = fit(PLAIN).explain(historyFrom([{ item: A }, { item: D }], 4), C);
    expect(base).toBe(0);
    expectClose([...contributions], [1 / 2 ** 1.2, Math.SQRT1_2]);
  });

  it('gives the shrunk cosine as similarity', () => {
    const out = new Float64Array(4);
    fit(PLAIN).similar(C, out);
    expectClose([...out], [0.5, 0.5, 1, Math.SQRT1_2]);
    fit({ ...PLAIN, shrinkage: 1 }).similar(C, out);
    const lambda = Math.sqrt(12 / 7);
    expectClose([...out], [1 / (2 + lambda), 1 / (2 + lambda), 1, 1 / (Math.SQRT2 + lambda)]);
  });

  // Learners {A, B} and {C}; B and C alike to .6, D that nobody met like C; every G_ii is 1, so is their mean g.
  describe('with features', () => {
    const rows: Row[] = [
      { user: 0, item: A },
      { user: 0, item: B },
      { user: 1, item: C },
    ];
    const features = featuresOf([
      [0, 0],
      [1, 0],
      [0.6, 0.8],
      [0.6, 0.8],
    ]);
    const fitWith = (given: HyperParameters): FittedRecommender => {
      const options = resolveHyperParameters(itemKnn, { ...PLAIN, ...given });
      return itemKnn.fit(interactionsOf(rows, 2, 4), options, { seed: 1, checkpoint: () => undefined, features });
    };

    it('adds the likeness of contents in units of common engagements, also for what nobody met', () => {
      const model = fitWith({ featureWeight: 2.5 });
      expectClose(scores(model, [{ item: A }]), [0, 1, 0, 0]);
      expectClose(scores(model, [{ item: B }]), [1, 0, 2.5 * 0.6, 2.5 * 0.6]);
      expectClose(scores(model, [{ item: C }]), [0, 2.5 * 0.6, 0, 2.5]);
      expectClose(scores(fitWith({ featureWeight: 0 }), [{ item: B }]), [1, 0, 0, 0]);
    });

    it('shrinks it alike: lambda is sqrt(3 items / (3 entries / 2 learners))', () => {
      const model = fitWith({ featureWeight: 2.5, shrinkage: 1 });
      const unit = 1 + Math.SQRT2;
      expectClose(scores(model, [{ item: B }]), [1 / unit, 0, 1.5 / unit, 1.5 / unit]);
    });

    it('leaves it out of the similarity, which is of engagements', () => {
      const out = new Float64Array(4);
      fitWith({ featureWeight: 2.5 }).similar(B, out);
      expectClose([...out], [1, 1, 0, 0]);
    });

    it('keeps what carries most, from either source', () => {
      expectClose(scores(fitWith({ featureWeight: 1, neighbours: 1 }), [{ item: B }]), [1, 0, 0, 0]);
      expectClose(scores(fitWith({ featureWeight: 2, neighbours: 1 }), [{ item: B }]), [0, 0, 1.2, 0]);
    });
  });
});
