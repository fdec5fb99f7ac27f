import type { History } from '../interactions.js';
import type { Algorithm, FittedRecommender, HyperParameters, HyperParameterTable } from '../recommender.js';
import { rememberLast } from '../remember-last.js';
import { fitWeights, readWeights, type EaseWeights } from './ease-weights.js';
import { linkBetween, scoreByLinks } from './item-links.js';
import { ENGAGEMENT_OPTIONS, profileWeights } from './weighted-engagements.js';

/**
 * Linear autoencoder in closed form: Steck 2019, "Embarrassingly shallow autoencoders for sparse data", with the learners
 * weighted by their activity.
 *
 *     minimise |sqrt(W) (X - X B)|^2 + |sqrt(R) B|^2   with B_ii = 0,   R = lambda I + delta diag(X'WX)
 *     P = (X'WX + phi Phi Phi' + R)^-1,   B_ij = -P_ij / P_jj,   B_ii = 0
 *     score(j) = sum over the history's i of decay^later(i) x_i B_ij
 *
 * | symbol | meaning |
 * |---|---|
 * | x_ui | (ln(1 + strength) / ln 2)^strengthExponent; 1 for a plain view; 0 for a dislike |
 * | W | diagonal, w_u = n_u^-activityExponent, n_u the learner's entries, scaled so that the mean of w_u x_ui^2 over all entries is 1 |
 * | lambda, delta | regularization, and relativeRegularization: the part in proportion to how often an item was engaged |
 * | Phi | what contents say of themselves, one row of norm 1 each (content/stacked-features.ts); none: 0 |
 * | phi | featureWeight: two contents alike in everything count as if so many learners had engaged with both |
 * | later(i) | how many entries of the history are later than i; equal instants count alike |
 *
 * The features are stacked below X as further learners, one per word, piece or value, as in Jeunen, Van Balen, Goethals 2020,
 * "Closed-form models for collaborative filtering with side-information" (collective EASE): content that hardly anybody engaged
 * with then has weights too.
 *
 * Where ITEM_KNN counts what is engaged together, this also takes out what a third item explains already; so weights may be
 * below 0. Of each row of B the `neighbours` weights farthest from 0 are kept.
 *
 * Complexity: with n items that anybody engaged with, O(n^3) time, and for Phi Phi' the bounded products of
 * feature-products.ts, and 4 n^2 bytes to fit; O(n * neighbours) bytes to keep; score O(history * neighbours). Edges: items that
 * nobody engaged with have no weights; otherwise as ITEM_KNN. `similar` is the partial correlation -P_ij / sqrt(P_ii P_jj) over
 * the kept weights.
 */
export const ease: Algorithm = {
  name: 'EASE',
  summary:
    'Predicts each engagement from the others by one exact regression over all content; most accurate on catalogues of up to some ten thousand.',
  predictsRatings: false,
  hyperParameters: {
    regularization: {
      description: 'Pull of all weights towards 0, in plain views; more for sparser data.',
      default: 100,
      minimum: 0.01,
      maximum: 1e7,
      search: { scale: 'log', from: 10, to: 3000 },
    },
    relativeRegularization: {
      description: 'Further pull on the weights of an item, as a share of how often it was engaged.',
      default: 0.2,
      minimum: 0,
      maximum: 100,
      search: { scale: 'linear', from: 0, to: 2 },
    },
    featureWeight: {
      description:
        'How much the likeness of two contents (words, tags, fields) counts beside common engagements; 0 for not at all.',
      default: 3,
      minimum: 0,
      maximum: 10_000,
      search: { scale: 'log', from: 0.1, to: 30 },
    },
    ...ENGAGEMENT_OPTIONS,
    neighbours: {
      description: 'Weights kept for each item, those farthest from 0; 0 keeps all.',
      default: 500,
      minimum: 0,
      maximum: 100_000,
      integer: true,
    },
  } satisfies HyperParameterTable,
  fit: (data, options, context) => fitted(fitWeights(data, options, context), options),
  restore: (state) => fitted(readWeights(state), state.options),
};

function fitted(model: EaseWeights, options: HyperParameters): FittedRecommender {
  const { items, rowPtr, neighbour, similarity, precision } = model;
  const weightsOf = rememberLast((history: History) => profileWeights(history, items, options));
  return {
    algorithm: 'EASE',
    options,
    items,
    score(history, out) {
      scoreByLinks(model, history, profileWeights(history, items, options), out);
    },
    explain(history, item) {
      const contributions = weightsOf(history).slice();
      for (let k = 0; k < history.length; k++)
        if (contributions[k] !== 0) contributions[k] *= linkBetween(model, history.items[k], item);
      return { base: 0, contributions };
    },
    similar(item, out) {
      out.fill(0);
      if (!(item >= 0 && item < items) || !(precision[item] > 0)) return;
      for (let e = rowPtr[item]; e < rowPtr[item + 1]; e++) {
        const correlation = similarity[e] * Math.sqrt(precision[neighbour[e]] / precision[item]);
        out[neighbour[e]] = Math.max(-1, Math.min(1, correlation));
      }
      out[item] = 1;
    },
    state() {
      return {
        algorithm: 'EASE',
        options,
        numbers: { items },
        arrays: { rowPtr, neighbour, similarity, precision },
      };
    },
  };
}
