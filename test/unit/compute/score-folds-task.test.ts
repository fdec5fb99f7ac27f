import { describe, expect, it } from '@jest/globals';
import type { ScoreFoldsTask } from '../../../src/compute/messages.js';
import { scoreFoldsTask } from '../../../src/compute/score-folds-task.js';
import { trainTask } from '../../../src/compute/train-model.js';
import { foldPairs } from '../../../src/evaluation/score-folds.js';
import { MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import { jsEngine } from '../../../src/model/kernels/js-engine.js';
import { createRandom } from '../../../src/model/random.js';
import { CATALOGUE, quiet, trainingOf, twoTribes } from './two-tribes.js';

/** Three learners with two scores each, in the order of the pairs: content 1000 to 1003, scores 1 to 5. */
const SCORES: readonly (readonly [user: number, item: number, score: number])[] = [
  [1, 0, 5],
  [1, 1, 1],
  [2, 0, 3],
  [2, 2, 4],
  [3, 1, 2],
  [3, 2, 5],
];

function columnsOf(scores: typeof SCORES): EngagementColumns {
  return {
    length: scores.length,
    userPk: Int32Array.from(scores, ([user]) => user),
    contentPk: Int32Array.from(scores, ([, item]) => 1000 + item),
    timestamp: Float64Array.from(scores, (_, n) => n),
    durationSeconds: Int32Array.from(scores, ([, , score]) => score * 300),
    liked: new Int8Array(scores.length).fill(MISSING),
    type: new Uint8Array(scores.length),
  };
}

/** One epoch of biases alone: the vectors are 0 and stay so. */
const OPTIONS = { factors: 1, epochs: 1, learningRate: 0.1, regularization: 0.5, initialDeviation: 0 };
const columns = columnsOf(SCORES);
const svd = { ...trainingOf(columns, 'SVD'), hyperParameters: OPTIONS };
const snapshot = trainTask(svd, quiet()).snapshot;
const task = (more: Partial<ScoreFoldsTask> = {}): ScoreFoldsTask => ({
  kind: 'SCORE_FOLDS',
  snapshot,
  columns,
  catalogue: CATALOGUE,
  folds: 2,
  seed: 1,
  ...more,
});

/** A seed whose two folds have one pair of each learner, so that there is one order to descend in. */
const seed = Array.from({ length: 1000 }, (_, n) => n).find((candidate) => {
  const fold = foldPairs(6, 2, createRandom(candidate).fork('folds'));
  return [0, 1, 2].every((user) => fold[2 * user] !== fold[2 * user + 1]);
})!;

describe('scoreFoldsTask', () => {
  it('has the errors that Surprise would have: two folds by hand', () => {
    const fold = foldPairs(6, 2, createRandom(seed).fork('folds'));
    const result = scoreFoldsTask(task({ seed }), quiet(), jsEngine);
    expect(result).toMatchObject({ pairs: 6, users: 3, scale: [1, 5], ofModel: true, algorithm: 'SVD' });
    [0, 1].forEach((f) => {
      const train = SCORES.filter((_, n) => fold[n] !== f);
      const test = SCORES.filter((_, n) => fold[n] === f);
      const mean = train.reduce((sum, [, , score]) => sum + score, 0) / 3;
      const user = [0, 0, 0, 0];
      const item = [0, 0, 0, 0];
      const known = new Set(train.map(([, i]) => i));
      // Koren's updates, learner after learner: e = r - mu - b_u - b_i, b += 0.1 (e - 0.5 b), and b is 0 before its only step
      // but for an item that two learners scored.
      for (const [u, i, score] of train) {
        const error = score - mean - user[u] - item[i];
        user[u] += 0.1 * (error - 0.5 * user[u]);
        item[i] += 0.1 * (error - 0.5 * item[i]);
      }
      const errors = test.map(([u, i, score]) => {
        const predicted = mean + user[u] + (known.has(i) ? item[i] : 0);
        return Math.min(5, Math.max(1, predicted)) - score;
      });
      const { descent, pairs } = result.folds[f];
      expect(pairs).toBe(3);
      expect(descent.rmse).toBeCloseTo(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / 3), 5);
      expect(descent.mae).toBeCloseTo(errors.reduce((sum, e) => sum + Math.abs(e), 0) / 3, 5);
    });
  });

  it('takes the defaults of SVD where the model predicts no scores', () => {
    const knn = trainTask(trainingOf(columns, 'ITEM_KNN'), quiet()).snapshot;
    const { ofModel, hyperParameters, folds } = scoreFoldsTask(task({ snapshot: knn, folds: 3 }), quiet(), jsEngine);
    expect(ofModel).toBe(false);
    expect(hyperParameters).toMatchObject({ factors: 100, epochs: 20, learningRate: 0.005, regularization: 0.02 });
    expect(folds.map(({ pairs }) => pairs)).toEqual([2, 2, 2]);
  });

  it('does not depend on the order of the rows, but on the seed', () => {
    const many = columnsOf(
      Array.from({ length: 60 }, (_, n) => [1 + (n % 6), Math.floor(n / 6), 1 + ((n * 7) % 5)] as const),
    );
    const reversed: EngagementColumns = {
      ...many,
      userPk: many.userPk.slice().reverse(),
      contentPk: many.contentPk.slice().reverse(),
      timestamp: many.timestamp.slice().reverse(),
      durationSeconds: many.durationSeconds.slice().reverse(),
    };
    const foldsOf = (of: EngagementColumns, by: number) =>
      scoreFoldsTask(task({ columns: of, seed: by }), quiet(), jsEngine).folds;
    expect(foldsOf(reversed, 1)).toEqual(foldsOf(many, 1));
    expect(foldsOf(many, 2)).not.toEqual(foldsOf(many, 1));
  });

  it('says what is missing', () => {
    expect(() => scoreFoldsTask(task({ columns: twoTribes() }), quiet(), jsEngine)).toThrow(
      expect.objectContaining({ code: 'NOT_ENOUGH_DATA', message: expect.stringContaining('duration or a like') }),
    );
    expect(() => scoreFoldsTask(task({ folds: 7 }), quiet(), jsEngine)).toThrow('too few for 7 folds');
    expect(() => scoreFoldsTask(task(), quiet(3), jsEngine)).toThrow('stopped');
  });
});
