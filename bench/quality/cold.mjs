import { decodeHybrid } from '../../dist/src/model/hybrid/hybrid-snapshot.js';
import { vectoriseRows } from '../../dist/src/compute/item-places.js';
import { bootstrapMean } from '../../dist/src/evaluation/bootstrap.js';
import { ndcg } from '../../dist/src/evaluation/metrics/ndcg.js';
import { relevantItems, relevantTo } from '../../dist/src/evaluation/relevance.js';
import { blendAll } from '../../dist/src/model/hybrid/blend.js';
import { createHalves, createItemSpace, scoreHalves } from '../../dist/src/model/hybrid/hybrid-model.js';
import { buildInteractions, createVocabulary, historyOf } from '../../dist/src/model/interactions.js';
import { createRandom } from '../../dist/src/model/random.js';
import { defaultAlpha } from '../../dist/src/model/hybrid/score-learner.js';
import { topK } from '../../dist/src/model/top-k.js';
import { places, trainOn } from './measure.mjs';
import { selectRows } from './splits.mjs';

const K = 10;
const HELD_CONTENT = 0.1;
const CUT_LEARNERS = 0.2;

/**
 * New content: a tenth of the catalogue, drawn at random, without its training engagements. It is ranked among itself, for the
 * learners whose test part has some of it and whose training history is not empty without it.
 * @returns NDCG@10 of the blend, its halves, popularity (which knows nothing here) and chance
 */
export function measureNewContent(data, cut, options) {
  const items = data.ids.length;
  const order = createRandom(options.seed).fork('new content').shuffle(places(items));
  const held = new Uint8Array(items);
  for (const item of order.subarray(0, Math.round(HELD_CONTENT * items))) held[item] = 1;
  const kept = rowsOf(cut.train, (row) => held[cut.train.contentPk[row]] === 0);
  return measureCold(data, cut, kept, { ...options, isRanked: (item) => held[item] === 1, isMeasured: () => true });
}

/**
 * New learners: of a fifth of the learners, drawn at random, only the latest training engagement is kept, and they alone are
 * measured. What they lose is in no part of the training; having been taken, it is neither ranked nor relevant.
 * @returns as `measureNewContent`
 */
export function measureNewLearners(data, cut, options) {
  const { userPk, timestamp } = cut.train;
  const latest = new Map();
  for (let row = 0; row < cut.train.length; row++) {
    const before = latest.get(userPk[row]);
    if (before === undefined || timestamp[row] >= timestamp[before]) latest.set(userPk[row], row);
  }
  const order = createRandom(options.seed).fork('new learners').shuffle(Int32Array.from(latest.keys()).sort());
  const chosen = new Set(order.subarray(0, Math.round(CUT_LEARNERS * latest.size)));
  const kept = rowsOf(cut.train, (row) => !chosen.has(userPk[row]) || latest.get(userPk[row]) === row);
  return measureCold(data, cut, kept, { ...options, isRanked: () => true, isMeasured: (user) => chosen.has(user) });
}

/** Trains on `kept` and ranks by it what `isRanked`, without what was engaged with in the whole training part. */
function measureCold(data, cut, kept, { algorithm, budgetSeconds, engine, seed, isRanked, isMeasured }) {
  const items = data.ids.length;
  const { snapshot, alpha, alphaByHistory, seconds, recipe } = trainOn(data, kept, {
    algorithm,
    budgetSeconds,
    engine,
    seed,
  });
  const model = decodeHybrid(snapshot, engine).serving;
  const rows = places(items);
  const space = createItemSpace(
    model,
    vectoriseRows(model.content, { pk: rows, id: data.ids, records: data.records }, rows, () => undefined),
  );
  const [users, contents] = [createVocabulary(places(data.users)), createVocabulary(rows)];
  const train = buildInteractions(kept, users, contents);
  const known = buildInteractions(cut.train, users, contents);
  const relevance = relevantItems(buildInteractions(cut.test, users, contents), known);
  const halves = createHalves(items);
  const scores = new Float64Array(items);
  const popularity = Float64Array.from(model.popularity);
  const unranked = Uint8Array.from(rows, (item) => (isRanked(item) ? 0 : 1));
  const values = { hybrid: [], collaborative: [], content: [], popularity: [], chance: [] };
  relevance.users.forEach((user, n) => {
    const relevant = new Set([...relevantTo(relevance, n)].filter(isRanked));
    const history = historyOf(train, user);
    if (!isMeasured(user) || relevant.size === 0 || history.length === 0) return;
    const excluded = unranked.slice();
    for (const item of historyOf(known, user).items) excluded[item] = 1;
    const measure = (by) => ndcg.compute(topK(by, K, excluded, null), (item) => relevant.has(item), relevant.size, K);
    scoreHalves(model, space, history, halves);
    const basis = { kind: 'HISTORY', length: history.length };
    blendAll(defaultAlpha(model, basis), halves.collaborative, halves.content, scores);
    values.hybrid.push(measure(scores));
    values.collaborative.push(measure(halves.collaborative));
    values.content.push(measure(halves.content));
    values.popularity.push(measure(popularity));
    const random = createRandom(seed).fork(`chance ${user}`);
    for (let i = 0; i < items; i++) scores[i] = random.next();
    values.chance.push(measure(scores));
  });
  const ndcgs = Object.fromEntries(
    Object.entries(values).map(([name, all]) => [
      name,
      bootstrapMean(Float64Array.from(all), createRandom(seed).fork('interval')),
    ]),
  );
  return { ndcgs, alpha, alphaByHistory, seconds, recipe, learners: values.hybrid.length };
}

function rowsOf(columns, isKept) {
  return selectRows(columns, Int32Array.from({ length: columns.length }, (_, row) => row).filter(isKept));
}
