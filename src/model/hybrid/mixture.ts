import type { History } from '../interactions.js';
import type { AlgorithmName, Explanation, FittedRecommender, HyperParameters } from '../recommender.js';

/** A fitted recommender's part in a mixture. */
export interface MixtureMember {
  readonly recommender: FittedRecommender;
  /** Above 0; the first member's is the largest. */
  readonly weight: number;
  /** What its scores are divided by, above 0: the size of a high score of this fit, so that weights mean the same for all. */
  readonly scale: number;
}

/** A small liking for what is popular, the same for every learner. */
export interface PopularityPrior {
  /** Above 0, on the scale of the members' weights. */
  readonly weight: number;
  /** Days in which the weight of an engagement halves; 0 for no decay. */
  readonly halfLifeDays: number;
  /** By item, 0-1: `ln(1 + n_j) / ln(1 + max n)`. */
  readonly values: Float64Array;
}

/** Several fitted recommenders that score as one. */
export interface Mixture extends FittedRecommender {
  readonly members: readonly MixtureMember[];
  readonly prior: PopularityPrior | null;
}

/** What a mixture is made of, before it is fitted. */
export interface MixtureRecipe {
  /** At least one; the first has the largest weight, and the weights sum to 1. */
  readonly parts: readonly {
    readonly algorithm: AlgorithmName;
    /** Complete. */
    readonly hyperParameters: HyperParameters;
    readonly weight: number;
  }[];
  readonly prior: { readonly weight: number; readonly halfLifeDays: number } | null;
}

export function isMixture(recommender: FittedRecommender): recommender is Mixture {
  return 'members' in recommender;
}

/**
 * The weighted sum of fitted recommenders, each in units of its own scale, and of a popularity prior:
 *
 *     score(j) = sum over m of weight_m score_m(j) / scale_m + weight_prior prior_j
 *
 * Linear, so that a decomposition of every member over the history is one of the mixture: contributions add up, and the prior
 * is part of the base. `similar` is the mean of the members' by their weights; the prior has none. One member without a prior
 * is that recommender itself.
 * @param members at least one
 * @throws RangeError where the members, or the prior, are of different items
 */
export function createMixture(members: readonly MixtureMember[], prior: PopularityPrior | null): FittedRecommender {
  const [first] = members;
  if (members.length === 1 && !prior) return first.recommender;
  const { algorithm, options, items } = first.recommender;
  if (members.some(({ recommender }) => recommender.items !== items) || (prior && prior.values.length !== items))
    throw new RangeError('The parts of a mixture must be of the same items.');
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  const scratch = new Float64Array(items);
  const factor = ({ weight, scale }: MixtureMember): number => weight / scale;
  const shift = prior && prior.values.map((value) => prior.weight * value);

  const mixture: Mixture = {
    algorithm,
    options,
    items,
    members,
    prior,
    score(history: History, out: Float64Array): void {
      first.recommender.score(history, out);
      scaleAndShift(out, factor(first), shift);
      for (let m = 1; m < members.length; m++) {
        members[m].recommender.score(history, scratch);
        addScaled(out, factor(members[m]), scratch);
      }
    },
    explain(history: History, item: number): Explanation {
      const own = first.recommender.explain(history, item);
      const by = factor(first);
      // It is made for this call, and small arrays are made for every item of every list.
      const { contributions } = own;
      for (let e = 0; e < contributions.length; e++) contributions[e] *= by;
      let base = (shift?.[item] ?? 0) + by * own.base;
      for (const member of members.slice(1)) {
        const part = member.recommender.explain(history, item);
        const by = factor(member);
        base += by * part.base;
        for (let e = 0; e < contributions.length; e++) contributions[e] += by * part.contributions[e];
      }
      return { base, contributions };
    },
    similar(item: number, out: Float64Array): void {
      out.fill(0);
      for (const { recommender, weight } of members) {
        recommender.similar(item, scratch);
        for (let i = 0; i < items; i++) out[i] += (weight / total) * scratch[i];
      }
    },
    state() {
      throw new TypeError('A mixture is stored by its members.');
    },
  };
  return mixture;
}

/** What a fitted recommender is made of: enough to fit the same to other data. */
export function recipeOf(recommender: FittedRecommender): MixtureRecipe {
  const partOf = ({ algorithm, options }: FittedRecommender, weight: number) => ({
    algorithm,
    hyperParameters: options,
    weight,
  });
  if (!isMixture(recommender)) return { parts: [partOf(recommender, 1)], prior: null };
  const { members, prior } = recommender;
  return {
    parts: members.map(({ recommender: member, weight }) => partOf(member, weight)),
    prior: prior && { weight: prior.weight, halfLifeDays: prior.halfLifeDays },
  };
}

/** The prior's values from how much each item was engaged with, by any count at least 0. */
export function priorValues(counts: ArrayLike<number>): Float64Array {
  let most = 0;
  for (let i = 0; i < counts.length; i++) most = Math.max(most, counts[i]);
  const values = new Float64Array(counts.length);
  if (most > 0) for (let i = 0; i < counts.length; i++) values[i] = Math.log1p(counts[i]) / Math.log1p(most);
  return values;
}

/** `out = shift + by * out`, `shift` 0 where there is none. */
function scaleAndShift(out: Float64Array, by: number, shift: Float64Array | null): void {
  if (shift) for (let i = 0; i < shift.length; i++) out[i] = shift[i] + by * out[i];
  else for (let i = 0; i < out.length; i++) out[i] *= by;
}

function addScaled(out: Float64Array, by: number, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) out[i] += by * values[i];
}
