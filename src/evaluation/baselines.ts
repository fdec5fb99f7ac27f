import type { Interactions } from '../model/interactions.js';
import { createRandom, hash32 } from '../model/random.js';

/** Writes the score of every item for a learner; fits `RankTask.score`. */
export type ScoreFunction = (user: number, out: Float64Array) => void;

/**
 * RANDOM: uniform scores, a stream per learner, so that a learner's list depends neither on the other learners nor on the order.
 * @param seed any integer; same seed, same lists
 */
export function randomScores(seed: number): ScoreFunction {
  return (user, out) => {
    const random = createRandom(hash32(`random-baseline:${user}`, seed));
    for (let item = 0; item < out.length; item++) out[item] = random.next();
  };
}

/**
 * POPULARITY: the same scores for every learner.
 * @param counts learners who engaged with each item in training, see `countLearners`; items past its end score 0
 */
export function popularityScores(counts: Float64Array): ScoreFunction {
  return (_user, out) => {
    out.fill(0);
    out.set(counts.subarray(0, out.length));
  };
}

/** Learners who engaged with each item, disliked or not: one per pair, however often it was engaged. */
export function countLearners(data: Interactions): Float64Array {
  const counts = new Float64Array(data.items);
  for (let e = 0; e < data.size; e++) counts[data.item[e]]++;
  return counts;
}
