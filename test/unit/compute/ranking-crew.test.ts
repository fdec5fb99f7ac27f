import { describe, expect, it } from '@jest/globals';
import { groupLearners } from '../../../src/compute/group-learners.js';
import { splitForHoldout } from '../../../src/compute/holdout.js';
import { runRankingJob } from '../../../src/compute/ranking-crew.js';
import { createRankingJob, type RankingJob } from '../../../src/compute/ranking-job.js';
import { trainTask } from '../../../src/compute/train-model.js';
import { relevantItems } from '../../../src/evaluation/relevance.js';
import { createItemSpace } from '../../../src/model/hybrid/hybrid-model.js';
import { decodeHybrid } from '../../../src/model/hybrid/hybrid-snapshot.js';
import { buildInteractions, createVocabulary, distinctSorted } from '../../../src/model/interactions.js';
import { stackRows } from '../../../src/model/sparse.js';
import { wasmEngine } from '../../support/engines.js';
import { CATALOGUE, ITEMS, quiet, trainingOf, twoTribes } from './two-tribes.js';

const engine = wasmEngine(1);
const columns = twoTribes();
const stored = decodeHybrid(trainTask(trainingOf(columns, 'IALS'), quiet()).snapshot);
const users = createVocabulary(distinctSorted(columns.userPk));
const items = createVocabulary(CATALOGUE.pk);
const split = splitForHoldout(columns, stored.cut!);
const train = buildInteractions(columns, users, items, { rows: split.train });
const relevance = relevantItems(buildInteractions(columns, users, items, { rows: split.test }), train);

function job(): RankingJob {
  const model = stored.holdout!;
  return createRankingJob({
    model,
    space: createItemSpace(model, stackRows(CATALOGUE.records.map(model.content.vectorise), model.content.columns)),
    tieRank: Int32Array.from({ length: ITEMS }, (_, item) => item),
    hidden: new Uint8Array(ITEMS),
    itemPk: CATALOGUE.pk,
    users,
    train,
    test: null,
    relevance,
    learners: undefined,
    prerequisites: null,
    truth: null,
    k: 5,
    alpha: null,
    alphas: [0.25],
    groupings: groupLearners(['ACTIVITY'], relevance, train, users, undefined),
    seed: 3,
  });
}

function run(threads: number) {
  const done = job();
  const seen: number[] = [];
  const note = (fraction: number): void => void seen.push(fraction);
  runRankingJob(done, engine, threads, note, () => note, 20);
  expect(Math.max(...seen)).toBeLessThanOrEqual(1);
  return { ...done, seen };
}

describe('a ranking job', () => {
  const alone = run(1);

  it('measures every learner in every way', () => {
    expect(alone.lists).toHaveLength(6);
    for (const list of alone.lists) expect(list.includes(-1)).toBe(false);
    for (const table of alone.tables) expect(table.some((value) => value > 0)).toBe(true);
    expect(alone.replicates.some((value) => value > 0)).toBe(true);
    expect(alone.curveReplicates.some((value) => value > 0)).toBe(true);
  });

  it('gives the same numbers with the help of other threads', () => {
    const helped = run(3);
    expect(helped.lists).toEqual(alone.lists);
    expect(helped.tables).toEqual(alone.tables);
    expect(helped.replicates).toEqual(alone.replicates);
    expect(helped.curveReplicates).toEqual(alone.curveReplicates);
  });

  it('stops, with its helpers, when it is asked to', () => {
    const stop = (): never => {
      throw new Error('stopped');
    };
    expect(() => runRankingJob(job(), engine, 2, stop, () => stop, 20)).toThrow('stopped');
    expect(() =>
      runRankingJob(
        job(),
        engine,
        2,
        () => undefined,
        () => stop,
        20,
      ),
    ).toThrow('stopped');
  });
});
