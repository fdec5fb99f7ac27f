import { evaluateTask } from '../../dist/src/compute/evaluate-model.js';
import { createProgress } from '../../dist/src/compute/progress.js';
import { trainTask } from '../../dist/src/compute/train-model.js';
import { bootstrapMean } from '../../dist/src/evaluation/bootstrap.js';
import { ndcg } from '../../dist/src/evaluation/metrics/ndcg.js';
import { relevantItems, relevantTo } from '../../dist/src/evaluation/relevance.js';
import { buildInteractions, createVocabulary, historyOf } from '../../dist/src/model/interactions.js';
import { createRandom } from '../../dist/src/model/random.js';
import { getAlgorithm, resolveHyperParameters } from '../../dist/src/model/registry.js';
import { topK } from '../../dist/src/model/top-k.js';

const K = 10;
export const places = (size) => Int32Array.from({ length: size }, (_, place) => place);
const quiet = () =>
  createProgress({
    report: () => undefined,
    cancelled: () => false,
    stop: () => new Error('stopped'),
    now: () => performance.now() / 1000,
  });

/** Trains as `learnrec train` does. @returns the training's result, and `seconds` of the whole of it */
export function trainOn(data, columns, { algorithm, hyperParameters = {}, budgetSeconds, engine, seed }) {
  const auto = algorithm === 'AUTO';
  const task = {
    kind: 'TRAIN',
    columns,
    catalogue: catalogueOf(data),
    algorithm,
    hyperParameters: auto ? {} : resolveHyperParameters(getAlgorithm(algorithm), hyperParameters),
    ...(auto && { auto: { budgetSeconds, known: [] } }),
    seed,
  };
  const started = performance.now();
  const result = trainTask(task, quiet(), engine);
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

const catalogueOf = (data) => ({ pk: places(data.ids.length), id: data.ids, records: data.records });

/**
 * Trains on the training part and measures as `learnrec evaluate --test` does.
 * @returns the report's lines by name (HYBRID, COLLABORATIVE, CONTENT, POPULARITY, RANDOM), the difference of HYBRID to each of
 *   the others with its interval, the fitted alpha, the recipe, and the seconds of the whole training
 */
export function measureTraining(data, cut, options) {
  const { engine, seed } = options;
  const { snapshot, alpha, alphaByHistory, recipe, seconds } = trainOn(data, cut.train, options);
  const report = evaluateTask(
    {
      kind: 'EVALUATE',
      target: 'FILE',
      snapshot,
      columns: cut.train,
      test: cut.test,
      catalogue: catalogueOf(data),
      sampleSize: 0,
      alphas: [],
      segments: [],
      threads: engine.threads,
      k: K,
      seed,
    },
    quiet(),
  );
  const results = Object.fromEntries(report.results.map((result) => [result.contestant, result]));
  const comparisons = Object.fromEntries(report.comparisons.map((comparison) => [comparison.against, comparison]));
  return { results, comparisons, alpha, alphaByHistory, recipe, seconds, users: report.users };
}

/** Fits an algorithm alone, without a hold-out, calibration or blend. @returns NDCG@10 with its interval, and seconds of the fit */
export function measureFit(data, cut, { algorithm, hyperParameters = {}, features, engine, seed }) {
  const [users, items] = [createVocabulary(places(data.users)), createVocabulary(places(data.ids.length))];
  const train = buildInteractions(cut.train, users, items);
  const relevance = relevantItems(buildInteractions(cut.test, users, items), train);
  const fitted = getAlgorithm(algorithm);
  const started = performance.now();
  const model = fitted.fit(train, resolveHyperParameters(fitted, hyperParameters), {
    seed,
    checkpoint: () => undefined,
    engine,
    features,
  });
  const seconds = (performance.now() - started) / 1000;
  const scores = new Float64Array(train.items);
  const seen = new Uint8Array(train.items);
  const values = Float64Array.from(relevance.users, (user, n) => {
    const history = historyOf(train, user);
    model.score(history, scores);
    for (const item of history.items) seen[item] = 1;
    const relevant = new Set(relevantTo(relevance, n));
    const value = ndcg.compute(topK(scores, K, seen, null), (item) => relevant.has(item), relevant.size, K);
    for (const item of history.items) seen[item] = 0;
    return value;
  });
  return { ndcg: bootstrapMean(values, createRandom(seed).fork('interval')), seconds };
}
