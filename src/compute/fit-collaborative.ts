import { countLearners } from '../model/algorithms/popularity.js';
import { isInformative } from '../model/hybrid/hybrid-model.js';
import { createMixture, priorValues, type MixtureRecipe } from '../model/hybrid/mixture.js';
import { historyOf, type Interactions } from '../model/interactions.js';
import { createRandom } from '../model/random.js';
import type { AlgorithmName, FittedRecommender, HyperParameters } from '../model/recommender.js';
import type { Checkpoint } from './progress.js';

/** Learners whose best scores give a fit's scale. */
const SCALE_LEARNERS = 300;

export type Fit = (
  algorithm: AlgorithmName,
  data: Interactions,
  hyperParameters: HyperParameters,
  checkpoint: Checkpoint,
) => FittedRecommender;

/** Fits all parts of the collaborative half and puts them together. */
export function fitCollaborative(
  recipe: MixtureRecipe,
  data: Interactions,
  seed: number,
  fit: Fit,
  checkpoint: Checkpoint,
): FittedRecommender {
  const { parts } = recipe;
  const fits = parts.map(({ algorithm, hyperParameters }, p) =>
    fit(algorithm, data, hyperParameters, (fraction, detail) => checkpoint((p + fraction) / parts.length, detail)),
  );
  return assemble(recipe, fits, data, seed);
}

/** @param fits of the parts, in their order */
export function assemble(
  { parts, prior }: MixtureRecipe,
  fits: readonly FittedRecommender[],
  data: Interactions,
  seed: number,
): FittedRecommender {
  if (fits.length === 1 && !prior) return fits[0];
  const learners = scaleLearners(data, seed);
  return createMixture(
    fits.map((recommender, p) => ({
      recommender,
      weight: parts[p].weight,
      scale: highScore(recommender, data, learners),
    })),
    prior && { ...prior, values: priorValues(countLearners(data, prior.halfLifeDays)) },
  );
}

/** Learners with a history, drawn by the seed. */
export function scaleLearners(data: Interactions, seed: number): Int32Array {
  const learners = Int32Array.from({ length: data.users }, (_, u) => u).filter((u) =>
    isInformative(historyOf(data, u), data.items),
  );
  return createRandom(seed).fork('scale sample').shuffle(learners).slice(0, SCALE_LEARNERS).sort();
}

/** The mean over learners of the best score of what they have not seen; 1 where no score is above 0. */
export function highScore(recommender: FittedRecommender, data: Interactions, learners: Int32Array): number {
  const scores = new Float64Array(recommender.items);
  let sum = 0;
  for (const learner of learners) {
    const history = historyOf(data, learner);
    recommender.score(history, scores);
    for (const item of history.items) scores[item] = 0;
    let best = 0;
    for (const score of scores) if (score > best) best = score;
    sum += best / learners.length;
  }
  return sum > 0 ? sum : 1;
}
