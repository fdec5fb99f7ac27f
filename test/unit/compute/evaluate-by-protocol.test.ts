import { describe, expect, it } from '@jest/globals';
import { evaluateByProtocol } from '../../../src/compute/evaluate-by-protocol.js';
import { evaluateTask } from '../../../src/compute/evaluate-model.js';
import type { EvaluateTask } from '../../../src/compute/messages.js';
import { createProgress } from '../../../src/compute/progress.js';
import { trainTask } from '../../../src/compute/train-model.js';
import { leaveLastOutSplit } from '../../../src/evaluation/split.js';
import { jsEngine } from '../../../src/model/kernels/js-engine.js';
import { createRandom } from '../../../src/model/random.js';
import { CATALOGUE, quiet, trainingOf, twoTribes } from './two-tribes.js';

const columns = twoTribes();
const training = trainingOf(columns, 'ITEM_KNN');
const { snapshot } = trainTask(
  { ...training, hyperParameters: { ...training.hyperParameters, neighbours: 7 } },
  quiet(),
);
const task = (more: Partial<EvaluateTask>): EvaluateTask => ({
  kind: 'EVALUATE',
  target: 'HOLDOUT',
  snapshot,
  columns,
  catalogue: CATALOGUE,
  sampleSize: 0,
  k: 10,
  alphas: [],
  segments: [],
  seed: 42,
  ...more,
});
const evaluate = (more: Partial<EvaluateTask>, progress = quiet()) =>
  evaluateByProtocol(task(more), progress, jsEngine, (use) => use(jsEngine));

describe('evaluateByProtocol', () => {
  it("is the model's own hold-out where that is asked for, or nothing", () => {
    const own = evaluateTask(task({}), quiet());
    for (const more of [{}, { protocol: 'TEMPORAL' as const }, { protocol: 'TEMPORAL' as const, testShare: 0.2 }]) {
      const { results, refitted, protocol } = evaluate(more);
      expect({ results, refitted, protocol }).toEqual({
        results: own.results,
        refitted: undefined,
        protocol: 'TEMPORAL',
      });
    }
  });

  it('fits anew on the training part for any other, and measures every learner of the test part', () => {
    const report = evaluate({ protocol: 'LEAVE_LAST_OUT' });
    expect(report).toMatchObject({
      protocol: 'LEAVE_LAST_OUT',
      refitted: true,
      cutoff: null,
      // All 300 learners have ten pieces of content, one of which is held out.
      users: 300,
      coldUsers: 0,
      testEngagements: 300,
      trainEngagements: columns.length - 300,
    });
    const ndcg = Object.fromEntries(report.results.map((result) => [result.contestant, result.ndcg.value]));
    expect(ndcg['COLLABORATIVE']).toBeGreaterThan(1.2 * ndcg['POPULARITY']!);
  });

  it('is what a training with the same settings on the training part would serve', () => {
    const split = leaveLastOutSplit(columns, createRandom(42).fork('hold-out'));
    const rowsOf = (rows: Int32Array) => ({
      ...columns,
      length: rows.length,
      userPk: rows.map((row) => columns.userPk[row]),
      contentPk: rows.map((row) => columns.contentPk[row]),
      timestamp: Float64Array.from(rows, (row) => columns.timestamp[row]),
      durationSeconds: rows.map((row) => columns.durationSeconds[row]),
      liked: Int8Array.from(rows, (row) => columns.liked[row]),
      type: Uint8Array.from(rows, (row) => columns.type[row]),
    });
    const hyperParameters = { ...training.hyperParameters, neighbours: 7 };
    const anew = trainTask({ ...training, columns: rowsOf(split.train), hyperParameters }, quiet());
    const tested = evaluateTask(
      task({ target: 'FILE', snapshot: anew.snapshot, columns: rowsOf(split.train), test: rowsOf(split.test) }),
      quiet(),
    );
    expect(evaluate({ protocol: 'LEAVE_LAST_OUT' }).results).toEqual(tested.results);
  });

  it('holds out the share that is asked for', () => {
    const report = evaluate({ protocol: 'STRATIFIED', testShare: 0.5 });
    // Half of ten rows, for each of 300 learners.
    expect(report).toMatchObject({ protocol: 'STRATIFIED', testEngagements: 1500, users: 300 });
    const later = evaluate({ protocol: 'TEMPORAL', testShare: 0.4 });
    expect(later.refitted).toBe(true);
    expect(later.testEngagements / columns.length).toBeCloseTo(0.4, 2);
    expect(later.cutoff).not.toBeNull();
  });

  it('goes forward in its progress, and stops when it is asked to', () => {
    const fractions: number[] = [];
    const watched = createProgress({
      report: (_, fraction) => void fractions.push(fraction),
      cancelled: () => false,
      stop: () => new Error('stopped'),
      now: () => 0,
    });
    evaluate({ protocol: 'LEAVE_LAST_OUT' }, watched);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    for (const after of [0, 5, 12]) expect(() => evaluate({ protocol: 'STRATIFIED' }, quiet(after))).toThrow('stopped');
  });
});
