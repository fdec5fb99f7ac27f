import type { History, Interactions } from '../interactions.js';
import type { Algorithm, FittedRecommender, HyperParameters, RecommenderState } from '../recommender.js';
import { readState } from './state-reader.js';

/**
 * How many learners engaged with each item: the floor that a personal model has to beat.
 *
 *     score(j) = sum over learners u with j, not disliked, of 2^(-age_uj / halfLifeDays)
 *
 * | symbol | meaning |
 * |---|---|
 * | age_uj | days from u's last engagement with j to the newest engagement of the data |
 *
 * Complexity: fit O(pairs), score O(items). Edges: a pair counts once however often it was engaged; a disliked pair does not
 * count; the history does not matter, so that everything is in the explanation's base; no two items are similar.
 */
export const popularity: Algorithm = {
  name: 'POPULARITY',
  summary: 'Ranks content by the number of distinct learners who engaged with it; the same for everybody.',
  predictsRatings: false,
  hyperParameters: {
    halfLifeDays: {
      description:
        'Days in which the weight of an engagement halves, counted back from the newest one; 0 for no decay.',
      default: 0,
      minimum: 0,
      maximum: 36_500,
      search: { scale: 'log', from: 7, to: 3650 },
    },
  },
  fit(data, options, context) {
    context.checkpoint(0, 'counting learners');
    const scores = countLearners(data, options.halfLifeDays);
    context.checkpoint(1, 'counted learners');
    return fitted(scores, options);
  },
  restore(state) {
    const reader = readState(state);
    return fitted(reader.doubles('scores', reader.count('items')), state.options);
  },
};

const DAY = 86_400_000;

/** Distinct learners who engaged each item without disliking it. @param halfLifeDays as the option of that name */
export function countLearners(data: Interactions, halfLifeDays: number): Float64Array {
  const scores = new Float64Array(data.items);
  let newest = -Infinity;
  for (let e = 0; e < data.size; e++) newest = Math.max(newest, data.timestamp[e]);
  for (let e = 0; e < data.size; e++) {
    if (data.disliked[e] === 1) continue;
    scores[data.item[e]] += halfLifeDays > 0 ? 2 ** (-(newest - data.timestamp[e]) / DAY / halfLifeDays) : 1;
  }
  return scores;
}

function fitted(scores: Float64Array, options: HyperParameters): FittedRecommender {
  return {
    algorithm: 'POPULARITY',
    options,
    items: scores.length,
    score(_history: History, out: Float64Array): void {
      out.set(scores);
    },
    explain(history, item) {
      return { base: scores[item] ?? 0, contributions: new Float64Array(history.length) };
    },
    similar(_item, out) {
      out.fill(0);
    },
    state(): RecommenderState {
      return { algorithm: 'POPULARITY', options, numbers: { items: scores.length }, arrays: { scores } };
    },
  };
}
