import { describe, expect, it } from '@jest/globals';
import { fitOfDescent, svd, withDescent } from '../../../../src/model/algorithms/svd.js';
import { historyOf } from '../../../../src/model/interactions.js';
import { jsEngine } from '../../../../src/model/kernels/js-engine.js';
import { createRandom } from '../../../../src/model/random.js';
import { ALGORITHMS, resolveHyperParameters } from '../../../../src/model/registry.js';
import { topK } from '../../../../src/model/top-k.js';
import { historyFrom, interactionsOf, tasteRows } from '../../../support/datasets.js';

const USERS = 40;
const ITEMS = 30;
const rows = tasteRows(createRandom(5), USERS, ITEMS, 12);
const data = interactionsOf(rows, USERS, ITEMS);
const small: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  IALS: { factors: 6, epochs: 5 },
  SVD: { factors: 6, epochs: 5 },
  PURE_SVD: { factors: 6 },
};

/**
 * No learner is kept with a model: who has done nothing since the training must get the list that the training would have given.
 * That the fold-in is the trained vector itself is shown where the algorithms have such vectors: below for SVD, in ials.test.ts
 * by the half steps of alternating, in pure-svd.test.ts by a dense decomposition. The others score by the history alone.
 */
describe('a learner who has done nothing since the training', () => {
  it.each(Object.values(ALGORITHMS))('is scored by $name as the row of the training matrix is', (algorithm) => {
    const options = resolveHyperParameters(algorithm, small[algorithm.name] ?? {});
    const model = algorithm.fit(data, options, { seed: 1, checkpoint: () => undefined });
    const [trained, folded] = [new Float64Array(ITEMS), new Float64Array(ITEMS)];
    for (let user = 0; user < USERS; user++) {
      model.score(historyOf(data, user), trained);
      // As serving reads it: this learner's engagements alone, in the order of the database.
      const own = rows.map((row, place) => ({ ...row, at: row.at ?? place * 1000 })).filter((row) => row.user === user);
      model.score(historyFrom(own.reverse(), ITEMS), folded);
      expect(folded).toEqual(trained);
    }
  });

  it('is ranked by SVD as by the vector that the descent gave, once that has settled', () => {
    const options = resolveHyperParameters(svd, { factors: 4, epochs: 1000, learningRate: 0.012, regularization: 0.2 });
    const context = { seed: 1, checkpoint: () => undefined };
    withDescent(jsEngine, data, options, context, (state) => {
      const model = fitOfDescent(state, data, options, jsEngine);
      const { users, items, userBias, itemBias, mean } = state;
      const trained = new Float64Array(ITEMS);
      const folded = new Float64Array(ITEMS);
      for (let user = 0; user < USERS; user++) {
        for (let item = 0; item < ITEMS; item++) {
          trained[item] = mean + userBias[user] + itemBias[item];
          for (let f = 0; f < options.factors; f++)
            trained[item] += users.values[user * users.stride + f] * items.values[item * items.stride + f];
        }
        model.score(historyOf(data, user), folded);
        const spread = Math.max(...trained) - Math.min(...trained);
        folded.forEach((score, item) => expect(Math.abs(score - trained[item])).toBeLessThan(0.05 * spread));
        const [a, b] = [trained, folded].map((scores) => [...topK(scores, 10, null, null)]);
        expect(a.filter((item) => b.includes(item)).length).toBeGreaterThanOrEqual(9);
      }
    });
  });
});
