import type { CohortPopularity } from './cohort.js';
import type { TraitExplanation, TraitMap } from './trait-map.js';
import type { LearnerTraits, Trait } from './traits.js';

/** What learners without a history are served by, beside the words of their job title. */
export interface ColdStart {
  /** Null where nothing can be learnt from who learners are. */
  readonly traits: TraitMap | null;
  /** Share of what the traits predict beside what the cohort engages with, 0 to 1. */
  readonly traitShare: number;
  /** True where who learners are says less of them than popularity with everybody does; left out for false. */
  readonly byPopularity?: boolean;
  /** Share of the collaborative half; null for that of learners with a history, at least 0.9. */
  readonly alpha: number | null;
}

/** For models that hold nothing of learners. */
export const NO_COLD_START: ColdStart = { traits: null, traitShare: 0, alpha: null };

/** The share of the traits where too few held-out learners are there to fit it. */
export const DEFAULT_TRAIT_SHARE = 0.5;

/** Parts of one item's expected learners; they sum to it, but for what is below 0. */
export interface FavouriteParts {
  /** Popularity with everybody. */
  readonly everybody: number;
  readonly cohort: number;
  /** In the order of `Favourites.traits`, or empty. */
  readonly traits: readonly { readonly trait: Trait; readonly amount: number }[];
}

/** What a learner without a history is taken to like, from who they are. */
export interface Favourites {
  /** Learners who would engage with each item if all were like this one, by place, at least 0. */
  readonly expected: Float64Array;
  /** What the learner has in common with others, as far as it counts here. */
  readonly traits: readonly Trait[];
  /** Whether people of the cohort have engaged with an item that nobody had engaged with at the fit. */
  isNewlyLiked(item: number): boolean;
  parts(item: number): FavouriteParts;
}

const NOTHING: TraitExplanation = { everybody: 0, traits: [] };

/** A share predicted below 0 counts as 0, and so do its parts. */
function predictedParts(explanation: TraitExplanation): TraitExplanation {
  const { everybody, traits } = explanation;
  if (traits.reduce((sum, { amount }) => sum + amount, everybody) > 0) return explanation;
  return { everybody: 0, traits: traits.map(({ trait }) => ({ trait, amount: 0 })) };
}

/**
 * `expected = t pairs p(traits) + (1 - t) cohort`, t the trait share and `pairs` the engagements of the fit, so that both
 * count learners. Where the traits say nothing it is the cohort's alone, and the other way round; items that nobody had engaged
 * with at the fit are the cohort's.
 * @param popularity distinct learners per item of the fit
 * @param items length of `expected`
 * @returns null where neither says anything, or both mislead: then popularity with everybody is left
 */
export function favouritesOf(
  { traits, traitShare, byPopularity }: ColdStart,
  popularity: Int32Array,
  learner: LearnerTraits | undefined,
  cohort: CohortPopularity | null,
  items: number,
): Favourites | null {
  const map =
    traits && learner && (traitShare > 0 || !cohort) && traits.known(learner).length > 0 ? { traits, learner } : null;
  if (byPopularity || (!map && !cohort)) return null;
  const share = map ? (cohort ? traitShare : 1) : 0;
  const shareOf = (item: number): number => (cohort && !(popularity[item] > 0) ? 0 : share);
  const expected = new Float64Array(items);
  let pairs = 0;
  if (map) {
    for (const n of popularity) pairs += n;
    map.traits.predict(map.learner, expected);
  }
  for (let i = 0; i < items; i++) {
    const t = shareOf(i);
    expected[i] = t * pairs * Math.max(0, expected[i]) + (cohort ? (1 - t) * cohort.expected[i] : 0);
  }
  return {
    expected,
    traits: map ? map.traits.known(map.learner) : [],
    isNewlyLiked: (item) => cohort !== null && !(popularity[item] > 0) && cohort.own[item] > 0,
    parts: (item) => {
      const t = shareOf(item);
      const own = cohort ? (1 - t) * cohort.own[item] : 0;
      const wide = cohort ? (1 - t) * Math.max(0, cohort.expected[item] - cohort.own[item]) : 0;
      const predicted = map && t > 0 ? predictedParts(map.traits.explain(map.learner, item)) : NOTHING;
      return {
        everybody: wide + t * pairs * predicted.everybody,
        cohort: own,
        traits: predicted.traits.map(({ trait, amount }) => ({ trait, amount: t * pairs * amount })),
      };
    },
  };
}
