import { PROFILES } from '../../dist/seed/profiles.js';
import { SIZES } from '../../dist/seed/seed-data.js';
import { chooseSplit, selectLearners } from '../../dist/src/compute/holdout.js';
import { ndcg } from '../../dist/src/evaluation/metrics/ndcg.js';
import { createOracle } from '../../dist/src/evaluation/oracle.js';
import { relevantItems, relevantTo } from '../../dist/src/evaluation/relevance.js';
import { pairedShare } from '../quality/paired-share.mjs';
import { createHistoryRanker } from '../quality/history-ranker.mjs';
import { itemPopularity } from '../../dist/src/model/hybrid/hybrid-model.js';
import { buildInteractions, createVocabulary, historyOf } from '../../dist/src/model/interactions.js';
import { topK } from '../../dist/src/model/top-k.js';

const K = 10;
const SEED = 42;
/** Learners measured of each kind at most. */
const MOST = 1000;
const KINDS = [
  ['none', 0, 0],
  ['1 to 5', 1, 5],
  ['6 to 99', 6, 99],
  ['100 and more', 100, Infinity],
  ['6 and more', 6, Infinity],
];

/**
 * What share of the oracle's NDCG@10 can be reached on the realistic data by somebody who knows the world and of a learner only the
 * history, by the hold-out and the learners of `learnrec evaluate --truth`.
 */
export async function run({ size = 'demo' }) {
  const data = PROFILES.realistic(SIZES[size], SEED);
  const truth = data.truth();
  const columns = data.engagements;
  const [users, items] = [truth.userIds, truth.contentIds].map(({ length }) =>
    createVocabulary(Int32Array.from({ length }, (_, place) => place)),
  );
  const { split } = chooseSplit(columns, 0.2, SEED);
  const train = buildInteractions(columns, users, items, { rows: split.train });
  const test = buildInteractions(columns, users, items, { rows: split.test });
  const relevance = selectLearners(relevantItems(test, train), users, SEED, 'MEASURED');
  const to = columns.timestamp.reduce((latest, instant) => Math.max(latest, instant), 0);
  const oracle = createOracle(truth, split.cutoff, to);
  const rank = createHistoryRanker(truth, data.learners.rows, split.cutoff, to);
  const scores = new Float64Array(items.size);
  const popularity = Float64Array.from(itemPopularity(train));
  console.log(`\n## realistic, ${size}: what is attainable from histories\n`);
  console.log('| engagements in training | learners | oracle | from the history | share | share of popularity |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const [name, least, most] of KINDS) {
    const values = { oracle: [], history: [], popularity: [] };
    for (let n = 0; n < relevance.users.length && values.oracle.length < MOST; n++) {
      const user = relevance.users[n];
      const history = historyOf(train, user);
      if (history.length < least || history.length > most) continue;
      const seen = new Uint8Array(items.size);
      for (const item of history.items) seen[item] = 1;
      const relevant = new Set(relevantTo(relevance, n));
      const measure = () => ndcg.compute(topK(scores, K, seen, null), (item) => relevant.has(item), relevant.size, K);
      oracle.score(user, seen, scores);
      values.oracle.push(measure());
      rank(user, history, seen, scores);
      values.history.push(measure());
      scores.set(popularity);
      values.popularity.push(measure());
    }
    const { mean, share } = pairedShare(values.history, values.oracle, SEED);
    const popular = pairedShare(values.popularity, values.oracle, SEED).share;
    const figures = [mean.of, mean.value].map((value) => value.toFixed(4));
    console.log(`| ${[name, values.oracle.length, ...figures, share, popular].join(' | ')} |`);
  }
  return [];
}
