import { describe, expect, it } from '@jest/globals';
import { randomList } from '../../../src/evaluation/baselines.js';
import { bootstrapMean, pairedBootstrap } from '../../../src/evaluation/bootstrap.js';
import type { Relevance } from '../../../src/evaluation/relevance.js';
import { catalogueMeasures, learnerValues } from '../../../src/evaluation/report.js';
import { createRandom } from '../../../src/model/random.js';
import { topK } from '../../../src/model/top-k.js';

function relevanceOf(relevant: readonly (readonly number[])[]): Relevance {
  const ptr = [0];
  for (const items of relevant) ptr.push(ptr[ptr.length - 1] + items.length);
  return {
    users: Int32Array.from(relevant, (_, user) => user),
    ptr: Int32Array.from(ptr),
    items: Int32Array.from(relevant.flatMap((items) => [...items].sort((a, b) => a - b))),
  };
}

describe('catalogueMeasures', () => {
  it('are of all lists together, and have no interval', () => {
    // Items 0 to 3 of eight, in 2, 1, 1 and 0 lists: half of the places of four lists of one.
    expect(catalogueMeasures([[0], [0], [1], [2]], 1, 4)).toEqual({
      coverage: { value: 0.75, low: null, high: null },
      // By hand: x = 0, 1, 1, 2: (-3 * 0 - 1 * 1 + 1 * 1 + 3 * 2) / (3 * 4).
      exposureGini: { value: expect.closeTo(0.5, 12), low: null, high: null },
    });
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
  const byGroup = groups.map((group, user) => {
    const draws = createRandom(user);
    const scores = Float64Array.from(
      { length: items },
      (_, item) => draws.next() + (Math.floor(item / 20) === group ? 1 : 0),
    );
    return topK(scores, k, null, null);
  });
  const byChance = groups.map((_, user) => randomList(3, user, new Uint8Array(items), k));
  const ndcgOf = (ranked: Int32Array[], relevant: number[][]): Float64Array =>
    learnerValues(ranked, relevanceOf(relevant), items, k).ndcg;

  // A random order has a relevant item at each rank with chance 4/200: the expected NDCG@10 is
  // 4/200 * (sum of 1/log2(r + 1), r = 1..10) / (the same to 4) = 0.0354743.
  const randomLevel = 0.0354743;

  it('bring a good ranking down to the random level', () => {
    const shuffled = pairedBootstrap(ndcgOf(byGroup, anywhere), ndcgOf(byChance, anywhere), createRandom(1));
    expect(shuffled.low as number).toBeLessThan(0);
    expect(shuffled.high as number).toBeGreaterThan(0);
    for (const ranked of [byGroup, byChance]) {
      const { low, high } = bootstrapMean(ndcgOf(ranked, anywhere), createRandom(2));
      expect(low as number).toBeLessThan(randomLevel);
      expect(high as number).toBeGreaterThan(randomLevel);
    }
  });

  it('and only they: with true labels the ranking is ten times better', () => {
    // Within the group 4 of 20 are relevant: ten times the chance at every rank.
    const { low, high } = bootstrapMean(ndcgOf(byGroup, own), createRandom(2));
    expect(low as number).toBeLessThan(10 * randomLevel);
    expect(high as number).toBeGreaterThan(10 * randomLevel);
    expect(pairedBootstrap(ndcgOf(byGroup, own), ndcgOf(byChance, own), createRandom(1)).low as number).toBeGreaterThan(
      0.2,
    );
  });
});
