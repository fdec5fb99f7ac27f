import { DomainError } from '../errors.js';
import { foldPairs, scoreOfPair, selectPairs } from '../evaluation/score-folds.js';
import { fitOfDescent, withDescent } from '../model/algorithms/svd.js';
import { decodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { recipeOf } from '../model/hybrid/mixture.js';
import {
  buildInteractions,
  createVocabulary,
  distinctSorted,
  historyOf,
  type Interactions,
} from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import type { SgdState } from '../model/kernels/sgd-round.js';
import { createRandom } from '../model/random.js';
import type { FittedRecommender, HyperParameters } from '../model/recommender.js';
import { getAlgorithm, resolveHyperParameters } from '../model/registry.js';
import { hasRatings } from './evaluate-model.js';
import type { ScoreErrors, ScoreFold, ScoreFoldsResult, ScoreFoldsTask } from './messages.js';
import type { Progress } from './progress.js';

/** A score of the pair (user, item). */
type Predict = (user: number, item: number) => number;

/**
 * Cross-validates predicted scores as the table in Surprise's README does: all pairs in folds at random, each fold predicted by
 * a fit on the others, predictions cut to the range of the scores, errors over pairs by fold.
 *
 * Given twice: for the vectors that the descent leaves for learners, which is what Surprise predicts from (an unknown learner or
 * item adds no bias, and no product), and as served, with learners folded in from their scores.
 * @throws DomainError NOT_ENOUGH_DATA where no engagement says how it was, or there are fewer pairs than folds
 */
export function scoreFoldsTask(task: ScoreFoldsTask, progress: Progress, engine: Engine): ScoreFoldsResult {
  const { columns, folds, seed } = task;
  const started = performance.now();
  progress.phase('grouping engagements', 0, 0.05);
  if (!hasRatings(columns))
    throw new DomainError('NOT_ENOUGH_DATA', 'No engagement has a duration or a like: there are no scores to predict.');
  const users = createVocabulary(distinctSorted(columns.userPk));
  const rows = Int32Array.from({ length: columns.feedbackFrom ?? columns.length }, (_, row) => row);
  const data = buildInteractions(columns, users, createVocabulary(task.catalogue.pk), { rows });
  if (data.size < folds)
    throw new DomainError('NOT_ENOUGH_DATA', `There are ${data.size} scores, too few for ${folds} folds.`);
  const { algorithm, options, ofModel } = settingsOf(task.snapshot);
  let [low, high] = [Infinity, -Infinity];
  for (let entry = 0; entry < data.size; entry++) {
    low = Math.min(low, scoreOfPair(data, entry));
    high = Math.max(high, scoreOfPair(data, entry));
  }
  const foldOf = foldPairs(data.size, folds, createRandom(seed).fork('folds'));
  const results = Array.from({ length: folds }, (_, fold): ScoreFold => {
    const share = 0.95 / folds;
    const checkpoint = progress.phase(`fold ${fold + 1} of ${folds}`, 0.05 + fold * share, 0.05 + (fold + 1) * share);
    const order = createRandom(seed).fork(`order ${fold}`);
    const train = selectPairs(data, (entry) => foldOf[entry] !== fold, order);
    const test = selectPairs(data, (entry) => foldOf[entry] === fold, order);
    const context = { seed, engine, checkpoint: (done: number, detail: string) => checkpoint(0.7 * done, detail) };
    return withDescent(engine, train, options, context, (state) => {
      const errors = (predict: Predict, from: number): ScoreErrors =>
        errorsOf(test, predict, [low, high], (done) => checkpoint(from + 0.15 * done, 'predicting'));
      return {
        pairs: test.size,
        descent: errors(descentOf(state, train, options), 0.7),
        served: errors(servedBy(fitOfDescent(state, train, options, engine), train), 0.85),
      };
    });
  });
  return {
    algorithm,
    hyperParameters: options,
    ofModel,
    pairs: data.size,
    users: users.size,
    items: data.items,
    scale: [low, high],
    folds: results,
    seed,
    seconds: (performance.now() - started) / 1000,
  };
}

/** The model's own SVD, or SVD with its defaults where it predicts no scores. */
function settingsOf(snapshot: Uint8Array) {
  const { parts } = recipeOf(decodeHybrid(snapshot).serving.collaborative);
  const own = parts.find(({ algorithm }) => getAlgorithm(algorithm).predictsRatings);
  return {
    algorithm: 'SVD' as const,
    options: own?.hyperParameters ?? resolveHyperParameters(getAlgorithm('SVD'), {}),
    ofModel: own !== undefined,
  };
}

function errorsOf(
  test: Interactions,
  predict: Predict,
  [low, high]: readonly [number, number],
  pause: (fraction: number) => void,
): ScoreErrors {
  let squares = 0;
  let absolute = 0;
  for (let user = 0; user < test.users; user++) {
    if ((user & 255) === 0) pause(user / test.users);
    for (let entry = test.rowPtr[user]; entry < test.rowPtr[user + 1]; entry++) {
      const predicted = Math.min(high, Math.max(low, predict(user, test.item[entry])));
      const error = predicted - scoreOfPair(test, entry);
      squares += error * error;
      absolute += Math.abs(error);
    }
  }
  return { rmse: Math.sqrt(squares / test.size), mae: absolute / test.size };
}

function descentOf(
  { users, items, userBias, itemBias, mean }: SgdState,
  train: Interactions,
  { factors }: HyperParameters,
): Predict {
  const known = new Uint8Array(train.items);
  for (const item of train.item) known[item] = 1;
  return (user, item) => {
    let score = mean + userBias[user] + itemBias[item];
    if (known[item] === 1 && train.rowPtr[user + 1] > train.rowPtr[user])
      for (let f = 0; f < factors; f++)
        score += users.values[user * users.stride + f] * items.values[item * items.stride + f];
    return score;
  };
}

function servedBy(model: FittedRecommender, train: Interactions): Predict {
  const predicted = new Float64Array(model.items);
  let of = -1;
  return (user, item) => {
    if (user !== of) model.predictRatings!(historyOf(train, (of = user)), predicted);
    return predicted[item];
  };
}
