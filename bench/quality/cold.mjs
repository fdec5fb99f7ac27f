import { decodeHybrid } from '../../dist/src/model/hybrid/hybrid-snapshot.js';
import { vectoriseRows } from '../../dist/src/compute/item-places.js';
import { bootstrapMean } from '../../dist/src/evaluation/bootstrap.js';
import { ndcg } from '../../dist/src/evaluation/metrics/ndcg.js';
import { relevantItems, relevantTo } from '../../dist/src/evaluation/relevance.js';
import { blendAll } from '../../dist/src/model/hybrid/blend.js';
import { createHalves, createItemSpace, scoreHalves } from '../../dist/src/model/hybrid/hybrid-model.js';
import { buildInteractions, createVocabulary, historyOf } from '../../dist/src/model/interactions.js';
import { createRandom } from '../../dist/src/model/random.js';
import { topK } from '../../dist/src/model/top-k.js';
import { places, trainOn } from './measure.mjs';
import { selectRows } from './splits.mjs';

const K = 10;
const HELD_CONTENT = 0.1;
const CUT_LEARNERS = 0.2;

/**
 * New content: a tenth of the catalogue, drawn at random, without its training engagements. It is ranked among itself, for the
 * learners whose test part has some of it and whose training history is not empty without it.
 * @returns NDCG@10 of both halves, their blend and chance
 */
export function measureNewContent(data, cut, { algorithm, budgetSeconds, engine, seed }) {
  const items = data.ids.length;
  const order = createRandom(seed).fork('new content').shuffle(places(items));
  const held = new Uint8Array(items);
  for (const item of order.subarray(0, Math.round(HELD_CONTENT * items))) held[item] = 1;
  const kept = rowsOf(cut.train, (row) => held[cut.train.contentPk[row]] === 0);
  const { snapshot, alpha, seconds, recipe } = trainOn(data, kept, { algorithm, budgetSeconds, engine, seed });
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
  const blended = new Float64Array(items);
  const noise = new Float64Array(items);
  const left = held.map((one) => 1 - one);
  const values = { hybrid: [], collaborative: [], content: [], random: [] };
  relevance.users.forEach((user, n) => {
    const relevant = new Set([...relevantTo(relevance, n)].filter((item) => held[item] === 1));
    const history = historyOf(train, user);
    if (relevant.size === 0 || history.length === 0) return;
    const excluded = left.slice();
    for (const item of historyOf(known, user).items) excluded[item] = 1;
    scoreHalves(model, space, history, halves);
    blendAll(alpha, halves.collaborative, halves.content, blended);
    const random = createRandom(seed).fork(`chance ${user}`);
    for (let i = 0; i < items; i++) noise[i] = random.next();
    const of = (scores) =>
      ndcg.compute(topK(scores, K, excluded, null), (item) => relevant.has(item), relevant.size, K);
    values.hybrid.push(of(blended));
    values.collaborative.push(of(halves.collaborative));
    values.content.push(of(halves.content));
    values.random.push(of(noise));
  });
  const measured = Object.fromEntries(
    Object.entries(values).map(([name, all]) => [
      name,
      bootstrapMean(Float64Array.from(all), createRandom(seed).fork('interval')),
    ]),
  );
  return { ...measured, alpha, seconds, recipe, learners: values.hybrid.length, contents: left.length };
}

/**
 * New learners: of a fifth of the learners, drawn at random, only the latest training engagement is kept, and they alone are
 * measured. What they lose is in no part of the training, and does not count as relevant either.
 * @returns a cut for `measureTraining`
 */
export function shortenHistories(data, cut, seed) {
  const { userPk, timestamp } = cut.train;
  const latest = new Map();
  for (let row = 0; row < cut.train.length; row++) {
    const before = latest.get(userPk[row]);
    if (before === undefined || timestamp[row] >= timestamp[before]) latest.set(userPk[row], row);
  }
  const order = createRandom(seed).fork('new learners').shuffle(Int32Array.from(latest.keys()).sort());
  const chosen = new Set(order.subarray(0, Math.round(CUT_LEARNERS * latest.size)));
  const seen = new Map([...chosen].map((user) => [user, new Set()]));
  for (let row = 0; row < cut.train.length; row++) seen.get(userPk[row])?.add(cut.train.contentPk[row]);
  return {
    train: rowsOf(cut.train, (row) => !chosen.has(userPk[row]) || latest.get(userPk[row]) === row),
    test: rowsOf(cut.test, (row) => seen.get(cut.test.userPk[row])?.has(cut.test.contentPk[row]) === false),
    learners: chosen.size,
  };
}

function rowsOf(columns, isKept) {
  return selectRows(columns, Int32Array.from({ length: columns.length }, (_, row) => row).filter(isKept));
}
