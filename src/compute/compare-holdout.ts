import { DomainError } from '../errors.js';
import { pairedBootstrap } from '../evaluation/bootstrap.js';
import { relevantItems, sampleRelevance, selectRelevance, type Relevance } from '../evaluation/relevance.js';
import { learnerValues } from '../evaluation/report.js';
import type { Split } from '../evaluation/split.js';
import { decodeHybrid, type HoldoutCut, type HybridSnapshot } from '../model/hybrid/hybrid-snapshot.js';
import { buildInteractions, createVocabulary, distinctSorted, type Vocabulary } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { jsEngine } from '../model/kernels/js-engine.js';
import { createRandom } from '../model/random.js';
import { selectLearners, splitEngagementsAt, splitForHoldout } from './holdout.js';
import type { Learners } from './learner-ranker.js';
import { countCohorts, learnerTraits } from './learner-traits.js';
import type { GateTask, HoldoutComparison } from './messages.js';
import type { Checkpoint, Progress } from './progress.js';
import { openRankingModel, rankLearners } from './rank-model.js';

const K = 10;
/** Learners that decide; more would not move the interval much. */
const MOST_LEARNERS = 2000;
/** Below this many learners an interval says little. */
const FEWEST_LEARNERS = 20;

/** Split that neither hold-out fit has seen the test part of, or why there is none. */
function commonSplit(task: GateTask, challenger: HoldoutCut, champion: HoldoutCut): Split | string {
  if (challenger.protocol === 'TEMPORAL' && champion.protocol === 'TEMPORAL') {
    // Each fit has seen nothing from its cutoff on; from the later of the two on, neither has.
    const split = splitEngagementsAt(task.columns, Math.max(challenger.cutoff!, champion.cutoff!));
    return split.test.length > 0 ? split : 'no engagement is later than the cuts of both hold-outs';
  }
  const same =
    task.sameData &&
    challenger.protocol === champion.protocol &&
    challenger.testShare === champion.testShare &&
    challenger.seed === champion.seed;
  return same
    ? splitForHoldout(task.columns, challenger)
    : 'their hold-outs are cut differently, and one may have been fitted on what the other is tested with';
}

/**
 * Compares two models on what neither has seen: their hold-out fits rank the same learners by the same histories, and NDCG@10
 * is compared learner by learner. Learners who fitted a calibration or an alpha of either are left out.
 * @param engine of this thread alone; default: plain TypeScript
 */
export function compareHoldoutTask(task: GateTask, progress: Progress, engine: Engine = jsEngine): HoldoutComparison {
  const refuse = (reason: string): HoldoutComparison => ({ comparable: false, reason });
  const [challenger, champion] = [read(task.challenger), read(task.champion)];
  if (typeof challenger === 'string') return refuse(`the new model ${challenger}`);
  if (typeof champion === 'string') return refuse(`the other model ${champion}`);
  if (!challenger.holdout || !challenger.cut) return refuse('there was too little data to hold any out');
  if (!champion.holdout || !champion.cut) return refuse('the other model has no hold-out');
  const split = commonSplit(task, challenger.cut, champion.cut);
  if (typeof split === 'string') return refuse(split);

  const users = createVocabulary(distinctSorted(task.columns.userPk));
  const seeds = [challenger.cut.seed, champion.cut.seed];
  const first = prepare(task, challenger, split, users, engine, progress.phase('reading the new model', 0, 0.1));
  const measured = sampleRelevance(
    seeds.reduce((left, seed) => selectLearners(left, users, seed, 'MEASURED'), first.relevance),
    task.learnersAtMost ?? MOST_LEARNERS,
    createRandom(challenger.cut.seed).fork('gate sample'),
  );
  if (measured.users.length < FEWEST_LEARNERS)
    return refuse(`only ${measured.users.length} learners can be measured; it takes ${FEWEST_LEARNERS}`);
  const second = prepare(task, champion, split, users, engine, progress.phase('reading the other model', 0.1, 0.2));
  const a = first.ndcg(measured, progress.phase('ranking with the new model', 0.2, 0.6));
  const b = second.ndcg(ofLearners(second.relevance, measured), progress.phase('ranking with the other one', 0.6, 1));
  const { difference, low, high } = pairedBootstrap(a, b, createRandom(challenger.cut.seed).fork('gate bootstrap'));
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    comparable: true,
    k: K,
    users: measured.users.length,
    cutoff: split.cutoff,
    challenger: mean(a),
    champion: mean(b),
    difference,
    low: low!,
    high: high!,
  };
}

/** The model, or why it cannot be read: a model that was stored by an older version must not end the training of the next. */
function read(snapshot: Uint8Array): HybridSnapshot | string {
  try {
    return decodeHybrid(snapshot);
  } catch (error) {
    if (!(error instanceof DomainError) || !error.code.startsWith('SNAPSHOT')) throw error;
    const { format, supported } = error.details;
    return format === undefined
      ? 'is damaged'
      : `is stored in format ${Number(format)}, and this version reads format ${Number(supported)}`;
  }
}

function prepare(
  task: GateTask,
  stored: HybridSnapshot,
  split: Split,
  users: Vocabulary,
  engine: Engine,
  checkpoint: Checkpoint,
) {
  const model = openRankingModel(stored, stored.holdout!, task.catalogue, checkpoint);
  const { columns } = task;
  const halfLifeDays = stored.halfLifeDays ?? Infinity;
  const train = buildInteractions(columns, users, model.items, { rows: split.train, halfLifeDays });
  const test = buildInteractions(columns, users, model.items, { rows: split.test });
  const traits = learnerTraits(task.learners);
  const learners: Learners = {
    data: train,
    traitsOf: (place) => traits(users.keys[place]),
    cohortOf: countCohorts(train, users, task.learners, stored.holdout!.popularity),
  };
  return {
    relevance: relevantItems(test, train),
    ndcg: (relevance: Relevance, ranking: Checkpoint): Float64Array =>
      learnerValues(rankLearners(model, learners, relevance.users, K, engine, ranking), relevance, model.items.size, K)
        .ndcg,
  };
}

/** What is relevant to the learners of `wanted`, over the places of `all`. */
function ofLearners(all: Relevance, wanted: Relevance): Relevance {
  const position = new Map(Array.from(all.users, (user, n) => [user, n]));
  return selectRelevance(
    all,
    wanted.users.map((user) => position.get(user)!),
  );
}
