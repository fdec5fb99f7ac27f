import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomScores } from '../../../src/evaluation/baselines.js';
import { pairedBootstrap } from '../../../src/evaluation/bootstrap.js';
import { rankUsers } from '../../../src/evaluation/rank.js';
import type { Relevance } from '../../../src/evaluation/relevance.js';
import { learnerValues, measure, type MeasureContext } from '../../../src/evaluation/report.js';
import { createRandom, type Random } from '../../../src/model/random.js';
import { EXAMPLES } from './metrics/ranked-lists.js';

function relevanceOf(relevant: readonly (readonly number[])[]): Relevance {
  const ptr = [0];
  for (const items of relevant) ptr.push(ptr[ptr.length - 1] + items.length);
  return {
    users: Int32Array.from(relevant, (_, user) => user),
    ptr: Int32Array.from(ptr),
    items: Int32Array.from(relevant.flatMap((items) => [...items].sort((a, b) => a - b))),
  };
}

const context: MeasureContext = {
  k: 5,
  catalogueSize: 20,
  popularity: new Float64Array(10).fill(3),
  users: 6,
  contentSimilarity: (a, b) => (a % 2 === b % 2 ? 1 : 0),
  random: createRandom(1),
};
const lists = EXAMPLES.map(({ list }) => Int32Array.from(list));
const relevance = relevanceOf(EXAMPLES.map(({ relevant }) => relevant));

describe('measure', () => {
  it('is the mean of the learners, by metric', () => {
    const { coverage, ...means } = measure(lists, relevance, context);
    const values = Object.fromEntries(Object.entries(means).map(([name, { value }]) => [name, value]));
    expect(values).toEqual({
      precision: expect.closeTo((0.4 + 0.4 + 0 + 1) / 4, 12),
      recall: expect.closeTo((2 / 3 + 1 + 0 + 5 / 7) / 4, 12),
      ndcg: expect.closeTo((0.4776237035032179 + 1 + 0 + 1) / 4, 12),
      map: expect.closeTo((0.3 + 1 + 0 + 1) / 4, 12),
      mrr: expect.closeTo((0.5 + 1 + 0 + 1) / 4, 12),
      hitRate: 0.75,
      novelty: expect.closeTo(1, 12), // (3 + 1) / (6 + 2) is one half: one bit
      // Two even and three odd items (or the reverse) make 6 mixed pairs of 10, in each of the four lists.
      diversity: expect.closeTo(0.6, 12),
    });
    expect(coverage).toEqual({ value: 0.5, low: null, high: null });
    for (const { value, low, high } of Object.values(means)) {
      expect(low as number).toBeLessThanOrEqual(value);
      expect(high as number).toBeGreaterThanOrEqual(value);
    }
  });

  it('leaves lists without a pair or an item out of diversity and novelty, and counts them as misses elsewhere', () => {
    const short = [Int32Array.of(), Int32Array.of(1), Int32Array.of(0, 1), Int32Array.of(0, 2)];
    const measures = measure(short, relevanceOf([[1], [1], [1], [1]]), context);
    expect(measures.diversity.value).toBe(0.5);
    expect(measures.novelty.value).toBeCloseTo(1, 12);
    expect(measures.hitRate.value).toBe(0.5);
  });

  it('is defined without learners', () => {
    const none = measure([], relevanceOf([]), context);
    for (const value of Object.values(none)) expect(value).toEqual({ value: 0, low: null, high: null });
  });

  it('is the same for the same seed, whatever was drawn from it before', () => {
    const run = (random: Random): ReturnType<typeof measure> => measure(many, toMany, { ...context, random });
    const copies = Array.from({ length: 25 }, () => EXAMPLES).flat();
    const many = copies.map(({ list }) => list);
    const toMany = relevanceOf(copies.map(({ relevant }) => relevant));
    const random = createRandom(9);
    const first = run(random);
    random.next();
    expect(run(random)).toEqual(first);
    expect(run(createRandom(10))).not.toEqual(first);
  });

  it('refuses lists that do not match the learners', () => {
    expect(() => measure(lists.slice(1), relevance, context)).toThrow(RangeError);
  });

  it('does not depend on the order of the learners, and stays within bounds', () => {
    const item = fc.integer({ min: 0, max: 9 });
    const learner = fc.record({
      list: fc.uniqueArray(item, { maxLength: 8 }),
      relevant: fc.uniqueArray(item, { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(learner, { minLength: 1, maxLength: 8 }), fc.nat(), (learners, seed) => {
        const run = (of: typeof learners): ReturnType<typeof measure> =>
          measure(
            of.map(({ list }) => list),
            relevanceOf(of.map(({ relevant }) => relevant)),
            { ...context, resamples: 20 },
          );
        const straight = run(learners);
        const shuffled = run(createRandom(seed).shuffle([...learners]));
        for (const name of Object.keys(straight) as (keyof typeof straight)[]) {
          expect(shuffled[name].value).toBeCloseTo(straight[name].value, 12);
          expect(straight[name].value).toBeGreaterThanOrEqual(0);
          if (name !== 'novelty') expect(straight[name].value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('shuffled test labels', () => {
  const [items, users, k, relevantEach] = [200, 400, 10, 4];
  const random = createRandom(21);
  // Learner u goes for items of its own group u mod 10, of 20 items; a scorer that knows the group finds them.
  const groups = Array.from({ length: users }, (_, user) => user % 10);
  const own = groups.map((group) =>
    random.shuffle(Array.from({ length: 20 }, (_, i) => group * 20 + i)).slice(0, relevantEach),
  );
  const anywhere = groups.map(() => random.shuffle(Array.from({ length: items }, (_, i) => i)).slice(0, relevantEach));
  const rankBy = (score: (user: number, out: Float64Array) => void): Int32Array[] =>
    rankUsers({
      users: Int32Array.from(groups, (_, user) => user),
      k,
      items,
      score,
      excluded: () => undefined,
      tieRank: null,
    });
  const byGroup = rankBy((user, out) => {
    const draws = createRandom(user);
    for (let item = 0; item < items; item++)
      out[item] = draws.next() + (Math.floor(item / 20) === groups[user] ? 1 : 0);
  });
  const byChance = rankBy(randomScores(3));
  const ndcgOf = (ranked: Int32Array[], relevant: number[][]): Float64Array =>
    learnerValues(ranked, relevanceOf(relevant), k).ndcg;

  // A random order has a relevant item at each rank with chance 4/200: the expected NDCG@10 is
  // 4/200 * (sum of 1/log2(r + 1), r = 1..10) / (the same to 4) = 0.0354743.
  const randomLevel = 0.0354743;

  it('bring a good ranking down to the random level', () => {
    const shuffled = pairedBootstrap(ndcgOf(byGroup, anywhere), ndcgOf(byChance, anywhere), createRandom(1));
    expect(shuffled.low as number).toBeLessThan(0);
    expect(shuffled.high as number).toBeGreaterThan(0);
    const { ndcg } = measure(byGroup, relevanceOf(anywhere), { ...context, k, catalogueSize: items });
    expect(ndcg.low as number).toBeLessThan(randomLevel);
    expect(ndcg.high as number).toBeGreaterThan(randomLevel);
  });

  it('and only they: with true labels the ranking is ten times better', () => {
    // Within the group 4 of 20 are relevant: ten times the chance at every rank.
    const { ndcg } = measure(byGroup, relevanceOf(own), { ...context, k, catalogueSize: items });
    expect(ndcg.low as number).toBeLessThan(10 * randomLevel);
    expect(ndcg.high as number).toBeGreaterThan(10 * randomLevel);
    expect(pairedBootstrap(ndcgOf(byGroup, own), ndcgOf(byChance, own), createRandom(1)).low as number).toBeGreaterThan(
      0.2,
    );
  });
});
