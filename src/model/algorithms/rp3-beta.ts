import type { Interactions } from '../interactions.js';
import type { Algorithm, FitContext, HyperParameters, HyperParameterTable } from '../recommender.js';
import { addCoOccurrence, coOccurrenceWork } from './co-occurrence.js';
import {
  buildNeighbourhood,
  fittedNeighbourhood,
  readNeighbourhood,
  type Neighbourhood,
} from './item-neighbourhood.js';
import { NEIGHBOURHOOD_OPTIONS } from './neighbourhood-options.js';
import { ENGAGEMENT_OPTIONS, weightEngagements, type WeightedEngagements } from './weighted-engagements.js';

/**
 * Walks of three steps over the graph of learners and contents, popular ends discounted: Paudel, Christoffel, Newell,
 * Bernstein 2017, "Updatable, accurate, diverse, and scalable recommendations for interactive applications" (RP3beta), after
 * Christoffel, Paudel, Newell, Bernstein 2015, "Blockbusters and wallflowers: accurate, diverse, and scalable
 * recommendations with random walks", with the transition probabilities raised to a power as Cooper et al. 2014 do (P3alpha).
 *
 *     p_ui = x_ui / d_u,   p_iu = x_ui / d_i         a step from a learner to content, and back
 *     S_ij = sum over learners u of p_iu^alpha p_uj^alpha / d_j^beta,   S_ii = 0
 *     score(j) = sum over the history's i of decay^later(i) x_i S_ij
 *
 * | symbol | meaning |
 * |---|---|
 * | x_ui | (ln(1 + strength) / ln 2)^strengthExponent; 1 for a plain view; 0 for a dislike |
 * | d_u, d_i | sum of x_ui over the learner's contents, over the content's learners |
 * | alpha | walkExponent |
 * | beta | popularityExponent |
 * | later(i) | how many entries of the history are later than i; equal instants count alike |
 *
 * The first step, from the learner to the history, is x_i decay^later(i), not divided by d_u, which is the same for all
 * candidates. With alpha 1 and decay 1 it is RP3beta as published; with beta 0 too, P3. Complexity and edges: as ITEM_KNN,
 * without content features. `similar` is the cosine G_ij / sqrt(G_ii G_jj), G_ij = sum over u of x_ui^alpha x_uj^alpha d_u^-alpha.
 */
export const rp3Beta: Algorithm = {
  name: 'RP3BETA',
  summary:
    'Walks from the history to learners and on to their content, popular ends discounted; finds less popular content.',
  predictsRatings: false,
  hyperParameters: {
    walkExponent: {
      description: 'Power of the probability of each step: above 1 favours likely steps, below 1 evens them out.',
      default: 0.6,
      minimum: 0,
      maximum: 3,
      search: { scale: 'linear', from: 0.3, to: 1.5 },
    },
    popularityExponent: {
      description: 'How far the popularity of the candidate is divided out: 0 not at all, 1 in full.',
      default: 0.3,
      minimum: 0,
      maximum: 2,
      search: { scale: 'linear', from: 0, to: 1 },
    },
    neighbours: NEIGHBOURHOOD_OPTIONS.neighbours,
    strengthExponent: ENGAGEMENT_OPTIONS.strengthExponent,
    decay: ENGAGEMENT_OPTIONS.decay,
  } satisfies HyperParameterTable,
  fit: (data, options, context) => fittedNeighbourhood('RP3BETA', fitLinks(data, options, context), options),
  restore: (state) => fittedNeighbourhood('RP3BETA', readNeighbourhood(state), state.options),
};

function fitLinks(data: Interactions, options: HyperParameters, { checkpoint }: FitContext): Neighbourhood {
  const engagements = weightEngagements(data, { ...options, activityExponent: 0 }, () =>
    checkpoint(0, 'weighting engagements'),
  );
  const { steps, degree, weight } = takeSteps(engagements, data, options.walkExponent);
  const history = degree.map((d) => (d > 0 ? d ** -options.walkExponent : 0));
  const candidate = degree.map((d) => (d > 0 ? d ** -options.popularityExponent : 0));
  const rule = {
    weight,
    lambda: 0,
    likeness: null,
    work: coOccurrenceWork(steps),
    accumulate: addCoOccurrence(steps),
    similarity: (i: number, j: number, common: number) => history[i] * candidate[j] * common,
  };
  return buildNeighbourhood(data.items, rule, options.neighbours, checkpoint);
}

/** `x_ui^alpha` by learner and `x_ui^alpha d_u^-alpha` by item; d_i and G_ii by item. */
function takeSteps(
  { rows, columns }: WeightedEngagements,
  { users, items }: Interactions,
  exponent: number,
): { steps: Pick<WeightedEngagements, 'rows' | 'columns'>; degree: Float64Array; weight: Float64Array } {
  const ofLearner = new Float64Array(users);
  const degree = new Float64Array(items);
  for (let u = 0; u < users; u++) {
    let sum = 0;
    for (let e = rows.ptr[u]; e < rows.ptr[u + 1]; e++) {
      sum += rows.value[e];
      degree[rows.place[e]] += rows.value[e];
    }
    ofLearner[u] = sum > 0 ? sum ** -exponent : 0;
  }
  const byLearner = rows.value.map((x) => x ** exponent);
  const byItem = new Float64Array(columns.value.length);
  const weight = new Float64Array(items);
  const next = columns.ptr.slice(0, items);
  for (let u = 0; u < users; u++)
    for (let e = rows.ptr[u]; e < rows.ptr[u + 1]; e++) {
      const item = rows.place[e];
      const value = byLearner[e] * ofLearner[u];
      byItem[next[item]++] = value;
      weight[item] += value * byLearner[e];
    }
  return { steps: { rows: { ...rows, value: byLearner }, columns: { ...columns, value: byItem } }, degree, weight };
}
