import { decodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { buildInteractions, createVocabulary } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { jsEngine } from '../model/kernels/js-engine.js';
import { learnerTraits } from './learner-traits.js';
import type { CompareTask, ServingComparison } from './messages.js';
import type { Checkpoint, Progress } from './progress.js';
import { openRankingModel, rankLearners } from './rank-model.js';

/**
 * Lists of the same learners by the serving fits of two models; the favourites of cohorts since the training are left out.
 * Overlap of a learner: the share of the longer list that is in both. Exposure of an item: the number of lists that it is in.
 * @param engine of this thread alone; default: plain TypeScript
 */
export function compareServingTask(
  task: CompareTask,
  progress: Progress,
  engine: Engine = jsEngine,
): ServingComparison {
  const users = createVocabulary(task.sample);
  const traits = learnerTraits(task.learners);
  const listsOf = (snapshot: Uint8Array, reading: Checkpoint, ranking: () => Checkpoint): number[][] => {
    const stored = decodeHybrid(snapshot);
    const model = openRankingModel(stored, stored.serving, task.catalogue, reading, task.unranked);
    const halfLifeDays = stored.halfLifeDays ?? Infinity;
    const data = buildInteractions(task.columns, users, model.items, { halfLifeDays });
    const learners = { data, traitsOf: (place: number) => traits(users.keys[place]), cohortOf: () => null };
    return rankLearners(model, learners, Int32Array.from(users.keys.keys()), task.k, engine, ranking()).map((list) =>
      Array.from(list, (place) => model.items.keys[place]),
    );
  };
  const a = listsOf(task.a, progress.phase('reading a', 0, 0.1), () => progress.phase('ranking with a', 0.1, 0.5));
  const b = listsOf(task.b, progress.phase('reading b', 0.5, 0.6), () => progress.phase('ranking with b', 0.6, 1));

  const overlap = a.map((list, n) => {
    const other = new Set(b[n]);
    const longer = Math.max(list.length, b[n].length);
    return longer === 0 ? 1 : list.filter((pk) => other.has(pk)).length / longer;
  });
  const exposure = new Map<number, { a: number; b: number }>();
  for (const [side, lists] of [['a', a] as const, ['b', b] as const])
    for (const list of lists)
      for (const pk of list) {
        const counts = exposure.get(pk) ?? { a: 0, b: 0 };
        counts[side]++;
        exposure.set(pk, counts);
      }
  return {
    overlap,
    exposure: [...exposure].map(([pk, counts]) => ({ pk, ...counts })),
  };
}
