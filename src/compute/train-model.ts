import { DomainError } from '../errors.js';
import { relevantItems, sampleRelevance } from '../evaluation/relevance.js';
import { fitContentModel } from '../model/content/features.js';
import { stackFeatures } from '../model/content/stacked-features.js';
import { itemPopularity, type HybridModel } from '../model/hybrid/hybrid-model.js';
import { encodeHybrid } from '../model/hybrid/hybrid-snapshot.js';
import { tieRanks } from '../model/hybrid/tie-rank.js';
import { buildInteractions, createVocabulary, distinctSorted, type Interactions } from '../model/interactions.js';
import type { Engine } from '../model/kernels/engine.js';
import { createRandom } from '../model/random.js';
import type { FittedRecommender, HyperParameters } from '../model/recommender.js';
import { getAlgorithm } from '../model/registry.js';
import { evaluateHybrid, hasRatings } from './evaluate-model.js';
import { fitHoldout, unfittedBlend, warmOnly } from './fit-holdout.js';
import { chooseSplit, selectLearners } from './holdout.js';
import { vectoriseRows } from './item-places.js';
import type { EvaluationResult, TrainResult, TrainTask } from './messages.js';
import type { Checkpoint, Progress } from './progress.js';
import { leaveRoomForSearch, searchHyperParameters, type SearchReport } from './search-hyper-parameters.js';

/** Learners that the report of a training ranks. */
const REPORT_LEARNERS = 2000;
/** Validation learners that decide a search. */
const SEARCH_LEARNERS = 2000;
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

  const reading = progress.phase('reading texts', 0, 0.05);
  const content = fitContentModel(catalogue.records);
  const rows = Int32Array.from(catalogue.pk.keys());
  const vectors = vectoriseRows(content, catalogue, rows, reading);

  const comparing = progress.phase('comparing texts', 0.05, 0.1);
  const features = stackFeatures(catalogue.records, (done) => comparing(done, `${items.size} texts`));

  const fit = (data: Interactions, options: HyperParameters, checkpoint: Checkpoint): FittedRecommender =>
    algorithm.fit(data, options, { seed, checkpoint, engine, features });

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
    const fitted = fitHoldout(
      {
        fit: { collaborative, content, popularity: itemPopularity(train) },
        vectors,
        train,
        validation,
        tieRank,
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
          tieRank,
          users,
          train,
          test,
          relevance: measured,
          learners: task.learners,
          k: REPORT_K,
          alpha: null,
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
        alpha: holdout.alpha,
        seed,
        seconds: (performance.now() - since) / 1000,
      };
    }
  }

  const everything = buildInteractions(columns, users, items, { halfLifeDays });
  const { calibration, alpha } = holdout ?? unfittedBlend();
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
