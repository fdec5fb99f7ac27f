import { DomainError } from '../errors.js';
import { relevantItems, sampleRelevance } from '../evaluation/relevance.js';
import { fitContentModel } from '../model/content/features.js';
import { stackFeatures } from '../model/content/stacked-features.js';
import { itemPopularity, type HybridModel } from '../model/hybrid/hybrid-model.js';
import { encodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import { buildInteractions, createVocabulary, distinctSorted } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { jsEngine } from '../model/kernels/js-engine.js';
import { createRandom } from '../model/random.js';
import { getAlgorithm } from '../model/registry.js';
import { chooseCollaborative } from './choose-collaborative.js';
import { evaluateHybrid, hasRatings } from './evaluate-model.js';
import { fitCollaborative, type Fit } from './fit-collaborative.js';
import { ENOUGH_LEARNERS, fitHoldout, unfittedBlend, warmOnly } from './fit-holdout.js';
import { chooseSplit, selectLearners } from './holdout.js';
import { vectoriseRows } from './item-places.js';
import type { Validation } from './measure-ranking.js';
import type { EvaluationResult, TrainResult, TrainTask } from './messages.js';
import type { Progress } from './progress.js';
import { leaveRoomForSearch } from './search-hyper-parameters.js';
import type { TrialListener } from './trial-row.js';

/** Learners that the report of a training ranks. */
const REPORT_LEARNERS = 2000;
/** Validation learners that choose algorithms, options and alpha. */
const DECIDING_LEARNERS = 2000;
const REPORT_K = 10;

/**
 * Trains a hybrid: cut a hold-out, choose what is to be chosen, fit without the hold-out, fit calibration and alpha on a third
 * of the held-out learners, measure on the others, then fit again on everything.
 * @param engine where the fits run; default: plain TypeScript on this thread
 * @param onTrial called as AUTO or a search makes its trials
 * @throws DomainError NOT_ENOUGH_DATA, TRAINING_CANCELLED
 */
export function trainTask(task: TrainTask, given: Progress, engine?: Engine, onTrial?: TrialListener): TrainResult {
  const { columns, catalogue, seed } = task;
  const progress = task.search || task.auto ? leaveRoomForSearch(given) : given;
  const started = performance.now();
  const random = createRandom(seed);
  const users = createVocabulary(distinctSorted(columns.userPk));
  const items = createVocabulary(catalogue.pk);
  const halfLifeDays = task.halfLifeDays ?? Infinity;
  if (items.size === 0)
    throw new DomainError('NOT_ENOUGH_DATA', 'There is no content to recommend. Add content, then train.');

  const reading = progress.phase('reading texts', 0, 0.05);
  const content = fitContentModel(catalogue.records);
  const rows = Int32Array.from(catalogue.pk.keys());
  const vectors = vectoriseRows(content, catalogue, rows, reading);

  const comparing = progress.phase('comparing texts', 0.05, 0.1);
  const features = stackFeatures(catalogue.records, (done) => comparing(done, `${items.size} texts`));

  const fit: Fit = (algorithm, data, hyperParameters, checkpoint) =>
    getAlgorithm(algorithm).fit(data, hyperParameters, { seed, checkpoint, engine, features });

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
  const held = warmOnly(selectLearners(relevance, users, seed, 'VALIDATION'), train);
  const validation: Validation = {
    train,
    relevance: sampleRelevance(held, DECIDING_LEARNERS, random.fork('deciding sample')),
    tieRank,
  };
  const choice = chooseCollaborative(
    {
      task,
      validation,
      isDecidable: validation.relevance.users.length >= ENOUGH_LEARNERS,
      test,
      fit,
      growth: columns.length / Math.max(1, split.train.length),
      startedAt: started,
      engine,
      onTrial,
    },
    progress,
  );
  if (canHoldOut) {
    const fitting = progress.phase('fitting without the hold-out', 0.15, 0.45);
    const collaborative = choice.holdout ?? fitCollaborative(choice.recipe, train, seed, fit, fitting);
    const fitted = fitHoldout(
      {
        fit: { collaborative, content, popularity: itemPopularity(train) },
        vectors,
        validation,
        held,
        random,
      },
      progress.phase('calibrating', 0.45, 0.5),
      () => progress.phase('fitting alpha', 0.5, 0.57),
    );
    holdout = fitted.model;
    ({ alphaCurve } = fitted);
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
          space: fitted.space,
          places: { pk: catalogue.pk, row: rows },
          catalogue,
          learners: task.learners,
          columns,
          trainRows: split.train,
          users,
          train,
          test,
          rated: hasRatings(columns),
          relevance: measured,
          truth: null,
          k: REPORT_K,
          alpha: null,
          alphas: [],
          segments: ['ACTIVITY'],
          seed,
        },
        engine ?? jsEngine,
        1,
        checkpoint,
        () => checkpoint,
      );
      evaluation = {
        ...report,
        protocol: split.protocol,
        trainEngagements: split.train.length,
        testEngagements: split.test.length,
        cutoff: split.cutoff,
        seconds: (performance.now() - since) / 1000,
      };
    }
  }

  const everything = buildInteractions(columns, users, items, { halfLifeDays });
  const { calibration, alpha } = holdout ?? unfittedBlend();
  const serving: HybridModel = {
    collaborative: fitCollaborative(
      choice.recipe,
      everything,
      seed,
      fit,
      progress.phase('fitting on everything', 0.65, 0.95),
    ),
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
    recipe: choice.recipe,
    search: choice.report,
    alpha,
    alphaCurve,
    evaluation,
    users: users.size,
    pairs: everything.size,
    timings,
  };
}
