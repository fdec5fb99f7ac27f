import { describe, expect, it } from '@jest/globals';
import { decidingData, type DecidingData } from '../../../src/compute/deciding-data.js';
import { chooseSplit, isValidationLearner } from '../../../src/compute/holdout.js';
import { relevantItems, relevantTo } from '../../../src/evaluation/relevance.js';
import type { EngagementColumns } from '../../../src/model/engagement.js';
import { tieRanks } from '../../../src/model/hybrid/tie-rank.js';
import { buildInteractions, createVocabulary, distinctSorted, historyOf } from '../../../src/model/interactions.js';
import { createRandom } from '../../../src/model/random.js';
import { columnsOf } from '../../support/datasets.js';

const ITEMS = 30;
const SEED = 3;
const items = createVocabulary(Int32Array.from({ length: ITEMS }, (_, i) => i));

/** @param at the instant of a learner's n-th engagement */
function columnsFor(learners: number, at: (learner: number, n: number) => number): EngagementColumns {
  return columnsOf(
    Array.from({ length: learners }, (_, user) =>
      Array.from({ length: 10 }, (_, n) => ({ user, item: (user + 3 * n) % ITEMS, at: at(user, n) })),
    ).flat(),
  );
}

function decide(columns: EngagementColumns, split = chooseSplit(columns, 0.2, SEED).split): DecidingData {
  const users = createVocabulary(distinctSorted(columns.userPk));
  const train = buildInteractions(columns, users, items, { rows: split.train });
  const test = buildInteractions(columns, users, items, { rows: split.test });
  return decidingData({
    columns,
    users,
    items,
    rows: split.train,
    train,
    test,
    relevance: relevantItems(test, train),
    halfLifeDays: Infinity,
    tieRank: tieRanks(Array.from({ length: ITEMS }, (_, i) => `c${i}`)),
    seed: SEED,
    random: createRandom(SEED),
  });
}

describe('what decides', () => {
  it('is a third of the held-out learners where they are enough', () => {
    // All learners are there all the time: the last fifth of everybody's history is held out.
    const deciding = decide(columnsFor(900, (learner, n) => n * 1000 + learner));
    expect(deciding).toMatchObject({ kind: 'HELD_OUT', isEnough: true });
    expect(deciding.learners.users.length).toBeGreaterThan(200);
    for (const user of deciding.learners.users) expect(isValidationLearner(user, SEED)).toBe(true);
  });

  it('is the end of the training histories where hardly anybody comes back', () => {
    // One learner after the other: whom the hold-out has, the training part does not know.
    const deciding = decide(columnsFor(100, (learner, n) => learner * 1000 + n));
    expect(deciding).toMatchObject({ kind: 'WITHIN_TRAINING', isEnough: true });
    const { validation, learners } = deciding;
    expect(learners.users.length).toBeGreaterThan(70);
    learners.users.forEach((user, n) => {
      const history = historyOf(validation.train, user);
      const held = relevantTo(learners, n);
      // Of the training history the last fifth, at least one: of ten, two.
      expect(held.length).toBe(Math.max(1, Math.round(0.2 * (history.length + held.length))));
      const order = Array.from({ length: 10 }, (_, k) => (user + 3 * k) % ITEMS);
      expect([...history.items]).toEqual(order.slice(0, history.length));
      expect([...held].sort()).toEqual(order.slice(history.length, history.length + held.length).sort());
    });
  });

  it('never sees what a report measures', () => {
    const columns = columnsFor(100, (learner, n) => learner * 1000 + n);
    const { split } = chooseSplit(columns, 0.2, SEED);
    const scrambled = { ...columns, contentPk: columns.contentPk.slice() };
    for (const row of split.test) scrambled.contentPk[row] = 0;
    expect(decide(scrambled, split).validation).toEqual(decide(columns, split).validation);
  });

  it('is fewer learners where the catalogue is very large, but enough', () => {
    const columns = columnsFor(900, (learner, n) => n * 1000 + learner);
    const users = createVocabulary(distinctSorted(columns.userPk));
    const large = createVocabulary(Int32Array.from({ length: 290_000 }, (_, i) => i));
    const { split } = chooseSplit(columns, 0.2, SEED);
    const train = buildInteractions(columns, users, large, { rows: split.train });
    const test = buildInteractions(columns, users, large, { rows: split.test });
    const deciding = decidingData({
      columns,
      users,
      items: large,
      rows: split.train,
      train,
      test,
      relevance: relevantItems(test, train),
      halfLifeDays: Infinity,
      tieRank: new Int32Array(290_000),
      seed: SEED,
      random: createRandom(SEED),
    });
    // 60 million scores: 206 learners of 290,000 contents.
    expect(deciding.validation.relevance.users).toHaveLength(206);
    expect(deciding.learners.users.length).toBeGreaterThan(206);
  });

  it('is not enough below twenty learners', () => {
    expect(decide(columnsFor(10, (learner, n) => n * 1000 + learner)).isEnough).toBe(false);
  });
});
