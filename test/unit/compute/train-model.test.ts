import { beforeAll, describe, expect, it } from '@jest/globals';
import { evaluateTask } from '../../../src/compute/evaluate-model.js';
import type { EvaluateTask, TrainResult, TrainTask } from '../../../src/compute/messages.js';
import { runTask } from '../../../src/compute/run-task.js';
import { isValidationLearner } from '../../../src/compute/holdout.js';
import type { KnownTrial } from '../../../src/compute/select-algorithm.js';
import { trainTask } from '../../../src/compute/train-model.js';
import type { TrialListener, TrialRow } from '../../../src/compute/trial-row.js';
import { MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import { decodeHybrid } from '../../../src/model/hybrid/hybrid-snapshot.js';
import { createRandom } from '../../../src/model/random.js';
import { CANDIDATES } from '../../../src/model/selection/candidates.js';
import { before, CATALOGUE, ITEMS, quiet, trainingOf, twoTribes } from './two-tribes.js';

const task = (columns: EngagementColumns, algorithm: TrainTask['algorithm'] = 'ITEM_KNN'): TrainTask =>
  trainingOf(columns, algorithm);

const evaluate = (snapshot: Uint8Array, data: EngagementColumns, more: Partial<EvaluateTask> = {}): EvaluateTask => ({
  kind: 'EVALUATE',
  target: 'HOLDOUT',
  snapshot,
  columns: data,
  catalogue: CATALOGUE,
  sampleSize: 0,
  k: 10,
  alphas: [],
  segments: ['ACTIVITY'],
  seed: 42,
  ...more,
});

const ndcgOf = (result: {
  results: readonly { contestant: string; ndcg: { value: number } }[];
}): Record<string, number> =>
  Object.fromEntries(result.results.map(({ contestant, ndcg }) => [contestant, ndcg.value]));

describe('AUTO', () => {
  const columns = twoTribes();
  const rows: TrialRow[] = [];
  const known: KnownTrial[] = [];
  let result: TrainResult;
  // On a thread of its own: many trials are several times as fast there as in the tests' sandbox.
  const train = (auto: TrainTask, onTrial?: TrialListener): Promise<TrainResult> => runTask(auto, { onTrial });
  beforeAll(async () => {
    result = await train(task(columns, 'AUTO'), (row, values) => {
      rows.push(row);
      if (values) known.push({ ...row, values });
    });
  });

  it('finds that the tribes can be told apart, and records all that it tried', () => {
    const { recipe, search } = result;
    expect(recipe.parts[0].algorithm).not.toBe('POPULARITY');
    expect(recipe.parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(search).toMatchObject({ method: 'AUTO', objective: 'NDCG', budgetSeconds: 60, complete: true });
    expect(search!.trials.map(({ number }) => number)).toEqual(rows.map(({ number }) => number));
    const tried = new Set(search!.trials.map(({ algorithm }) => algorithm));
    for (const { algorithm } of CANDIDATES) expect(tried).toContain(algorithm);
    const [chosen] = search!.trials.filter(({ outcome }) => outcome === 'CHOSEN');
    expect(chosen).toMatchObject({
      number: search!.best,
      algorithm: recipe.parts[0].algorithm,
      hyperParameters: recipe.parts[0].hyperParameters,
    });
    expect(search!.trials.filter(({ outcome }) => outcome === 'BLENDED')).toHaveLength(recipe.parts.length - 1);
    for (const { value, low, high } of search!.trials) {
      expect(low!).toBeLessThanOrEqual(value!);
      expect(high!).toBeGreaterThanOrEqual(value!);
    }
  });

  it('lets no measured learner decide: their test rows can be anything', async () => {
    const { cutoff, seed } = decodeHybrid(result.snapshot).cut!;
    const contentPk = columns.contentPk.map((pk, row) =>
      columns.timestamp[row] >= cutoff! && !isValidationLearner(columns.userPk[row], seed) ? 1000 : pk,
    );
    const again = await train(task({ ...columns, contentPk }, 'AUTO'));
    expect(again.recipe).toEqual(result.recipe);
    expect(again.search!.trials.map(({ value }) => value)).toEqual(result.search!.trials.map(({ value }) => value));
    expect(again.alpha).toBe(result.alpha);
  });

  it('gives the same model where all trials were known from before', async () => {
    const auto = { budgetSeconds: 60, known };
    const again = await train({ ...task(columns, 'AUTO'), auto });
    expect(again.search!.trials.every(({ reused }) => reused)).toBe(true);
    expect(again.snapshot).toEqual(result.snapshot);
  });

  it('takes what does well on most data where too few learners could decide', async () => {
    const few = { ...before(columns, 1e9), length: 30 };
    const short: EngagementColumns = {
      ...few,
      userPk: few.userPk.slice(0, 30),
      contentPk: few.contentPk.slice(0, 30),
      timestamp: few.timestamp.slice(0, 30),
      durationSeconds: few.durationSeconds.slice(0, 30),
      liked: few.liked.slice(0, 30),
      type: few.type.slice(0, 30),
    };
    const { recipe, search } = await train(task(short, 'AUTO'));
    expect(recipe.parts).toEqual([expect.objectContaining({ algorithm: 'ITEM_KNN', weight: 1 })]);
    expect(search).toMatchObject({ method: 'AUTO', trials: [], best: null });
  });
});

describe('trainTask', () => {
  const columns = twoTribes();

  it('learns the tribes: the collaborative half beats popularity and random on rows it has never seen', () => {
    const { evaluation } = trainTask(task(columns), quiet());
    const ndcg = ndcgOf(evaluation!);
    // Popularity cannot tell the tribes apart: half its list belongs to the other tribe.
    expect(ndcg['COLLABORATIVE']).toBeGreaterThan(1.4 * ndcg['POPULARITY']);
    expect(ndcg['COLLABORATIVE']).toBeGreaterThan(1.4 * ndcg['RANDOM']);
    expect(evaluation!.trainEngagements + evaluation!.testEngagements).toBe(columns.length);
  });

  it('brings NDCG to the level of chance when the test labels are shuffled', () => {
    const { snapshot, evaluation } = trainTask(task(columns), quiet());
    const random = createRandom(9);
    const { cutoff } = decodeHybrid(snapshot).cut!;
    const held = Array.from(columns.timestamp.keys()).filter((row) => columns.timestamp[row] >= cutoff!);
    const shuffled = random.shuffle(held.map((row) => columns.contentPk[row]));
    const contentPk = columns.contentPk.slice();
    held.forEach((row, n) => (contentPk[row] = shuffled[n]));
    const after = evaluateTask(evaluate(snapshot, { ...columns, contentPk }), quiet());
    const gain = ndcgOf(evaluation!)['COLLABORATIVE'] - ndcgOf(evaluation!)['RANDOM'];
    const left = ndcgOf(after)['COLLABORATIVE'] - ndcgOf(after)['RANDOM'];
    // Half of the shuffled labels still fall into the learner's own tribe by chance, so a part of the gain over RANDOM stays.
    expect(left).toBeLessThan(0.35 * gain);
  });

  it('gives a later evaluation the very numbers that the training reported', () => {
    const { snapshot, evaluation } = trainTask(task(columns), quiet());
    const again = evaluateTask(evaluate(snapshot, columns), quiet());
    expect(again).toMatchObject({
      results: evaluation!.results,
      users: evaluation!.users,
      trainEngagements: evaluation!.trainEngagements,
      cutoff: evaluation!.cutoff,
    });
  });

  it('ranks a given file with the fit that serves, and counts learners it does not know as cold', () => {
    const { snapshot } = trainTask(task(columns), quiet());
    const test: EngagementColumns = {
      length: 2,
      userPk: Int32Array.of(1, -1),
      contentPk: Int32Array.of(1000 + ITEMS / 2 + 3, 1001),
      timestamp: Float64Array.of(1e12, 1e12),
      durationSeconds: Int32Array.of(MISSING, MISSING),
      liked: Int8Array.of(MISSING, MISSING),
      type: Uint8Array.of(0, 0),
    };
    const seen = columns.userPk.some((user, row) => user === 1 && columns.contentPk[row] === test.contentPk[0]);
    const report = evaluateTask(evaluate(snapshot, columns, { target: 'FILE', test }), quiet());
    expect(report).toMatchObject({
      protocol: 'TEST_FILE',
      users: seen ? 1 : 2,
      coldUsers: 1,
      testEngagements: 2,
      rmse: null,
    });
  });

  it('does not depend on the order of the engagements', () => {
    const order = createRandom(3).shuffle(Int32Array.from(columns.userPk.keys()));
    const shuffled: EngagementColumns = {
      ...columns,
      userPk: order.map((row) => columns.userPk[row]),
      contentPk: order.map((row) => columns.contentPk[row]),
      timestamp: Float64Array.from(order, (row) => columns.timestamp[row]),
    };
    expect(trainTask(task(shuffled), quiet()).snapshot).toEqual(trainTask(task(columns), quiet()).snapshot);
  });

  it('splits per learner where all timestamps are equal', () => {
    const timeless = { ...columns, timestamp: new Float64Array(columns.length) };
    const { evaluation } = trainTask(task(timeless), quiet());
    expect(evaluation).toMatchObject({ protocol: 'PER_USER_RATIO', cutoff: null, coldUsers: 0 });
  });

  it('trains on one engagement, without a report', () => {
    const one: EngagementColumns = {
      length: 1,
      userPk: Int32Array.of(7),
      contentPk: Int32Array.of(1003),
      timestamp: Float64Array.of(1),
      durationSeconds: Int32Array.of(60),
      liked: Int8Array.of(1),
      type: Uint8Array.of(0),
    };
    for (const algorithm of ['ITEM_KNN', 'IALS', 'SVD', 'POPULARITY'] as const)
      expect(trainTask(task(one, algorithm), quiet()).evaluation).toBeNull();
  });

  it('refuses an empty catalogue with NOT_ENOUGH_DATA', () => {
    const catalogue = { pk: new Int32Array(0), id: [], records: [] };
    expect(() => trainTask({ ...task(columns), catalogue }, quiet())).toThrow(
      expect.objectContaining({ code: 'NOT_ENOUGH_DATA' }),
    );
  });

  it('stops at a checkpoint when it is cancelled', () => {
    for (const after of [0, 3, 8]) expect(() => trainTask(task(columns, 'IALS'), quiet(after))).toThrow('stopped');
  });
});
