import { describe, expect, it } from '@jest/globals';
import { fitMixture, type FittedFinalist } from '../../../src/compute/fit-mixture.js';
import { fitNdcg, type Validation } from '../../../src/compute/measure-ranking.js';
import { createMixture, priorValues } from '../../../src/model/hybrid/mixture.js';
import type { Interactions } from '../../../src/model/interactions.js';
import { createRandom } from '../../../src/model/random.js';
import type { AlgorithmName, FittedRecommender } from '../../../src/model/recommender.js';
import { meanOf } from '../../../src/model/selection/paired-difference.js';
import type { Attempt } from '../../../src/model/selection/select.js';
import { interactionsOf } from '../../support/datasets.js';

const LEARNERS = 200;
const ITEMS = 60;
/** Item i is engaged with by about ITEMS - i learners in a row, so that low places are popular. */
const train: Interactions = interactionsOf(
  Array.from({ length: LEARNERS }, (_, user) =>
    Array.from({ length: 4 }, (_, n) => ({ user, item: (user * (n + 1) * (n + 2)) % (12 * (n + 1)) })),
  ).flat(),
  LEARNERS,
  ITEMS,
);
const relevantOf = (user: number): number => 48 + ((user * 7) % 12);
const validation: Validation = {
  train,
  relevance: {
    users: Int32Array.from({ length: LEARNERS }, (_, user) => user),
    ptr: Int32Array.from({ length: LEARNERS + 1 }, (_, n) => n),
    items: Int32Array.from({ length: LEARNERS }, (_, user) => relevantOf(user)),
  },
  tieRank: Int32Array.from({ length: ITEMS }, (_, item) => item),
};

/** Scores chance, and on top what `knows` says of the learner; learners are told apart by the instants of their histories. */
function recommender(algorithm: AlgorithmName, knows: (user: number, item: number) => number): FittedRecommender {
  const userOf = new Map<number, number>();
  for (let user = 0; user < LEARNERS; user++) userOf.set(train.timestamp[train.rowPtr[user]], user);
  return {
    algorithm,
    options: {},
    items: ITEMS,
    score: (history, out) => {
      const user = userOf.get(history.timestamp[0])!;
      const random = createRandom(user).fork(algorithm);
      for (let i = 0; i < ITEMS; i++) out[i] = random.next() + knows(user, i);
    },
    explain: () => ({ base: 0, contributions: new Float64Array(0) }),
    similar: () => undefined,
    state: () => ({ algorithm, options: {}, numbers: {}, arrays: {} }),
  };
}

function finalist(algorithm: AlgorithmName, knows: (user: number, item: number) => number): FittedFinalist {
  const fit = recommender(algorithm, knows);
  const values = fitNdcg(validation, fit, undefined, () => undefined);
  const attempt: Attempt = {
    number: 1,
    algorithm,
    hyperParameters: {},
    values,
    mean: meanOf(values),
    seconds: 0,
    reused: false,
    reason: null,
    outOfTime: false,
  };
  return { attempt, fit };
}

const isRelevant = (user: number, item: number): boolean => item === relevantOf(user);
/** Each knows half of the learners. */
const even = finalist('EASE', (user, item) => (user % 2 === 0 && isRelevant(user, item) ? 2 : 0));
const odd = finalist('IALS', (user, item) => (user % 2 === 1 && isRelevant(user, item) ? 2 : 0));
const nothing = finalist('PURE_SVD', () => 0);

const fit = (finalists: readonly FittedFinalist[], isAffordable: (all: readonly Attempt[]) => boolean = () => true) =>
  fitMixture(finalists, finalists[0].attempt, validation, 1, isAffordable, () => undefined);

describe('blending the finalists', () => {
  it('adds what knows something else, and tells what that gives', () => {
    const { recipe, members, ndcg, ndcgAlone } = fit([even, odd, nothing]);
    expect(recipe.parts.map(({ algorithm }) => algorithm).sort()).toEqual(['EASE', 'IALS']);
    expect(recipe.parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(recipe.parts[0].weight).toBeGreaterThanOrEqual(recipe.parts[1].weight);
    expect(members.map(({ attempt }) => attempt.algorithm)).toEqual(recipe.parts.map(({ algorithm }) => algorithm));
    expect(ndcgAlone).toBeCloseTo(even.attempt.mean!, 12);
    expect(ndcg).toBeGreaterThan(1.5 * ndcgAlone);
  });

  it('leaves out what adds nothing but chance', () => {
    expect(fit([even, nothing]).recipe.parts.map(({ algorithm }) => algorithm)).toEqual(['EASE']);
  });

  it('leaves out, and names, what there is no time to fit', () => {
    const { recipe, tooSlow } = fit([even, odd], (all) => all.length < 2);
    expect(recipe.parts).toHaveLength(1);
    expect(tooSlow).toEqual([odd.attempt]);
  });

  it('has the NDCG that the mixture of that recipe has', () => {
    const { recipe, members, ndcg } = fit([even, odd]);
    // Both score alike high on what they know, so that their scales are nearly the same; equal scales rank the same here.
    const mixture = createMixture(
      members.map((member, m) => ({ recommender: member.fit, weight: recipe.parts[m].weight, scale: 1 })),
      null,
    );
    expect(meanOf(fitNdcg(validation, mixture, undefined, () => undefined))).toBeCloseTo(ndcg, 1);
  });

  it('likes what is popular where that helps, and only there', () => {
    // Who is asked about finds the most popular item that they have not seen.
    const counts = new Float64Array(ITEMS);
    for (const item of train.item) counts[item]++;
    const byPopularity = Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a] || a - b);
    const popular: Validation = {
      ...validation,
      relevance: {
        ...validation.relevance,
        items: Int32Array.from({ length: LEARNERS }, (_, user) => {
          const seen = new Set(train.item.subarray(train.rowPtr[user], train.rowPtr[user + 1]));
          return byPopularity.find((item) => !seen.has(item))!;
        }),
      },
    };
    const values = fitNdcg(popular, nothing.fit, undefined, () => undefined);
    const attempt = { ...nothing.attempt, values, mean: meanOf(values) };
    const { recipe } = fitMixture(
      [{ attempt, fit: nothing.fit }],
      attempt,
      popular,
      1,
      () => true,
      () => undefined,
    );
    expect(recipe.prior!.weight).toBeGreaterThan(0);
    expect(priorValues(counts)[byPopularity[0]]).toBe(1);
    expect(fit([even]).recipe.prior).toBeNull();
  });
});
