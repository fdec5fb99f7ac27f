import { describe, expect, it } from '@jest/globals';
import { splitForHoldout } from '../../../src/compute/holdout.js';
import { createLearnerRanker } from '../../../src/compute/learner-ranker.js';
import { countCohorts, learnerTraits } from '../../../src/compute/learner-traits.js';
import { trainTask } from '../../../src/compute/train-model.js';
import { blendAll } from '../../../src/model/hybrid/blend.js';
import { createHalves, createItemSpace } from '../../../src/model/hybrid/hybrid-model.js';
import { decodeHybrid } from '../../../src/model/hybrid/hybrid-snapshot.js';
import { defaultAlpha, scoreLearner } from '../../../src/model/hybrid/score-learner.js';
import { buildInteractions, createVocabulary, historyOf } from '../../../src/model/interactions.js';
import { stackRows } from '../../../src/model/sparse.js';
import { topK } from '../../../src/model/top-k.js';
import { allEngines } from '../../support/engines.js';
import { CATALOGUE, ITEMS, quiet, trainingOf, twoTribes } from './two-tribes.js';

const columns = twoTribes();
const stored = decodeHybrid(trainTask(trainingOf(columns, 'ITEM_KNN'), quiet()).snapshot);
const model = { ...stored.holdout!, alpha: 0.6 };
const space = createItemSpace(model, stackRows(CATALOGUE.records.map(model.content.vectorise), model.content.columns));
/** The 300 learners of the data, then 40 newcomers. */
const users = createVocabulary(Int32Array.from({ length: 340 }, (_, n) => n + 1));
const train = buildInteractions(columns, users, createVocabulary(CATALOGUE.pk), {
  rows: splitForHoldout(columns, stored.cut!).train,
});
const learners = {
  pk: users.keys,
  title: Array.from(users.keys, (pk) => (pk % 3 === 0 ? 'Course planner' : null)),
  department: Array.from(users.keys, (pk) => (pk % 7 === 0 ? null : pk % 2 === 0 ? 'Even' : 'Odd')),
  seniorityLevel: Array.from(users.keys, () => null),
};
const traits = learnerTraits(learners);
const cohortOf = countCohorts(train, users, learners, model.popularity);
const K = 5;

describe.each(allEngines())('the ranker of learners: %s', (_, engine) => {
  it('gives everyone, newcomers too, the lists that serving scores make', () => {
    const hidden = Uint8Array.from({ length: ITEMS }, (_, item) => (item === 3 ? 1 : 0));
    const tieRank = Int32Array.from({ length: ITEMS }, (_, item) => ITEMS - item);
    const halves = createHalves(ITEMS);
    const scores = new Float64Array(ITEMS);
    let newcomers = 0;
    engine.scope(() => {
      const traitsOf = (place: number) => traits(users.keys[place]);
      const ranker = createLearnerRanker({
        model,
        space,
        tieRank,
        hidden,
        learners: { data: train, traitsOf, cohortOf },
        k: K,
        engine,
      });
      const places = Int32Array.from({ length: users.size }, (_, place) => (place * 7) % users.size);
      const met = new Set<number>();
      ranker.rank(places, [null, 0, 0.3, 1], (position, lists, excluded) => {
        const place = places[position];
        met.add(place);
        const history = historyOf(train, place);
        if (history.length === 0) newcomers++;
        const seen = hidden.slice();
        for (const item of history.items) seen[item] = 1;
        expect([...excluded]).toEqual([...seen]);
        const basis = scoreLearner(model, space, traitsOf(place), history, cohortOf(traitsOf(place)), halves);
        [defaultAlpha(model, basis), 0, 0.3, 1].forEach((alpha, n) => {
          blendAll(alpha, halves.collaborative, halves.content, scores);
          expect([...lists[n]]).toEqual([...topK(scores, K, seen, tieRank)]);
        });
      });
      expect(met.size).toBe(users.size);
    });
    expect(newcomers).toBeGreaterThanOrEqual(40);
  });
});
