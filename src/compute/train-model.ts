import { DomainError } from '../errors.js';
import { sampleRelevance } from '../evaluation/relevance.js';
import { fitContentModel } from '../model/content/features.js';
import { stackFeatures } from '../model/content/stacked-features.js';
import { DEFAULT_TRAIT_SHARE } from '../model/hybrid/favourites.js';
import { createItemSpace, itemPopularity, type HybridModel } from '../model/hybrid/hybrid-model.js';
import { encodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { buildInteractions } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { jsEngine } from '../model/kernels/js-engine.js';
import { createRandom } from '../model/random.js';
import { getAlgorithm } from '../model/registry.js';
import { chooseCollaborative } from './choose-collaborative.js';
import { evaluateHybrid, hasRatings } from './evaluate-model.js';
import { coldOnly, fitColdStart, fitTraits } from './fit-cold-start.js';
import { fitCollaborative, type Fit } from './fit-collaborative.js';
import { cutData } from './cut-data.js';
import { fitsGiven } from './fits-given.js';
import { fitBlend, unfittedBlend } from './fit-blend.js';
import { selectLearners } from './holdout.js';
import { vectoriseRows } from './item-places.js';
import type { EvaluationResult, TrainResult, TrainTask } from './messages.js';
import type { Progress } from './progress.js';
import { leaveRoomForSearch } from './search-hyper-parameters.js';
import type { TrialListener } from './trial-row.js';

/** Learners that the report of a training ranks. */
const REPORT_LEARNERS = 2000;
const REPORT_K = 10;

/**
 * Trains a hybrid: cut a hold-out, choose what is to be chosen and fit calibration and alpha on the learners that decide (see
 * deciding-data.ts), fit without the hold-out, measure on the other held-out learners, then fit again on everything.
 * @param engine where the fits run; default: plain TypeScript on this thread
 * @param onTrial called as AUTO or a search makes its trials
 * @throws DomainError NOT_ENOUGH_DATA, TRAINING_CANCELLED
 */
export function trainTask(task: TrainTask, given: Progress, engine?: Engine, onTrial?: TrialListener): TrainResult {
  const { columns, catalogue, seed } = task;
  const progress = task.search || task.auto ? leaveRoomForSearch(given) : given;
  const started = performance.now();
  const random = createRandom(seed);
  const halfLifeDays = task.halfLifeDays ?? Infinity;
  if (catalogue.pk.length === 0)
    throw new DomainError('NOT_ENOUGH_DATA', 'There is no content to recommend. Add content, then train.');

  const reading = progress.phase('reading texts', 0, 0.05);
  const content = fitContentModel(catalogue.records);
  const rows = Int32Array.from(catalogue.pk.keys());
  const vectors = vectoriseRows(content, catalogue, rows, reading);

  const comparing = progress.phase('comparing texts', 0.05, 0.1);
  const features = stackFeatures(catalogue.records, (done) => comparing(done, `${catalogue.pk.length} texts`));

  progress.phase('grouping engagements', 0.1, 0.15);
  const { users, items, split, cut, train, test, relevance, tieRank, deciding, canHoldOut } = cutData(task);
  const { validation } = deciding;
  const fit: Fit = task.fitted
    ? fitsGiven(task.fitted, (data) =>
        data === train ? 'TRAINING' : data === validation.train ? 'DECIDING' : 'EVERYTHING',
      )
    : (algorithm, data, hyperParameters, checkpoint) =>
        getAlgorithm(algorithm).fit(data, hyperParameters, { seed, checkpoint, engine, features });
  const outer = train.size / Math.max(1, validation.train.size);
  const growth =
    (outer * columns.length) / Math.max(1, split.train.length) + (deciding.kind === 'HELD_OUT' ? 0 : outer);
  const choice = chooseCollaborative({ task, deciding, fit, growth, startedAt: started, engine, onTrial }, progress);

  let holdout: HybridModel | null = null;
  let alphaCurve: TrainResult['alphaCurve'] = [];
  let blend = unfittedBlend();
  let evaluation: EvaluationResult | null = null;
  if (canHoldOut) {
    const fitting = progress.phase('fitting without the hold-out', 0.15, 0.45);
    const decided = choice.fit ?? fitCollaborative(choice.recipe, validation.train, seed, fit, fitting);
    const fitted = fitBlend(
      {
        fit: { collaborative: decided, content, popularity: itemPopularity(validation.train) },
        vectors,
        deciding,
        random,
      },
      progress.phase('calibrating', 0.45, 0.5),
      () => progress.phase('fitting alpha', 0.5, 0.55),
    );
    ({ blend, alphaCurve } = fitted);
    const collaborative =
      deciding.kind === 'HELD_OUT'
        ? decided
        : fitCollaborative(choice.recipe, train, seed, fit, progress.phase('fitting without the hold-out', 0.57, 0.6));
    const unmet: HybridModel = { collaborative, content, popularity: itemPopularity(train), ...blend };
    const space = deciding.kind === 'HELD_OUT' ? fitted.space : createItemSpace(unmet, vectors);
    const coldStart = fitColdStart(
      {
        model: unmet,
        space,
        data: train,
        users,
        learners: task.learners,
        cold: coldOnly(selectLearners(relevance, users, seed, 'VALIDATION'), train),
        tieRank,
        random,
      },
      progress.phase('fitting what newcomers get', 0.6, 0.61),
    );
    holdout = { ...unmet, coldStart };
    const measured = sampleRelevance(
      selectLearners(relevance, users, seed, 'MEASURED'),
      REPORT_LEARNERS,
      random.fork('report sample'),
    );
    if (measured.users.length > 0 && task.report !== false) {
      const checkpoint = progress.phase('evaluating', 0.61, 0.65);
      const since = performance.now();
      const report = evaluateHybrid(
        {
          model: holdout,
          space,
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
  const serving: HybridModel = {
    collaborative: fitCollaborative(
      choice.recipe,
      everything,
      seed,
      fit,
      progress.phase('fitting on everything', 0.65, 0.93),
    ),
    content,
    popularity: itemPopularity(everything),
    ...blend,
    coldStart: {
      ...(holdout?.coldStart ?? { traitShare: DEFAULT_TRAIT_SHARE, alpha: null }),
      traits: fitTraits(
        { data: everything, users, learners: task.learners },
        progress.phase('learning who engages with what', 0.93, 0.95),
      ),
    },
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
    alpha: blend.alpha,
    alphaByHistory: blend.alphaByHistory,
    alphaCurve,
    evaluation,
    users: users.size,
    pairs: everything.size,
    timings,
  };
}
