import { DomainError } from '../errors.js';
import { attainableNdcg } from '../evaluation/attainable.js';
import { countLearners, popularityScores, randomScores } from '../evaluation/baselines.js';
import { ratingErrors } from '../evaluation/rating-errors.js';
import { relevantItems, sampleRelevance, type Relevance } from '../evaluation/relevance.js';
import { measure } from '../evaluation/report.js';
import { MISSING, type EngagementColumns } from '../model/engagement.js';
import { blendAll } from '../model/hybrid/blend.js';
import {
  createHalves,
  createItemSpace,
  isInformative,
  type HybridModel,
  type ItemSpace,
} from '../model/hybrid/hybrid-model.js';
import { decodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { defaultAlpha, scoreLearner } from '../model/hybrid/score-learner.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import {
  buildInteractions,
  createVocabulary,
  distinctSorted,
  historyOf,
  type Interactions,
  type Vocabulary,
} from '../model/interactions.js';
import { createRandom } from '../model/random.js';
import { rowOf, sparseDot } from '../model/sparse.js';
import { topK } from '../model/top-k.js';
import { selectLearners, splitForHoldout } from './holdout.js';
import { itemPlaces, vectoriseRows } from './item-places.js';
import { activeLearners, countCohorts, learnerTraits } from './learner-traits.js';
import {
  CONTESTANTS,
  type Contestant,
  type ContestantResult,
  type EvaluateTask,
  type EvaluationResult,
  type LearnerColumns,
} from './messages.js';
import type { Checkpoint, Progress } from './progress.js';

export interface EvaluationInput {
  readonly model: HybridModel;
  readonly space: ItemSpace;
  readonly tieRank: Int32Array;
  readonly users: Vocabulary;
  readonly train: Interactions;
  /** Held-out pairs over the same places, with their ratings. */
  readonly test: Interactions;
  /** The learners to rank and what is relevant to each. */
  readonly relevance: Relevance;
  readonly learners: LearnerColumns | undefined;
  readonly k: number;
  /** Share of the collaborative half for all learners; null for what serving takes. */
  readonly alpha: number | null;
  readonly seed: number;
}

/** Ranks the whole catalogue for each learner in five ways and measures them. */
export function evaluateHybrid(
  input: EvaluationInput,
  checkpoint: Checkpoint,
): Pick<EvaluationResult, 'users' | 'coldUsers' | 'results' | 'rmse' | 'mae' | 'catalogueSize'> {
  const { model, space, train, users, relevance, k, seed } = input;
  const items = space.vectors.rows;
  const halves = createHalves(items);
  const scores = new Float64Array(items);
  const seen = new Uint8Array(items);
  const lists = Object.fromEntries(CONTESTANTS.map((name) => [name, [] as Int32Array[]])) as Record<
    Contestant,
    Int32Array[]
  >;
  const popularity = new Float64Array(items);
  for (let i = 0; i < model.popularity.length; i++) popularity[i] = model.popularity[i];
  const popular = popularityScores(popularity);
  const random = randomScores(seed);
  const engaged = countLearners(train);
  const traitsOf = learnerTraits(input.learners);
  const cohortOf = countCohorts(train, users, input.learners, model.popularity);
  let coldUsers = 0;

  for (let n = 0; n < relevance.users.length; n++) {
    const user = relevance.users[n];
    const history = historyOf(train, user);
    const traits = traitsOf(users.keys[user]);
    const cohort = isInformative(history, items) ? null : cohortOf(traits);
    const basis = scoreLearner(model, space, traits, history, cohort, halves);
    if (history.length === 0) coldUsers++;
    for (let e = 0; e < history.length; e++) seen[history.items[e]] = 1;
    const rank = (values: Float64Array): Int32Array => topK(values, k, seen, input.tieRank);
    blendAll(input.alpha ?? defaultAlpha(model, basis), halves.collaborative, halves.content, scores);
    lists.HYBRID.push(rank(scores));
    lists.COLLABORATIVE.push(rank(halves.collaborative));
    lists.CONTENT.push(rank(halves.content));
    popular(user, scores);
    lists.POPULARITY.push(rank(scores));
    random(user, scores);
    lists.RANDOM.push(rank(scores));
    for (let e = 0; e < history.length; e++) seen[history.items[e]] = 0;
    if ((n & 15) === 0) checkpoint((0.8 * n) / relevance.users.length, `${n} of ${relevance.users.length} learners`);
  }

  const results: ContestantResult[] = CONTESTANTS.map((contestant, c) => {
    checkpoint(0.8 + (0.2 * c) / CONTESTANTS.length, `measuring ${contestant.toLowerCase()}`);
    return {
      contestant,
      alpha: { HYBRID: input.alpha ?? model.alpha, COLLABORATIVE: 1, CONTENT: 0, POPULARITY: null, RANDOM: null }[
        contestant
      ],
      ...measure(lists[contestant], relevance, {
        k,
        catalogueSize: items,
        popularity: engaged,
        users: activeLearners(train),
        contentSimilarity: (a, b) => sparseDot(rowOf(space.vectors, a), rowOf(space.vectors, b)),
        random: createRandom(seed).fork('bootstrap'),
      }),
    };
  });
  return { users: relevance.users.length, coldUsers, catalogueSize: items, results, ...predictionErrors(input) };
}

/** Errors of predicted 0-10 scores; null where the algorithm does not predict them. Items later than the fit take the mean. */
function predictionErrors({ model, train, test, relevance }: EvaluationInput): Pick<EvaluationResult, 'rmse' | 'mae'> {
  const { collaborative } = model;
  if (!collaborative.predictRatings) return { rmse: null, mae: null };
  const { rmse, mae } = ratingErrors(relevance.users, test, train, (user, out) => {
    const known = out.subarray(0, collaborative.items);
    collaborative.predictRatings!(historyOf(train, user), known);
    if (out.length > known.length) out.fill(known.reduce((sum, score) => sum + score, 0) / known.length, known.length);
  });
  return { rmse, mae };
}

/** True where at least one row says how it was: without that, a 0-10 score is not defined. */
export function hasRatings(columns: EngagementColumns): boolean {
  return (
    columns.durationSeconds.some((seconds) => seconds !== MISSING) || columns.liked.some((liked) => liked !== MISSING)
  );
}

export function evaluateTask(task: EvaluateTask, progress: Progress): EvaluationResult {
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
  const ids = Array.from(places.row, (row) => (row < 0 ? '' : task.catalogue.id[row]));
  const measured = evaluateHybrid(
    {
      model,
      space,
      tieRank: tieRanks(ids),
      users,
      train,
      test,
      relevance,
      learners: task.learners,
      k: task.k,
      alpha: task.alpha ?? null,
      seed: task.seed,
    },
    progress.phase('ranking', 0.1, task.truth ? 0.8 : 1),
  );
  const attainable =
    task.truth &&
    attainableNdcg(
      {
        keyed: task.truth,
        users,
        itemPk: places.pk,
        train,
        relevance,
        k: task.k,
        tieRank: tieRanks(ids),
        ...heldOutSpan(task, cut.cutoff),
        random: createRandom(task.seed).fork('bootstrap'),
      },
      progress.phase('ranking by the truth', 0.8, 1),
    );
  const rated = task.target === 'FILE' ? hasRatings(task.test!) : hasRatings(task.columns);
  return {
    k: task.k,
    protocol: cut.protocol,
    ...measured,
    ...(rated ? {} : { rmse: null, mae: null }),
    ...(attainable && {
      attainable: {
        ndcg: attainable,
        share: attainable.value === 0 ? 0 : measured.results[0].ndcg.value / attainable.value,
      },
    }),
    trainEngagements: cut.train,
    testEngagements: cut.test,
    cutoff: cut.cutoff,
    alpha: task.alpha ?? model.alpha,
    seed: task.seed,
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
