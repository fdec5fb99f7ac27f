import { DomainError } from '../errors.js';
import { errorsOf } from '../evaluation/rating-errors.js';
import { relevantItems, sampleRelevance, type Relevance } from '../evaluation/relevance.js';
import type { Segmentation } from '../evaluation/segments.js';
import { MISSING, type EngagementColumns } from '../model/engagement.js';
import { createItemSpace, type HybridModel, type ItemSpace } from '../model/hybrid/hybrid-model.js';
import { decodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import {
  buildInteractions,
  createVocabulary,
  distinctSorted,
  type Interactions,
  type Vocabulary,
} from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { jsEngine } from '../model/kernels/js-engine.js';
import { createRandom } from '../model/random.js';
import { buildReport } from './build-report.js';
import { learnerPrerequisites } from './finished-content.js';
import { groupLearners } from './group-learners.js';
import { selectLearners, splitForHoldout } from './holdout.js';
import { itemPlaces, vectoriseRows } from './item-places.js';
import type { CatalogueColumns, EvaluateTask, EvaluationResult, LearnerColumns } from './messages.js';
import type { Checkpoint, Progress } from './progress.js';
import { runRankingJob } from './ranking-crew.js';
import { createRankingJob, type TruthSpan } from './ranking-job.js';

/** What is measured, over the places of a model and today's catalogue. */
export interface EvaluationInput {
  readonly model: HybridModel;
  readonly space: ItemSpace;
  /** Surrogate keys of the items, by place, and the catalogue's row of each; -1 where it has been deleted since. */
  readonly places: { readonly pk: Int32Array; readonly row: Int32Array };
  readonly catalogue: CatalogueColumns;
  readonly learners: LearnerColumns | undefined;
  readonly columns: EngagementColumns;
  /** The training part: rows of the columns; undefined for all. */
  readonly trainRows: Int32Array | undefined;
  readonly users: Vocabulary;
  readonly train: Interactions;
  /** Held-out pairs over the same places, with their ratings. */
  readonly test: Interactions;
  /** Whether the held-out rows say how it was; without that, a 0-10 score is not defined. */
  readonly rated: boolean;
  /** The learners to rank and what is relevant to each. */
  readonly relevance: Relevance;
  readonly truth: TruthSpan | null;
  readonly k: number;
  /** Share of the collaborative half for all learners; null for what serving takes. */
  readonly alpha: number | null;
  readonly alphas: readonly number[];
  readonly segments: readonly Segmentation[];
  readonly seed: number;
}

export type Evaluated = Omit<
  EvaluationResult,
  'protocol' | 'trainEngagements' | 'testEngagements' | 'cutoff' | 'seconds'
>;

/**
 * Ranks the whole catalogue for each learner in every way, and measures.
 * @param engine of this thread alone; the numbers are those of any other number of threads
 */
export function evaluateHybrid(
  input: EvaluationInput,
  engine: Engine,
  threads: number,
  ranking: Checkpoint,
  resampling: () => Checkpoint,
): Evaluated {
  const { model, space, places, train, users, relevance, catalogue, k, alpha, seed } = input;
  const hidden = Uint8Array.from(places.row, (row) => (row < 0 ? 1 : 0));
  const groupings = groupLearners(input.segments, relevance, train, users, input.learners);
  const job = createRankingJob({
    model,
    space,
    tieRank: tieRanks(Array.from(places.row, (row) => (row < 0 ? '' : catalogue.id[row]))),
    hidden,
    itemPk: places.pk,
    users,
    train,
    test: model.collaborative.predictRatings && input.rated ? input.test : null,
    relevance,
    learners: input.learners,
    prerequisites: learnerPrerequisites(catalogue, places.row, input.columns, input.trainRows, users, places.pk),
    truth: input.truth,
    k,
    alpha,
    alphas: input.alphas,
    groupings: groupings.map(({ groups, groupOf }) => ({ groups, groupOf })),
    seed,
  });
  runRankingJob(job, engine, threads, ranking, resampling);
  const catalogueSize = hidden.reduce((sum, mark) => sum + 1 - mark, 0);
  const report = buildReport(job, groupings, catalogueSize, alpha ?? model.alpha);
  const sums = [0, 1, 2].map((column) => job.errors.reduce((sum, x, n) => (n % 3 === column ? sum + x : sum), 0));
  const { rmse, mae } = errorsOf(sums[0], sums[1], sums[2]);
  const [hybrid] = report.results;
  const oracle = report.results.find(({ contestant }) => contestant === 'ORACLE');
  let coldUsers = 0;
  for (const user of relevance.users) if (train.rowPtr[user] === train.rowPtr[user + 1]) coldUsers++;
  return {
    k,
    users: relevance.users.length,
    coldUsers,
    catalogueSize,
    alpha: alpha ?? model.alpha,
    seed,
    ...report,
    rmse,
    mae,
    ...(oracle && { attainable: { ndcg: oracle.ndcg, share: hybrid.attainable ?? null } }),
  };
}

/** True where at least one engagement says how it was: without that, a 0-10 score is not defined. */
export function hasRatings({ durationSeconds, liked, feedbackFrom }: EngagementColumns): boolean {
  const says = (value: number): boolean => value !== MISSING;
  return durationSeconds.subarray(0, feedbackFrom).some(says) || liked.subarray(0, feedbackFrom).some(says);
}

/** @param engine of this thread alone; default: plain TypeScript */
export function evaluateTask(task: EvaluateTask, progress: Progress, engine: Engine = jsEngine): EvaluationResult {
  const started = performance.now();
  const prepare = progress.phase('reading the model', 0, 0.1);
  const stored = decodeHybrid(task.snapshot);
  const places = itemPlaces(stored, task.catalogue);
  const items = createVocabulary(places.pk);
  const halfLifeDays = stored.halfLifeDays ?? Infinity;

  let model: HybridModel;
  let train: Interactions;
  let test: Interactions;
  let users: Vocabulary;
  let relevance: Relevance;
  let trainRows: Int32Array | undefined;
  let cut: { protocol: EvaluationResult['protocol']; cutoff: number | null; train: number; test: number };
  if (task.target === 'HOLDOUT') {
    if (!stored.holdout || !stored.cut)
      throw new DomainError(
        'NOT_ENOUGH_DATA',
        'This model was trained on too little data to hold any out. Train again with more engagements.',
      );
    model = stored.holdout;
    users = createVocabulary(distinctSorted(task.columns.userPk));
    const split = splitForHoldout(task.columns, stored.cut);
    trainRows = split.train;
    train = buildInteractions(task.columns, users, items, { rows: split.train, halfLifeDays });
    test = buildInteractions(task.columns, users, items, { rows: split.test });
    relevance = selectLearners(relevantItems(test, train), users, stored.cut.seed, 'MEASURED');
    cut = { protocol: split.protocol, cutoff: split.cutoff, train: split.train.length, test: split.test.length };
  } else {
    model = stored.serving;
    const file = task.test!;
    users = createVocabulary(distinctSorted(concat(task.columns.userPk, file.userPk)));
    train = buildInteractions(task.columns, users, items, { halfLifeDays });
    test = buildInteractions(file, users, items);
    relevance = relevantItems(test, train);
    cut = { protocol: 'TEST_FILE', cutoff: null, train: task.columns.length, test: file.length };
  }
  relevance = sampleRelevance(relevance, task.sampleSize, createRandom(task.seed).fork('evaluation sample'));
  if (relevance.users.length === 0)
    throw new DomainError('NOT_ENOUGH_DATA', 'No learner has a held-out engagement to predict.');

  const space = createItemSpace(model, vectoriseRows(model.content, task.catalogue, places.row, prepare));
  const measured = evaluateHybrid(
    {
      model,
      space,
      places,
      catalogue: task.catalogue,
      learners: task.learners,
      columns: task.columns,
      trainRows,
      users,
      train,
      test,
      rated: hasRatings(task.target === 'FILE' ? task.test! : task.columns),
      relevance,
      truth: task.truth ? { keyed: task.truth, ...heldOutSpan(task, cut.cutoff) } : null,
      k: task.k,
      alpha: task.alpha ?? null,
      alphas: task.alphas,
      segments: task.segments,
      seed: task.seed,
    },
    engine,
    task.threads ?? 1,
    progress.phase('ranking', 0.1, 0.9),
    () => progress.phase('intervals', 0.9, 1),
  );
  return {
    ...measured,
    protocol: cut.protocol,
    trainEngagements: cut.train,
    testEngagements: cut.test,
    cutoff: cut.cutoff,
    seconds: (performance.now() - started) / 1000,
  };
}

/** From when to when the rows to predict lie; without a cutoff, all rows. */
function heldOutSpan(task: EvaluateTask, cutoff: number | null): { from: number; to: number } {
  let from = Infinity;
  let to = -Infinity;
  for (const instant of (task.target === 'FILE' ? task.test! : task.columns).timestamp) {
    if (instant < from) from = instant;
    if (instant > to) to = instant;
  }
  return { from: cutoff ?? from, to };
}

function concat(a: Int32Array, b: Int32Array): Int32Array {
  const joined = new Int32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
