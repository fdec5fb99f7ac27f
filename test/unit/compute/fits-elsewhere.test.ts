import { describe, expect, it } from '@jest/globals';
import { cutTask } from '../../../src/compute/cut-task.js';
import type { FitPart, PartRows, TrainTask } from '../../../src/compute/messages.js';
import { trainTask } from '../../../src/compute/train-model.js';
import type { EngagementColumns } from '../../../src/model/engagement.js';
import { buildInteractions, createVocabulary, distinctSorted } from '../../../src/model/interactions.js';
import type { RecommenderState } from '../../../src/model/recommender.js';
import { getAlgorithm, resolveHyperParameters } from '../../../src/model/registry.js';
import { CATALOGUE, quiet, trainingOf, twoTribes } from './two-tribes.js';

const OPTIONS = resolveHyperParameters(getAlgorithm('IALS'), { factors: 4, epochs: 2, countScaling: 1 });
const taskOf = (columns: EngagementColumns): TrainTask => ({
  ...trainingOf(columns, 'IALS'),
  hyperParameters: OPTIONS,
});

/** What another engine does: fits to the rows of each part. */
function fitElsewhere(
  columns: EngagementColumns,
  parts: readonly PartRows[],
): Partial<Record<FitPart, RecommenderState>> {
  const all = Int32Array.from({ length: columns.length }, (_, row) => row);
  return Object.fromEntries(
    parts.map(({ part, before, rows }) => [
      part,
      getAlgorithm('IALS')
        .fit(
          buildInteractions(columns, createVocabulary(distinctSorted(columns.userPk)), createVocabulary(CATALOGUE.pk), {
            rows: rows ?? all.filter((row) => before === null || columns.timestamp[row] < before),
          }),
          OPTIONS,
          { seed: 42, checkpoint: () => undefined },
        )
        .state(),
    ]),
  );
}

describe('fits that are made elsewhere', () => {
  const timeless = (columns: EngagementColumns): EngagementColumns => ({
    ...columns,
    timestamp: new Float64Array(columns.length),
  });
  it.each([
    [
      'parted by an instant, alpha decided within the training part',
      twoTribes(),
      ['DECIDING', 'TRAINING', 'EVERYTHING'],
    ],
    ['parted row by row where there is no time', timeless(twoTribes()), ['DECIDING', 'TRAINING', 'EVERYTHING']],
  ] as const)('give the same model as fits made here: %s', (_, columns, expected) => {
    const task = taskOf(columns);
    const parts = cutTask({ ...task, kind: 'CUT' }, quiet());
    expect(parts.map(({ part }) => part)).toEqual(expected);
    const here = trainTask(task, quiet());
    const elsewhere = trainTask({ ...task, fitted: fitElsewhere(columns, parts) }, quiet());
    expect(Buffer.compare(elsewhere.snapshot, here.snapshot)).toBe(0);
    expect(elsewhere.evaluation!.results).toEqual(here.evaluation!.results);
  });

  it('need no hold-out where nothing can be held out', () => {
    const one = twoTribes();
    const columns = { ...one, length: 1, userPk: one.userPk.slice(0, 1), contentPk: one.contentPk.slice(0, 1) };
    expect(cutTask({ ...taskOf(columns), kind: 'CUT' }, quiet())).toEqual([
      { part: 'EVERYTHING', before: null, rows: null },
    ]);
  });
});
