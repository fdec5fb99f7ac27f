import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../../src/errors.js';
import { ease } from '../../../../src/model/algorithms/ease.js';
import type { FittedRecommender, HyperParameters } from '../../../../src/model/recommender.js';
import { resolveHyperParameters } from '../../../../src/model/registry.js';
import { featuresOf, historyFrom, interactionsOf, type Row } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(ease, {
  hyperParameters: { regularization: 5 },
  solvesCheckerboard: true,
  learnerOrderMatters: false,
  seeded: false,
  usesEngine: true,
  usesFeatures: true,
});

/** Three learners, items A B C D and E that nobody met: {A, B}, {A, B, C}, {C, D}. */
const [A, B, C, D, E] = [0, 1, 2, 3, 4];
const ROWS: Row[] = [
  { user: 0, item: A },
  { user: 0, item: B },
  { user: 1, item: A },
  { user: 1, item: B },
  { user: 1, item: C },
  { user: 2, item: C },
  { user: 2, item: D },
];
const PLAIN = {
  regularization: 1,
  relativeRegularization: 0,
  activityExponent: 0,
  strengthExponent: 0,
  decay: 1,
  neighbours: 0,
};

function fit(given: HyperParameters, rows: readonly Row[] = ROWS): FittedRecommender {
  const options = resolveHyperParameters(ease, { ...PLAIN, ...given });
  return ease.fit(interactionsOf(rows, 3, 5), options, { seed: 1, checkpoint: () => undefined });
}

function scores(model: FittedRecommender, entries: readonly Omit<Row, 'user'>[]): number[] {
  const out = new Float64Array(5);
  model.score(historyFrom(entries, 5), out);
  return [...out];
}

const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, place) => expect(value).toBeCloseTo(expected[place], 6));
};

// The expected numbers are numpy's, from the formulas of the header with numpy.linalg.inv.
describe('EASE', () => {
  it('solves the regression of each item on the others', () => {
    const model = fit({});
    expectClose(scores(model, [{ item: A }]), [0, 8 / 13, 1 / 5, -1 / 13, 0]);
    expectClose(scores(model, [{ item: C }]), [2 / 13, 2 / 13, 0, 5 / 13, 0]);
    expectClose(scores(model, [{ item: D }]), [-1 / 13, -1 / 13, 0.5, 0, 0]);
  });

  it('weights learners by activity and regularizes in proportion to popularity', () => {
    const model = fit({ relativeRegularization: 0.5, activityExponent: 0.5 });
    expectClose(scores(model, [{ item: A }]), [0, 0.468123, 0.1494704, -0.0439358, 0]);
    expectClose(scores(model, [{ item: D }]), [-0.0554736, -0.0554736, 0.4129918, 0, 0]);
  });

  it('adds what each entry of the history says, decayed by the number of later entries', () => {
    const entries = [
      { item: A, at: 1000 },
      { item: C, at: 2000 },
    ];
    const expected = [2 / 13, 0.5 * (8 / 13) + 2 / 13, 0.5 / 5, -0.5 / 13 + 5 / 13, 0];
    const model = fit({ decay: 0.5 });
    expectClose(scores(model, entries), expected);
    const { base, contributions } = model.explain(historyFrom(entries, 5), D);
    expect(base).toBe(0);
    expectClose([...contributions], [-0.5 / 13, 5 / 13]);
  });

  it('keeps the weights farthest from 0 only', () => {
    const model = fit({ neighbours: 2 });
    expectClose(scores(model, [{ item: A }]), [0, 8 / 13, 1 / 5, 0, 0]);
    expect(model.state().arrays.similarity).toHaveLength(8);
  });

  it('knows nothing about what nobody engaged with', () => {
    const model = fit({});
    expect(scores(model, [{ item: E }])).toEqual([0, 0, 0, 0, 0]);
    const out = new Float64Array(5).fill(9);
    model.similar(E, out);
    expect([...out]).toEqual([0, 0, 0, 0, 0]);
  });

  it('gives the partial correlation as similarity', () => {
    const out = new Float64Array(5);
    fit({}).similar(C, out);
    expectClose([...out], [0.1754116, 0.1754116, 1, 0.438529, 0]);
  });

  // Learners {A, B} and {C}; B and C alike in everything, A without features: X'X + Phi Phi' + I is
  // [2 1 0; 1 3 1; 0 1 3], its inverse [8 -3 1; -3 6 -2; 1 -2 5] / 13.
  it('adds the likeness of contents to what is engaged together', () => {
    const rows: Row[] = [
      { user: 0, item: A },
      { user: 0, item: B },
      { user: 1, item: C },
    ];
    const features = featuresOf([[0], [1], [1], [0], [0]]);
    const fitWith = (featureWeight: number): FittedRecommender => {
      const options = resolveHyperParameters(ease, { ...PLAIN, featureWeight });
      return ease.fit(interactionsOf(rows, 2, 5), options, { seed: 1, checkpoint: () => undefined, features });
    };
    const model = fitWith(1);
    expectClose(scores(model, [{ item: A }]), [0, 3 / 6, -1 / 5, 0, 0]);
    expectClose(scores(model, [{ item: B }]), [3 / 8, 0, 2 / 5, 0, 0]);
    expectClose(scores(model, [{ item: C }]), [-1 / 8, 2 / 6, 0, 0, 0]);
    expectClose(scores(fitWith(0), [{ item: C }]), [0, 0, 0, 0, 0]);
  });

  it('refuses a catalogue whose matrix would not fit, saying how large it is and what to do', () => {
    const items = 40_000;
    const rows = Array.from({ length: items }, (_, item) => ({ user: 0, item }));
    const data = interactionsOf(rows, 1, items);
    const refusal = (): unknown =>
      ease.fit(data, resolveHyperParameters(ease, {}), { seed: 1, checkpoint: () => undefined });
    expect(refusal).toThrow(DomainError);
    expect(refusal).toThrow(/40000 x 40000, 6\.4 GB.*ITEM_KNN/);
  });

  it('counts only contents that somebody engaged with', () => {
    const data = interactionsOf([{ user: 0, item: 39_999 }], 1, 40_000);
    expect(ease.fit(data, resolveHyperParameters(ease, {}), { seed: 1, checkpoint: () => undefined }).items).toBe(
      40_000,
    );
  });
});
