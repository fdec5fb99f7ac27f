import { describe, expect, it } from '@jest/globals';
import { fitColdWeight } from '../../../src/compute/fit-cold-weight.js';
import type { Relevance } from '../../../src/evaluation/relevance.js';
import { fitContentModel, type ContentRecord } from '../../../src/model/content/features.js';
import { createItemSpace, itemPopularity } from '../../../src/model/hybrid/hybrid-model.js';
import type { FittedRecommender } from '../../../src/model/recommender.js';
import { getAlgorithm } from '../../../src/model/registry.js';
import { stackRows } from '../../../src/model/sparse.js';
import { interactionsOf } from '../../support/datasets.js';

const LEARNERS = 60;
const KNOWN = 6;
/** Items 0-5 are engaged with, 6-11 are not, and are called like 0-5. */
const ITEMS = 2 * KNOWN;
const WORDS = ['python', 'negotiation', 'statistics', 'cloud', 'marketing', 'leadership'];
const records = Array.from({ length: ITEMS }, (_, i): ContentRecord => ({
  title: WORDS[i % KNOWN],
  description: null,
  domain: null,
  subtopic: null,
  difficultyLevel: null,
  contentType: null,
  language: null,
  tags: [],
}));
/** Each learner has engaged with three neighbouring items of the six. */
const train = interactionsOf(
  Array.from({ length: LEARNERS }, (_, user) => [0, 1, 2].map((n) => ({ user, item: (user + n) % KNOWN }))).flat(),
  LEARNERS,
  ITEMS,
);
const content = fitContentModel(records);
const vectors = stackRows(
  records.map((record) => content.vectorise(record)),
  content.columns,
);
/** What was seen scores 10, everything else that is known 1: so does new content that is like what was seen. */
const collaborative: FittedRecommender = {
  ...getAlgorithm('POPULARITY').fit(train, { halfLifeDays: 0 }, { seed: 1, checkpoint: () => undefined }),
  score: (history, out) => {
    out.fill(1, 0, KNOWN);
    for (const item of history.items) out[item] = 10;
  },
};
const space = createItemSpace({ popularity: itemPopularity(train) }, vectors);

/** Every learner finds the one item that `found` says. */
function fitted(found: (user: number) => number): number {
  const relevance: Relevance = {
    users: Int32Array.from({ length: LEARNERS }, (_, user) => user),
    ptr: Int32Array.from({ length: LEARNERS + 1 }, (_, n) => n),
    items: Int32Array.from({ length: LEARNERS }, (_, user) => found(user)),
  };
  const tieRank = Int32Array.from({ length: ITEMS }, (_, i) => ITEMS - i);
  return fitColdWeight({ train, relevance, tieRank }, { collaborative }, space, () => undefined);
}

describe('what items without engagements count', () => {
  it('is all where learners go on to what is like the seen', () => {
    expect(fitted((user) => KNOWN + (user % KNOWN))).toBe(1);
  });

  it('is so little that what is known comes first, where learners keep to it', () => {
    const { neighbourPtr, weights } = space.cold;
    const alike = weights[neighbourPtr[0]];
    expect(fitted((user) => (user + 3) % KNOWN) * alike * 10).toBeLessThan(1);
  });

  it('is all where there are none', () => {
    const none = createItemSpace({ popularity: new Int32Array(ITEMS).fill(1) }, vectors);
    const relevance: Relevance = { users: new Int32Array(0), ptr: new Int32Array(1), items: new Int32Array(0) };
    const validation = { train, relevance, tieRank: new Int32Array(ITEMS) };
    expect(fitColdWeight(validation, { collaborative }, none, () => undefined)).toBe(1);
  });
});
