import { countLearners } from '../model/algorithms/popularity.js';
import { priorValues, type MixtureRecipe } from '../model/hybrid/mixture.js';
import type { FittedRecommender } from '../model/recommender.js';
import { isBetterBy, meanOf } from '../model/selection/paired-difference.js';
import type { Attempt } from '../model/selection/select.js';
import { highScore, scaleLearners } from './fit-collaborative.js';
import { learnerNdcg, type Validation } from './measure-ranking.js';
import type { Checkpoint } from './progress.js';

/** A finalist with its fit on the training part. */
export interface FittedFinalist {
  readonly attempt: Attempt;
  readonly fit: FittedRecommender;
}

export interface MixtureFit {
  readonly recipe: MixtureRecipe;
  /** Those of the recipe's parts, in their order. */
  readonly members: readonly FittedFinalist[];
  /** NDCG@10 of the validation learners, and that of the chosen one alone. */
  readonly ndcg: number;
  readonly ndcgAlone: number;
  /** Finalists that were not considered as further parts, since their fits would have taken too long. */
  readonly tooSlow: readonly Attempt[];
}

/** Shares that another algorithm may have beside those taken before it. */
const SHARES = [0.15, 0.3, 0.45];
const PRIOR_WEIGHTS = [0.05, 0.1, 0.2, 0.4];
const PRIOR_HALF_LIVES = [0, 365, 90, 30];
const MOST_MEMBERS = 3;
/** A part is added where the sum is better by so many standard errors of the difference, and by so large a share. */
const TO_BE_ADDED = 2;
const WORTH_ADDING = 0.005;

/** Weights of the finalists, which sum to 1, and of the prior. */
interface Proposal {
  readonly weights: readonly number[];
  readonly prior: { readonly weight: number; readonly halfLifeDays: number } | null;
}

/**
 * Blends the finalists on the validation learners, greedily from the chosen one: of all shares of all others the best is
 * taken where it is significantly better than what stands, then the next; then a popularity prior in the same way.
 * @param finalists without POPULARITY beside another: the prior is its part
 * @param isAffordable whether so many parts can be fitted in time
 */
export function fitMixture(
  finalists: readonly FittedFinalist[],
  chosen: Attempt,
  validation: Validation,
  seed: number,
  isAffordable: (attempts: readonly Attempt[]) => boolean,
  checkpoint: Checkpoint,
): MixtureFit {
  const { train } = validation;
  const learners = scaleLearners(train, seed);
  const scales = finalists.map(({ fit }) => highScore(fit, train, learners));
  const priors = new Map(PRIOR_HALF_LIVES.map((days) => [days, priorValues(countLearners(train, days))]));
  const raw = finalists.map(() => new Float64Array(train.items));

  const measure = (proposals: readonly Proposal[]): Float32Array[] =>
    learnerNdcg(
      validation,
      proposals.length,
      train.items,
      (history, out) => {
        finalists.forEach(({ fit }, f) => fit.score(history, raw[f]));
        proposals.forEach((proposal, p) => write(proposal, raw, scales, priors, out[p]));
      },
      checkpoint,
    );
  const improve = (
    from: { proposal: Proposal; values: Float32Array },
    proposals: readonly Proposal[],
  ): { proposal: Proposal; values: Float32Array } | null => {
    if (proposals.length === 0) return null;
    const all = measure(proposals);
    let best = 0;
    for (let p = 1; p < all.length; p++) if (meanOf(all[p]) > meanOf(all[best])) best = p;
    const isBetter =
      isBetterBy(TO_BE_ADDED, all[best], from.values) && meanOf(all[best]) > (1 + WORTH_ADDING) * meanOf(from.values);
    return isBetter ? { proposal: proposals[best], values: all[best] } : null;
  };

  let current = {
    proposal: { weights: finalists.map(({ attempt }) => (attempt === chosen ? 1 : 0)), prior: null } as Proposal,
    values: chosen.values!,
  };
  const tooSlow = new Set<Attempt>();
  for (let members = 1; members < MOST_MEMBERS; members++) {
    const { weights, prior } = current.proposal;
    const taken = finalists.filter((_, f) => weights[f] > 0).map(({ attempt }) => attempt);
    const isPossible = ({ attempt }: FittedFinalist): boolean => {
      if (isAffordable([...taken, attempt])) return true;
      tooSlow.add(attempt);
      return false;
    };
    const proposals = weights.flatMap((weight, other) =>
      weight > 0 || !isPossible(finalists[other])
        ? []
        : SHARES.map((share) => ({ prior, weights: weights.map((w, f) => (f === other ? share : w * (1 - share))) })),
    );
    const next = improve(current, proposals);
    if (!next) break;
    current = next;
  }
  if (chosen.algorithm !== 'POPULARITY') {
    const { weights } = current.proposal;
    const priorsToTry = PRIOR_HALF_LIVES.flatMap((halfLifeDays) =>
      PRIOR_WEIGHTS.map((weight) => ({ weights, prior: { weight, halfLifeDays } })),
    );
    current = improve(current, priorsToTry) ?? current;
  }

  const members = finalists
    .map((finalist, f) => ({ finalist, weight: current.proposal.weights[f] }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return {
    recipe: {
      parts: members.map(({ finalist: { attempt }, weight }) => ({
        algorithm: attempt.algorithm,
        hyperParameters: attempt.hyperParameters,
        weight,
      })),
      prior: current.proposal.prior,
    },
    members: members.map(({ finalist }) => finalist),
    ndcg: meanOf(current.values),
    ndcgAlone: chosen.mean!,
    tooSlow: [...tooSlow],
  };
}

function write(
  { weights, prior }: Proposal,
  raw: readonly Float64Array[],
  scales: readonly number[],
  priors: ReadonlyMap<number, Float64Array>,
  out: Float64Array,
): void {
  const values = prior && priors.get(prior.halfLifeDays)!;
  if (values) for (let i = 0; i < out.length; i++) out[i] = prior.weight * values[i];
  else out.fill(0);
  weights.forEach((weight, f) => {
    if (weight === 0) return;
    const by = weight / scales[f];
    const scores = raw[f];
    for (let i = 0; i < out.length; i++) out[i] += by * scores[i];
  });
}
