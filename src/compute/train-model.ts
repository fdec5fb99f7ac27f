import { DomainError } from '../errors.js';
import { relevantItems, sampleRelevance, selectRelevance, type Relevance } from '../evaluation/relevance.js';
import { ndcg } from '../evaluation/metrics/ndcg.js';
import { fitContentModel } from '../model/content/features.js';
import { coldStartAlpha, fitAlpha } from '../model/hybrid/alpha.js';
import { blendAll } from '../model/hybrid/blend.js';
import { fitCalibration } from '../model/hybrid/calibrate.js';
import {
  createHalves,
  createItemSpace,
  isInformative,
  itemPopularity,
  scoreHalves,
  scoreRaw,
  type HalfCalibrations,
  type HybridModel,
} from '../model/hybrid/hybrid-model.js';
import { encodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import {
  buildInteractions,
  createVocabulary,
  distinctSorted,
  historyOf,
  type Interactions,
} from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { createRandom, type Random } from '../model/random.js';
import type { FittedRecommender, HyperParameters } from '../model/recommender.js';
import { getAlgorithm } from '../model/registry.js';
import { topK } from '../model/top-k.js';
import { evaluateHybrid, hasRatings, profiles, vectoriseRows } from './evaluate-model.js';
import { chooseSplit, selectLearners } from './holdout.js';
import type { EvaluationResult, TrainResult, TrainTask } from './messages.js';
import type { Checkpoint, Progress } from './progress.js';
import { leaveRoomForSearch, searchHyperParameters, type SearchReport } from './search-hyper-parameters.js';

/** Learners that the report of a training ranks. */
const REPORT_LEARNERS = 2000;
/** Scores kept while fitting calibration: learners times items. */
const CALIBRATION_CELLS = 4_000_000;
const ALPHA_LEARNERS = 2000;
/** Validation learners that decide a search. */
const SEARCH_LEARNERS = 2000;
const ALPHA_GRID = Array.from({ length: 11 }, (_, i) => i / 10);
/** Below this many validation learners alpha is not fitted. */
const ENOUGH_LEARNERS = 20;
const DEFAULT_ALPHA = 0.7;
const REPORT_K = 10;

/**
 * Trains a hybrid: cut a hold-out, fit without it, fit calibration and alpha on a third of the held-out learners, measure
 * on the others, then fit again on everything.
 * @param engine where the fits run; default: plain TypeScript on this thread
 * @throws DomainError NOT_ENOUGH_DATA, TRAINING_CANCELLED
 */
export function trainTask(task: TrainTask, given: Progress, engine?: Engine): TrainResult {
  const { columns, catalogue, seed } = task;
  const progress = task.search ? leaveRoomForSearch(given) : given;
  const algorithm = getAlgorithm(task.algorithm);
  let { hyperParameters } = task;
  let search: SearchReport | null = null;
  const started = performance.now();
  const random = createRandom(seed);
  const users = createVocabulary(distinctSorted(columns.userPk));
  const items = createVocabulary(catalogue.pk);
  const halfLifeDays = task.halfLifeDays ?? Infinity;
  if (items.size === 0)
    throw new DomainError('NOT_ENOUGH_DATA', 'There is no content to recommend. Add content, then train.');

  const reading = progress.phase('reading texts', 0, 0.1);
  const content = fitContentModel(catalogue.records);
  const rows = Int32Array.from(catalogue.pk.keys());
  const vectors = vectoriseRows({ content } as HybridModel, catalogue, rows, reading);

  const fit = (data: Interactions, options: HyperParameters, checkpoint: Checkpoint): FittedRecommender =>
    algorithm.fit(data, options, { seed, checkpoint, engine });

  progress.phase('grouping engagements', 0.1, 0.15);
  const { split, cut } = chooseSplit(columns, task.testShare ?? 0.2, seed);
  const train = buildInteractions(columns, users, items, { rows: split.train, halfLifeDays });
  const test = buildInteractions(columns, users, items, { rows: split.test });
  const relevance = relevantItems(test, train);

  let holdout: HybridModel | null = null;
  let alphaCurve: TrainResult['alphaCurve'] = [];
  let evaluation: EvaluationResult | null = null;
  const tieRank = tieRanks(catalogue.id);
  const canHoldOut = relevance.users.length > 0 && train.size > 0;
  let calibration = neutralCalibrations();
  let alpha = DEFAULT_ALPHA;
  const validation = warmOnly(selectLearners(relevance, users, seed, 'VALIDATION'), train);
  if (task.search) {
    const deciding = sampleRelevance(validation, SEARCH_LEARNERS, random.fork('search sample'));
    const input = { algorithm, settings: task.search, seed, train, test, validation: deciding, tieRank, fit };
    const found = searchHyperParameters(input, progress);
    search = found.report;
    hyperParameters = found.hyperParameters ?? hyperParameters;
  }
  if (canHoldOut) {
    const collaborative = fit(train, hyperParameters, progress.phase('fitting without the hold-out', 0.15, 0.45));
    const unfitted: HybridModel = { collaborative, content, calibration, popularity: itemPopularity(train), alpha };
    const space = createItemSpace(unfitted, vectors);
    calibration = fitCalibrations(unfitted, space, train, validation, random, progress.phase('calibrating', 0.45, 0.5));
    const calibrated: HybridModel = { ...unfitted, calibration };
    if (validation.users.length >= ENOUGH_LEARNERS) {
      const checkpoint = progress.phase('fitting alpha', 0.5, 0.57);
      const curve = alphaObjective(
        calibrated,
        space,
        train,
        sampleRelevance(validation, ALPHA_LEARNERS, random.fork('alpha sample')),
        tieRank,
        checkpoint,
      );
      ({ alpha, curve: alphaCurve } = fitAlpha((a) => curve.get(a) ?? 0, ALPHA_GRID));
    }
    holdout = { ...calibrated, alpha };
    const measured = sampleRelevance(
      selectLearners(relevance, users, seed, 'MEASURED'),
      REPORT_LEARNERS,
      random.fork('report sample'),
    );
    if (measured.users.length > 0) {
      const checkpoint = progress.phase('evaluating', 0.57, 0.65);
      const since = performance.now();
      const report = evaluateHybrid(
        {
          model: holdout,
          space,
          tieRank,
          users,
          train,
          test,
          relevance: measured,
          profileOf: profiles(holdout, task.learners),
          k: REPORT_K,
          alpha,
          coldAlpha: coldStartAlpha(alpha),
          seed,
        },
        checkpoint,
      );
      evaluation = {
        k: REPORT_K,
        protocol: split.protocol,
        ...report,
        ...(hasRatings(columns) ? {} : { rmse: null, mae: null }),
        trainEngagements: split.train.length,
        testEngagements: split.test.length,
        cutoff: split.cutoff,
        alpha,
        seed,
        seconds: (performance.now() - since) / 1000,
      };
    }
  }

  const everything = buildInteractions(columns, users, items, { halfLifeDays });
  const serving: HybridModel = {
    collaborative: fit(everything, hyperParameters, progress.phase('fitting on everything', 0.65, 0.95)),
    content,
    calibration,
    popularity: itemPopularity(everything),
    alpha,
  };
  progress.phase('packing', 0.95, 1);
  const snapshot = encodeHybrid({
    serving,
    holdout,
    cut: holdout ? cut : null,
    itemPk: catalogue.pk,
    halfLifeDays: task.halfLifeDays ?? null,
  });
  const timings = { ...progress.timings(), total: (performance.now() - started) / 1000 };
  return {
    snapshot,
    hyperParameters,
    search,
    alpha,
    alphaCurve,
    evaluation,
    users: users.size,
    pairs: everything.size,
    timings,
  };
}

/** Learners whose training history says something: the others take the cold path, which needs no calibration. */
function warmOnly(relevance: Relevance, train: Interactions): Relevance {
  const all = Int32Array.from(relevance.users.keys());
  return selectRelevance(
    relevance,
    all.filter((n) => isInformative(historyOf(train, relevance.users[n]), train.items)),
  );
}

function neutralCalibrations(): HalfCalibrations {
  const none = { score: new Float64Array(0), relevant: new Uint8Array(0) };
  return { collaborative: fitCalibration(none), content: fitCalibration(none) };
}

/** Fits both maps on what the validation learners had not seen at the cut. */
function fitCalibrations(
  model: HybridModel,
  space: ReturnType<typeof createItemSpace>,
  train: Interactions,
  validation: Relevance,
  random: Random,
  checkpoint: Checkpoint,
): HalfCalibrations {
  const items = space.vectors.rows;
  const sample = sampleRelevance(
    validation,
    Math.max(1, Math.floor(CALIBRATION_CELLS / items)),
    random.fork('calibration sample'),
  );
  const cells = sample.users.length * items;
  const raw = createHalves(items);
  const scores = { collaborative: new Float64Array(cells), content: new Float64Array(cells) };
  const relevant = new Uint8Array(cells);
  const state = new Uint8Array(items);
  let n = 0;
  for (let u = 0; u < sample.users.length; u++) {
    const history = historyOf(train, sample.users[u]);
    scoreRaw(model, space, history, raw);
    state.fill(0);
    for (let e = sample.ptr[u]; e < sample.ptr[u + 1]; e++) state[sample.items[e]] = 1;
    for (let e = 0; e < history.length; e++) state[history.items[e]] = 2;
    for (let i = 0; i < items; i++) {
      if (state[i] === 2) continue;
      scores.collaborative[n] = raw.collaborative[i];
      scores.content[n] = raw.content[i];
      relevant[n++] = state[i];
    }
    checkpoint(u / sample.users.length, `${u} of ${sample.users.length} learners`);
  }
  const labels = relevant.subarray(0, n);
  return {
    collaborative: fitCalibration({ score: scores.collaborative.subarray(0, n), relevant: labels }),
    content: fitCalibration({ score: scores.content.subarray(0, n), relevant: labels }),
  };
}

/** NDCG@10 of the validation learners at every alpha of the grid; both halves are computed once a learner. */
function alphaObjective(
  model: HybridModel,
  space: ReturnType<typeof createItemSpace>,
  train: Interactions,
  validation: Relevance,
  tieRank: Int32Array,
  checkpoint: Checkpoint,
): Map<number, number> {
  const items = space.vectors.rows;
  const halves = createHalves(items);
  const blended = new Float64Array(items);
  const seen = new Uint8Array(items);
  const sums = new Map(ALPHA_GRID.map((alpha) => [alpha, 0]));
  for (let u = 0; u < validation.users.length; u++) {
    const history = historyOf(train, validation.users[u]);
    scoreHalves(model, space, history, halves);
    const relevant = new Set(validation.items.subarray(validation.ptr[u], validation.ptr[u + 1]));
    for (let e = 0; e < history.length; e++) seen[history.items[e]] = 1;
    for (const alpha of ALPHA_GRID) {
      blendAll(alpha, halves.collaborative, halves.content, blended);
      const ranked = topK(blended, REPORT_K, seen, tieRank);
      const value = ndcg.compute(ranked, (item) => relevant.has(item), relevant.size, REPORT_K);
      sums.set(alpha, sums.get(alpha)! + value / validation.users.length);
    }
    for (let e = 0; e < history.length; e++) seen[history.items[e]] = 0;
    checkpoint(u / validation.users.length, `${u} of ${validation.users.length} learners`);
  }
  return sums;
}
