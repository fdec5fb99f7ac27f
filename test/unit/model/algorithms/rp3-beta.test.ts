import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rp3Beta } from '../../../../src/model/algorithms/rp3-beta.js';
import type { FittedRecommender, HyperParameters } from '../../../../src/model/recommender.js';
import { resolveHyperParameters } from '../../../../src/model/registry.js';
import { historyFrom, interactionsOf, type Row } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(rp3Beta, {
  hyperParameters: {},
  solvesCheckerboard: true,
  learnerOrderMatters: false,
  seeded: false,
});

/** Three learners, items A B C D: {A, B}, {A, B, C}, {C, D}; so d_A = d_B = d_C = 2, d_D = 1. */
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
const WALK = { walkExponent: 1, popularityExponent: 0, strengthExponent: 0, decay: 1, neighbours: 0 };

function fit(given: HyperParameters, rows: readonly Row[] = ROWS): FittedRecommender {
  const options = resolveHyperParameters(rp3Beta, { ...WALK, ...given });
  return rp3Beta.fit(interactionsOf(rows, 3, 4), options, { seed: 1, checkpoint: () => undefined });
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

describe('RP3BETA', () => {
  it('gives the probability of a walk to a learner and on to content', () => {
    const model = fit({});
    expectClose(scores(model, [{ item: A }]), [0, (1 / 2) * (1 / 2 + 1 / 3), (1 / 2) * (1 / 3), 0]);
    expectClose(scores(model, [{ item: C }]), [1 / 6, 1 / 6, 0, (1 / 2) * (1 / 2)]);
    expectClose(scores(model, [{ item: D }]), [0, 0, 1 / 2, 0]);
  });

  it('divides by the popularity of the end to its exponent', () => {
    expectClose(scores(fit({ popularityExponent: 1 }), [{ item: C }]), [1 / 12, 1 / 12, 0, 1 / 4]);
    expectClose(scores(fit({ popularityExponent: 0.5 }), [{ item: D }]), [0, 0, 1 / 2 / Math.SQRT2, 0]);
  });

  it('raises the probability of each step to its exponent', () => {
    expectClose(scores(fit({ walkExponent: 2 }), [{ item: A }]), [0, (1 / 4) * (1 / 4 + 1 / 9), (1 / 4) * (1 / 9), 0]);
  });

  it('takes strong steps more often: B completed (x = 2) and A viewed (x = 1) by the one learner', () => {
    const rows: Row[] = [
      { user: 0, item: A, type: 0 },
      { user: 0, item: B, type: 2 },
    ];
    const model = fit({ strengthExponent: 1 }, rows);
    expectClose(scores(model, [{ item: A }]), [0, (1 / 1) * (2 / 3), 0, 0]);
    // The history's own strength counts too: 2 times p_BA = 2/2 * 1/3.
    expectClose(scores(model, [{ item: B, type: 2 }]), [2 * (1 / 3), 0, 0, 0]);
  });

  it('decays by the number of later entries, and names each with its part', () => {
    const entries = [
      { item: A, at: 1000 },
      { item: D, at: 2000 },
    ];
    const model = fit({ decay: 0.5 });
    expectClose(scores(model, entries), [0, 5 / 24, 1 / 12 + 1 / 2, 0]);
    const { base, contributions } = model.explain(historyFrom(entries, 4), C);
    expect(base).toBe(0);
    expectClose([...contributions], [1 / 12, 1 / 2]);
  });

  it('gives the cosine of the learners, weighted by what each step to content is worth, as similarity', () => {
    const out = new Float64Array(4);
    fit({}).similar(A, out);
    // G_AA = G_BB = G_AB = 1/2 + 1/3, G_CC = 1/3 + 1/2, G_AC = 1/3.
    expectClose([...out], [1, 1, 1 / 3 / (5 / 6), 0]);
  });

  it('law: from any content a walk ends somewhere, with probability 1', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(3)), { selector: (pair) => pair.join(), minLength: 1 });
    fc.assert(
      fc.property(pairs, (all) => {
        const model = fit(
          {},
          all.map(([user, item]) => ({ user, item })),
        );
        const learnersOf = (item: number): number[] => all.filter((pair) => pair[1] === item).map(([user]) => user);
        const activity = (user: number): number => all.filter((pair) => pair[0] === user).length;
        for (const item of new Set(all.map((pair) => pair[1]))) {
          const learners = learnersOf(item);
          const back = learners.reduce((sum, user) => sum + 1 / activity(user), 0) / learners.length;
          expect(scores(model, [{ item }]).reduce((sum, part) => sum + part, back)).toBeCloseTo(1, 6);
        }
      }),
      { numRuns: 100 },
    );
  });
});
