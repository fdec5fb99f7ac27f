import { describe, expect, it } from '@jest/globals';
import { SingularValueDecomposition } from 'ml-matrix';
import { pureSvd } from '../../../../src/model/algorithms/pure-svd.js';
import { historyOf } from '../../../../src/model/interactions.js';
import { createRandom } from '../../../../src/model/random.js';
import type { FittedRecommender, HyperParameters } from '../../../../src/model/recommender.js';
import { resolveHyperParameters } from '../../../../src/model/registry.js';
import { historyFrom, interactionsOf, tasteRows, type Row } from '../../../support/datasets.js';
import { describeRecommender } from '../../../support/recommender-contract.js';

describeRecommender(pureSvd, {
  hyperParameters: { factors: 2 },
  solvesCheckerboard: true,
  learnerOrderMatters: false,
  seeded: true,
  usesEngine: true,
});

const PLAIN = { popularityExponent: 0, activityExponent: 0, strengthExponent: 0, decay: 1 };

function fit(given: HyperParameters, rows: readonly Row[], users: number, items: number): FittedRecommender {
  const options = resolveHyperParameters(pureSvd, { ...PLAIN, ...given });
  return pureSvd.fit(interactionsOf(rows, users, items), options, { seed: 1, checkpoint: () => undefined });
}

describe('PURE_SVD', () => {
  const rows = tasteRows(createRandom(4), 60, 40, 12).map(({ user, item }) => ({ user, item }));
  const dense = Array.from({ length: 60 }, () => new Array<number>(40).fill(0));
  for (const { user, item } of rows) dense[user][item] = 1;
  const exact = new SingularValueDecomposition(dense);

  it('has the singular values of a dense decomposition', () => {
    const { singularValues } = fit({ factors: 10 }, rows, 60, 40).state().arrays;
    for (let k = 0; k < 10; k++) expect(singularValues[k] / exact.diagonal[k]).toBeCloseTo(1, 4);
  });

  it('scores by the projection r V V of a dense decomposition', () => {
    const model = fit({ factors: 10 }, rows, 60, 40);
    const out = new Float64Array(40);
    const data = interactionsOf(rows, 60, 40);
    const v = exact.rightSingularVectors;
    for (const user of [0, 7, 59]) {
      model.score(historyOf(data, user), out);
      for (let j = 0; j < 40; j++) {
        let expected = 0;
        for (let k = 0; k < 10; k++)
          for (let i = 0; i < 40; i++) expected += dense[user][i] * v.get(i, k) * v.get(j, k);
        expect(out[j]).toBeCloseTo(expected, 4);
      }
    }
  });

  it('gives back the history where there are factors enough for everything', () => {
    const model = fit({ factors: 64 }, rows, 60, 40);
    const out = new Float64Array(40);
    model.score(historyOf(interactionsOf(rows, 60, 40), 3), out);
    dense[3].forEach((value, item) => expect(out[item]).toBeCloseTo(value, 4));
  });

  it('divides popularity out before the decomposition and weights learners by activity', () => {
    // {A}, {A, B}: once each column is divided by its norm, the squared singular values are 1 + cos and 1 - cos.
    const small = [
      { user: 0, item: 0 },
      { user: 1, item: 0 },
      { user: 1, item: 1 },
    ];
    const full = fit({ factors: 2, popularityExponent: 1, activityExponent: 0.5 }, small, 2, 2);
    const { singularValues } = full.state().arrays;
    expect(singularValues[0] ** 2 + singularValues[1] ** 2).toBeCloseTo(2, 5);
    // cos(A, B)^2 = w_1 / (w_0 + w_1) = (1 / sqrt 2) / (1 + 1 / sqrt 2)
    const cosine = Math.sqrt(Math.SQRT1_2 / (1 + Math.SQRT1_2));
    expect(singularValues[0] ** 2).toBeCloseTo(1 + cosine, 5);
  });

  it('decays by the number of later entries', () => {
    const model = fit({ factors: 4, decay: 0.5 }, rows, 60, 40);
    const scoreOf = (entries: readonly Omit<Row, 'user'>[]): Float64Array => {
      const out = new Float64Array(40);
      model.score(historyFrom(entries, 40), out);
      return out;
    };
    const first = scoreOf([{ item: 1 }]);
    const second = scoreOf([{ item: 2 }]);
    const both = scoreOf([
      { item: 1, at: 1000 },
      { item: 2, at: 2000 },
    ]);
    both.forEach((score, j) => expect(score).toBeCloseTo(0.5 * first[j] + second[j], 6));
  });
});
