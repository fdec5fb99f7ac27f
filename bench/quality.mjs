import { ndcg } from '../dist/src/evaluation/metrics/ndcg.js';
import { relevantTo } from '../dist/src/evaluation/relevance.js';
import { historyOf } from '../dist/src/model/interactions.js';
import { withDescent } from '../dist/src/model/algorithms/svd.js';
import { getAlgorithm, resolveHyperParameters } from '../dist/src/model/registry.js';
import { topK } from '../dist/src/model/top-k.js';

/** Root mean square error over pairs, the prediction cut to `scale`. */
export function rmseOf(model, train, { user, item, rating }, scale = [0, 10]) {
  const predicted = new Float64Array(train.items);
  let last = -1;
  let squares = 0;
  for (let n = 0; n < user.length; n++) {
    if (user[n] !== last) model.predictRatings(historyOf(train, (last = user[n])), predicted);
    const value = Math.min(scale[1], Math.max(scale[0], predicted[item[n]]));
    squares += (value - rating[n]) ** 2;
  }
  return Math.sqrt(squares / user.length);
}

/**
 * The same for what the descent itself leaves: learners' own vectors, as Surprise keeps them. Serving folds learners in
 * instead, which is kinder to those with few scores.
 */
export function descentRmse(engine, train, given, pairs, { seed = 1, scale = [0, 10] } = {}) {
  const options = resolveHyperParameters(getAlgorithm('SVD'), given);
  const context = { seed, checkpoint: () => undefined, engine };
  return withDescent(engine, train, options, context, ({ users, items, userBias, itemBias, mean }) => {
    const known = new Uint8Array(train.items);
    for (const item of train.item) known[item] = 1;
    const { user, item, rating } = pairs;
    let squares = 0;
    for (let n = 0; n < user.length; n++) {
      const [u, i] = [user[n], item[n]];
      const isKnownUser = train.rowPtr[u + 1] > train.rowPtr[u];
      let value = mean + userBias[u] + itemBias[i];
      if (isKnownUser && known[i])
        for (let f = 0; f < options.factors; f++)
          value += users.values[u * users.stride + f] * items.values[i * items.stride + f];
      squares += (Math.min(scale[1], Math.max(scale[0], value)) - rating[n]) ** 2;
    }
    return Math.sqrt(squares / user.length);
  });
}

/** Mean NDCG@10 over the learners of `relevance`, what they have seen left out. */
export function ndcgOf(model, train, relevance, k = 10) {
  const scores = new Float64Array(train.items);
  const seen = new Uint8Array(train.items);
  let sum = 0;
  relevance.users.forEach((user, n) => {
    const history = historyOf(train, user);
    model.score(history, scores);
    for (const item of history.items) seen[item] = 1;
    const relevant = new Set(relevantTo(relevance, n));
    sum += ndcg.compute(topK(scores, k, seen, null), (item) => relevant.has(item), relevant.size, k);
    for (const item of history.items) seen[item] = 0;
  });
  return sum / relevance.users.length;
}
