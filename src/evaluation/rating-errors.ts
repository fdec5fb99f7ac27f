import type { Interactions } from '../model/interactions.js';
import { mae } from './metrics/mae.js';
import { rmse } from './metrics/rmse.js';

/** Errors of predicted 0-10 scores; null where no pair was predicted. */
export interface RatingErrors {
  readonly rmse: number | null;
  readonly mae: number | null;
  /** Pairs predicted. */
  readonly pairs: number;
}

/**
 * Compares predicted scores with those of the held-out pairs, dislikes (score 0) among them. Pairs that the learner engaged with
 * in training as well are left out: the model has seen their score.
 * @param users dense places of the learners to predict for
 * @param test held-out pairs
 * @param train training pairs over the same vocabularies as `test`
 * @param predict writes the predicted score, 0-10, of every item; the array is reused
 * @param checkpoint called before every learner with the fraction done (0 to 1); throws to stop the work
 * @throws RangeError where the two have different numbers of learners or items
 */
export function ratingErrors(
  users: Int32Array,
  test: Interactions,
  train: Interactions,
  predict: (user: number, out: Float64Array) => void,
  checkpoint?: (fraction: number, detail: string) => void,
): RatingErrors {
  if (test.users !== train.users || test.items !== train.items)
    throw new RangeError('train and test must be built over the same vocabularies');
  const out = new Float64Array(test.items);
  const seenBy = new Int32Array(test.items).fill(-1);
  const predicted: number[] = [];
  const actual: number[] = [];
  users.forEach((user, i) => {
    checkpoint?.(i / users.length, `${i} of ${users.length} learners predicted`);
    if (test.rowPtr[user] === test.rowPtr[user + 1]) return;
    predict(user, out);
    for (let e = train.rowPtr[user]; e < train.rowPtr[user + 1]; e++) seenBy[train.item[e]] = user;
    for (let e = test.rowPtr[user]; e < test.rowPtr[user + 1]; e++) {
      if (seenBy[test.item[e]] === user) continue;
      predicted.push(out[test.item[e]]);
      actual.push(test.rating[e]);
    }
  });
  return { rmse: rmse.compute(predicted, actual), mae: mae.compute(predicted, actual), pairs: actual.length };
}

/** Sums over the pairs of one learner. */
export interface ErrorSums {
  readonly squares: number;
  readonly absolute: number;
  readonly pairs: number;
}

/**
 * Compares predicted scores with those of a learner's held-out pairs, dislikes (score 0) among them. Pairs that the learner
 * engaged with in training as well are left out: the model has seen their score.
 * @param predicted the score of every item, 0-10
 */
export function errorSums(user: number, predicted: Float64Array, test: Interactions, train: Interactions): ErrorSums {
  const seen = new Set(train.item.subarray(train.rowPtr[user], train.rowPtr[user + 1]));
  let squares = 0;
  let absolute = 0;
  let pairs = 0;
  for (let e = test.rowPtr[user]; e < test.rowPtr[user + 1]; e++) {
    if (seen.has(test.item[e])) continue;
    const error = predicted[test.item[e]] - test.rating[e];
    squares += error * error;
    absolute += Math.abs(error);
    pairs++;
  }
  return { squares, absolute, pairs };
}

/** The errors over all pairs, from the sums of their learners. */
export function errorsOf(squares: number, absolute: number, pairs: number): RatingErrors {
  return pairs === 0
    ? { rmse: null, mae: null, pairs }
    : { rmse: Math.sqrt(squares / pairs), mae: absolute / pairs, pairs };
}
