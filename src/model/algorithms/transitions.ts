import type { Interactions } from '../interactions.js';
import type { Algorithm, FitContext, HyperParameters, HyperParameterTable } from '../recommender.js';
import {
  buildNeighbourhood,
  fittedNeighbourhood,
  readNeighbourhood,
  shrunkSimilarity,
  type Neighbourhood,
  type RowSums,
} from './item-neighbourhood.js';
import { NEIGHBOURHOOD_OPTIONS } from './neighbourhood-options.js';
import { ENGAGEMENT_OPTIONS, weightEngagements, type WeightedEngagements } from './weighted-engagements.js';

/**
 * Item-to-item transitions within a window, both directions, the reverse one counting less: what is engaged soon after what.
 * First-order Markov chains over items (Shani, Heckerman, Brafman 2005, "An MDP-based recommender system", whose skipping
 * spreads a transition over the following items with weights that fall with the distance), normalised and shrunk as ITEM_KNN.
 *
 *     T_ij     = sum over learners u with i and j at most `window` steps apart of w_u x_ui x_uj k_u(i, j)
 *     k_u(i, j) = steps^-stepExponent * (1 if i comes before j, reverseWeight if after it, their mean if at the same instant)
 *     S_ij     = T_ij / (G_ii^a G_jj^b + lambda) + phi c_ij / (g^(a + b) + lambda)     i engaged, j a candidate; S_ii = 0
 *     score(j) = sum over the history's i of decay^later(i) x_i S_ij
 *
 * | symbol | meaning |
 * |---|---|
 * | x_ui, w_u, a, b, lambda, phi, c_ij, g, later(i) | as in item-knn.ts |
 * | G_ii | sum over learners u of w_u x_ui^2 |
 * | steps | how far apart i and j stand in the learner's history, at least 1; entries of one instant share their middle place |
 *
 * Without timestamps all entries share a place, and it is ITEM_KNN but for a constant. Complexity: fit O(entries * window), and
 * as ITEM_KNN for what shares an instant and for the features; score O(history * neighbours). Edges: as ITEM_KNN. `similar` is
 * the shrunk cosine with T_ij in place of G_ij.
 */
export const transitions: Algorithm = {
  name: 'TRANSITIONS',
  summary:
    'Recommends what learners engage with soon after, or before, the latest content in the history; for long ordered histories.',
  predictsRatings: false,
  hyperParameters: {
    window: {
      description: 'Steps of a history over which one piece of content says something about another.',
      default: 10,
      minimum: 1,
      maximum: 1000,
      integer: true,
      search: { scale: 'log', from: 3, to: 50 },
    },
    reverseWeight: {
      description: 'What an earlier piece of content counts as a candidate after a later one; a later one counts 1.',
      default: 0.6,
      minimum: 0,
      maximum: 1,
      search: { scale: 'linear', from: 0, to: 1 },
    },
    stepExponent: {
      description: 'How much less content says that is more steps away: weight = steps^-exponent; 0 for no difference.',
      default: 0.25,
      minimum: 0,
      maximum: 4,
      search: { scale: 'linear', from: 0, to: 2 },
    },
    ...NEIGHBOURHOOD_OPTIONS,
    ...ENGAGEMENT_OPTIONS,
  } satisfies HyperParameterTable,
  fit: (data, options, context) => fittedNeighbourhood('TRANSITIONS', fitLinks(data, options, context), options),
  restore: (state) => fittedNeighbourhood('TRANSITIONS', readNeighbourhood(state), state.options),
};

function fitLinks(data: Interactions, options: HyperParameters, { checkpoint, features }: FitContext): Neighbourhood {
  const engagements = weightEngagements(data, options, () => checkpoint(0, 'weighting engagements'));
  const rule = {
    ...shrunkSimilarity(engagements, options, features),
    weight: engagements.weight,
    work: engagements.size,
    accumulate: addTransitions(engagements, doubledPlaces(engagements, data), options),
  };
  return buildNeighbourhood(data.items, rule, options.neighbours, checkpoint);
}

/**
 * Twice the place of each entry in its learner's history, by learner: twice, because the middle of an even number of entries
 * of one instant lies between two.
 */
function doubledPlaces({ rows, source, size }: WeightedEngagements, data: Interactions): Int32Array {
  const places = new Int32Array(size);
  for (let u = 0; u < data.users; u++) {
    const end = rows.ptr[u + 1];
    for (let first = rows.ptr[u]; first < end;) {
      let last = first;
      while (last + 1 < end && data.timestamp[source[last + 1]] === data.timestamp[source[first]]) last++;
      places.fill(first + last, first, last + 1);
      first = last + 1;
    }
  }
  return places;
}

/** Adds T_ij for all j. @returns what adds one item's, and returns how many entries the item has */
function addTransitions(
  { rows, columns, size }: WeightedEngagements,
  places: Int32Array,
  { window, reverseWeight, stepExponent }: HyperParameters,
): (item: number, row: RowSums) => number {
  const later = Float64Array.from({ length: 2 * window + 1 }, (_, n) => Math.max(1, n / 2) ** -stepExponent);
  const earlier = later.map((weight) => reverseWeight * weight);
  later[0] = earlier[0] = (1 + reverseWeight) / 2;
  const entryOf = new Int32Array(size);
  const next = columns.ptr.slice(0, -1);
  for (let e = 0; e < size; e++) entryOf[next[rows.place[e]]++] = e;

  return (item, row) => {
    const { common, touchedBy, touched } = row;
    let { count } = row;
    for (let c = columns.ptr[item]; c < columns.ptr[item + 1]; c++) {
      const value = columns.value[c];
      const place = places[entryOf[c]];
      const start = rows.ptr[columns.place[c]];
      const end = rows.ptr[columns.place[c] + 1];
      let first = entryOf[c];
      while (first > start && place - places[first - 1] <= 2 * window) first--;
      for (let e = first; e < end && places[e] - place <= 2 * window; e++) {
        const j = rows.place[e];
        if (touchedBy[j] !== item) {
          touchedBy[j] = item;
          touched[count++] = j;
        }
        common[j] +=
          value * rows.value[e] * (places[e] < place ? earlier[place - places[e]] : later[places[e] - place]);
      }
    }
    row.count = count;
    return columns.ptr[item + 1] - columns.ptr[item];
  };
}
