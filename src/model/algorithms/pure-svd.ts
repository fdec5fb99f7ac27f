import type { Interactions } from '../interactions.js';
import { createSparse, type Engine } from '../kernels/engine.js';
import { jsEngine } from '../kernels/js-engine.js';
import { jsKernels } from '../kernels/js-kernels.js';
import { createServingRows } from '../kernels/serving-rows.js';
import { createRandom } from '../random.js';
import type { Algorithm, FitContext, FittedRecommender, HyperParameters, HyperParameterTable } from '../recommender.js';
import { rowCosines } from './cosine.js';
import { readState } from './state-reader.js';
import { truncatedSvd } from './truncated-svd.js';
import { ENGAGEMENT_OPTIONS, profileWeights, weightEngagements } from './weighted-engagements.js';

/**
 * Truncated singular value decomposition: Cremonesi, Koren, Turrin 2010, "Performance of recommender algorithms on top-N
 * recommendation tasks" (PureSVD), with popular content scaled down before the decomposition as Nikolakopoulos et al. 2019,
 * "EigenRec", do.
 *
 *     A_ui = sqrt(w_u) x_ui / G_ii^(popularityExponent / 2),   A = U S V' cut to the largest `factors` singular values
 *     score = r V V',   r_i = decay^later(i) x_i over the history
 *
 * | symbol | meaning |
 * |---|---|
 * | x_ui | (ln(1 + strength) / ln 2)^strengthExponent; 1 for a plain view; 0 for a dislike |
 * | w_u | n_u^-activityExponent, n_u the learner's entries, scaled so that the mean of w_u x_ui^2 over all entries is 1 |
 * | G_ii | sum over learners of w_u x_ui^2 |
 * | later(i) | how many entries of the history are later than i; equal instants count alike |
 *
 * With every exponent 0 it is PureSVD as published. Complexity: see truncated-svd.ts to fit; score
 * O((history + items) * factors). Edges: as ITEM_KNN for the history; with fewer dimensions than factors the others are 0.
 */
export const pureSvd: Algorithm = {
  name: 'PURE_SVD',
  summary:
    'Projects the history on the main directions of who engages with what; few numbers per content, quick to fit.',
  predictsRatings: false,
  hyperParameters: {
    factors: {
      description: 'Length of the vector that stands for a piece of content.',
      default: 32,
      minimum: 1,
      maximum: 1024,
      integer: true,
      search: { scale: 'log', from: 8, to: 256 },
    },
    popularityExponent: {
      description:
        'How far the popularity of content is divided out before the decomposition: 0 not at all, 1 in full.',
      default: 0.4,
      minimum: 0,
      maximum: 2,
      search: { scale: 'linear', from: 0, to: 1 },
    },
    ...ENGAGEMENT_OPTIONS,
  } satisfies HyperParameterTable,
  fit: (data, options, context) => fitted(decompose(data, options, context), options),
  restore(state, engine) {
    const reader = readState(state);
    const items = reader.count('items');
    return fitted(
      {
        items,
        vectors: reader.floats('vectors', items * state.options.factors),
        singularValues: reader.doubles('singularValues', state.options.factors),
      },
      state.options,
      engine,
    );
  },
};

interface Decomposition {
  readonly items: number;
  /** V by row, items x factors. */
  readonly vectors: Float32Array;
  /** Descending. */
  readonly singularValues: Float64Array;
}

function decompose(data: Interactions, options: HyperParameters, context: FitContext): Decomposition {
  const { checkpoint, engine = jsEngine } = context;
  const { rows, columns, learnerWeight, weight } = weightEngagements(data, options, () =>
    checkpoint(0, 'weighting engagements'),
  );
  const ofLearner = learnerWeight.map(Math.sqrt);
  const ofItem = weight.map((total) => (total > 0 ? total ** (-options.popularityExponent / 2) : 0));
  const byLearner = new Float32Array(rows.place.length);
  for (let u = 0; u < data.users; u++)
    for (let e = rows.ptr[u]; e < rows.ptr[u + 1]; e++)
      byLearner[e] = ofLearner[u] * rows.value[e] * ofItem[rows.place[e]];
  const byItem = new Float32Array(columns.place.length);
  for (let i = 0; i < data.items; i++)
    for (let c = columns.ptr[i]; c < columns.ptr[i + 1]; c++)
      byItem[c] = (columns.value[c] / ofLearner[columns.place[c]]) * ofItem[i];

  return engine.scope(() => {
    const matrix = createSparse(engine, { columns: data.items, ptr: rows.ptr, column: rows.place, value: byLearner });
    const transposed = createSparse(engine, {
      columns: data.users,
      ptr: columns.ptr,
      column: columns.place,
      value: byItem,
    });
    const random = createRandom(context.seed).fork('pure svd');
    const { singularValues, vectors } = truncatedSvd(engine, matrix, transposed, options.factors, random, (done) =>
      checkpoint(done, 'decomposing'),
    );
    checkpoint(1, `${options.factors} factors`);
    return { items: data.items, vectors, singularValues };
  });
}

function fitted(model: Decomposition, options: HyperParameters, engine: Engine = jsEngine): FittedRecommender {
  const { items, vectors, singularValues } = model;
  const { factors } = options;
  const serving = createServingRows(engine, vectors, items, factors);
  return {
    algorithm: 'PURE_SVD',
    options,
    items,
    score(history, out) {
      const weights = profileWeights(history, items, options);
      const learner = new Float64Array(factors);
      for (let k = 0; k < history.length; k++)
        if (weights[k] !== 0) jsKernels.axpy(weights[k], vectors, history.items[k] * factors, learner, factors);
      serving.score(learner, out);
    },
    explain(history, item) {
      if (!(item >= 0 && item < items)) return { base: 0, contributions: new Float64Array(history.length) };
      const contributions = profileWeights(history, items, options);
      for (let k = 0; k < history.length; k++)
        if (contributions[k] !== 0)
          contributions[k] *= jsKernels.dot(vectors, history.items[k] * factors, vectors, item * factors, factors);
      return { base: 0, contributions };
    },
    similar(item, out) {
      rowCosines(jsKernels, vectors, items, factors, item, out);
    },
    state() {
      return { algorithm: 'PURE_SVD', options, numbers: { items }, arrays: { vectors, singularValues } };
    },
  };
}
