import { describe, expect, it } from '@jest/globals';
import { favouritesOf, type ColdStart } from '../../../../src/model/hybrid/favourites.js';
import { restoreTraitMap } from '../../../../src/model/hybrid/trait-map.js';
import type { LearnerTraits } from '../../../../src/model/hybrid/traits.js';

/** One trait of half the learners, which moves 0.2 of the engagements from item 1 to item 0; item 2 is new. */
const traits = restoreTraitMap({
  traits: [{ field: 'title', term: 'cook' }],
  items: 3,
  rank: 1,
  share: Float64Array.of(0.5),
  loadings: Float32Array.of(2),
  factors: Float32Array.of(0.25, -0.25, 0),
  mean: Float64Array.of(0.5, 0.5, 0),
});
const POPULARITY = Int32Array.of(6, 4, 0);
const cook: LearnerTraits = { title: 'Cook', department: null, seniorityLevel: null };
const other: LearnerTraits = { title: 'Clerk', department: null, seniorityLevel: null };
const cohort = { expected: Float64Array.of(2, 8, 1), own: Float64Array.of(1, 8, 1) };
const start = (traitShare: number): ColdStart => ({ traits, traitShare, alpha: null });

describe('favouritesOf', () => {
  it('mixes what the traits predict, as learners, with the cohort', () => {
    // Shares of cooks: 0.5 +- 0.5 * 2 * 0.25 = 0.75 and 0.25; of the fit's ten engagements 7.5 and 2.5.
    const alone = favouritesOf(start(0.6), POPULARITY, cook, null, 3)!;
    expect([...alone.expected]).toEqual([7.5, 2.5, 0]);
    const both = favouritesOf(start(0.6), POPULARITY, cook, cohort, 3)!;
    expect([...both.expected]).toEqual([
      expect.closeTo(0.6 * 7.5 + 0.4 * 2, 12),
      expect.closeTo(0.6 * 2.5 + 0.4 * 8, 12),
      // Nobody had engaged with it at the fit: the traits know nothing of it.
      1,
    ]);
  });

  it('leaves to the cohort whom the traits know nothing of, and is null where nothing is known', () => {
    expect([...favouritesOf(start(0.6), POPULARITY, other, cohort, 3)!.expected]).toEqual([2, 8, 1]);
    expect([...favouritesOf(start(0), POPULARITY, cook, cohort, 3)!.expected]).toEqual([2, 8, 1]);
    expect(favouritesOf(start(0.6), POPULARITY, other, null, 3)).toBeNull();
    expect(favouritesOf(start(0.6), POPULARITY, undefined, null, 3)).toBeNull();
  });

  it('takes a share below 0 for 0, with its parts', () => {
    const steep = restoreTraitMap({ ...traits.state(), factors: Float32Array.of(1, -1, 0) });
    const favourites = favouritesOf({ ...start(0.5), traits: steep }, POPULARITY, cook, cohort, 3)!;
    expect(favourites.expected[1]).toBe(4);
    expect(favourites.parts(1)).toMatchObject({ everybody: 0, cohort: 4, traits: [{ amount: 0 }] });
  });

  it('parts sum to what is expected', () => {
    const favourites = favouritesOf(start(0.6), POPULARITY, cook, cohort, 3)!;
    expect(favourites.traits).toEqual([{ field: 'title', term: 'cook' }]);
    for (const item of [0, 1, 2]) {
      const parts = favourites.parts(item);
      const sum = parts.traits.reduce((total, { amount }) => total + amount, parts.everybody + parts.cohort);
      expect(sum).toBeCloseTo(favourites.expected[item], 12);
    }
    // Of item 0: 0.4 of the cohort's own learner, 0.6 * 10 * 0.25 by the trait.
    expect(favourites.parts(0).cohort).toBeCloseTo(0.4, 12);
    expect(favourites.parts(0).traits[0].amount).toBeCloseTo(1.5, 12);
    expect(favourites.isNewlyLiked(2)).toBe(true);
    expect(favourites.isNewlyLiked(0)).toBe(false);
  });
});
