import { DomainError } from '../../errors.js';
import type { History, Interactions } from '../interactions.js';
import { jsKernels } from '../kernels/js-kernels.js';
import { createMatrix, readMatrix, type Engine, type Matrix } from '../kernels/engine.js';
import { drawRows } from '../kernels/draw-rows.js';
import { jsEngine } from '../kernels/js-engine.js';
import type { Kernels } from '../kernels/kernels.js';
import { createServingRows } from '../kernels/serving-rows.js';
import { createBlocks, sgdRound, type SgdState } from '../kernels/sgd-round.js';
import { createRandom } from '../random.js';
import { rememberLast } from '../remember-last.js';
import type { Algorithm, FitContext, FittedRecommender, HyperParameters, HyperParameterTable } from '../recommender.js';
import { rowCosines } from './cosine.js';
import { createFoldIn, createTerms, type FoldInTerms } from './fold-in.js';
import { readState } from './state-reader.js';

const HYPER_PARAMETERS = {
  factors: {
    description: 'Length of the vector that stands for a learner or a piece of content.',
    default: 100,
    minimum: 1,
    maximum: 1024,
    integer: true,
    search: { scale: 'log', from: 10, to: 200 },
  },
  epochs: {
    description: 'Passes over all engagement scores.',
    default: 20,
    minimum: 1,
    maximum: 1000,
    integer: true,
    search: { scale: 'linear', from: 5, to: 50 },
  },
  learningRate: {
    description: 'How far one score moves biases and vectors.',
    default: 0.005,
    minimum: 1e-6,
    maximum: 1,
    search: { scale: 'log', from: 0.001, to: 0.02 },
  },
  regularization: {
    description: 'Pull of biases and vectors towards zero at each step.',
    default: 0.02,
    minimum: 0,
    maximum: 10,
    search: { scale: 'log', from: 0.005, to: 0.5 },
  },
  initialDeviation: {
    description: 'Standard deviation of the vectors before the first step; 0 leaves the biases alone.',
    default: 0.1,
    minimum: 0,
    maximum: 10,
  },
} satisfies HyperParameterTable;

/**
 * Biased matrix factorisation by stochastic gradient descent, as Surprise's `SVD`: Koren, Bell, Volinsky 2009, "Matrix
 * factorization techniques for recommender systems" (Funk's SVD with biases).
 *
 *     r^_ui = mu + b_u + b_i + p_u . q_i
 *     for each r_ui, e = r_ui - r^_ui:
 *       b_u += gamma (e - lambda b_u)          b_i += gamma (e - lambda b_i)
 *       p_u += gamma (e q_i - lambda p_u)      q_i += gamma (e p_u - lambda q_i)     both from the old vectors
 *
 * | symbol | meaning |
 * |---|---|
 * | r_ui | engagement score of the pair, 0-10; 0 for a dislike |
 * | mu | mean of r |
 * | b, p, q | biases from 0, vectors from N(0, initialDeviation) |
 * | gamma, lambda | learningRate, regularization |
 *
 * The order of the r_ui: below 200,000 pairs learners in order and each history from its oldest entry, as Surprise takes them.
 * Beyond, learners are taken in groups whose vectors fit the cache; a group's learners and content are cut into 4 parts each (8
 * from 20 million pairs), and the blocks (a, (a + round) mod 4) of each round run side by side, after Gemulla et al. 2011
 * (DSGD). Within a block its two halves take turns, so that a step need not wait for the one before. The result does not depend
 * on the threads, and its RMSE lies within what another seed changes (3 million synthetic pairs, three seeds: 3.0608, 3.0686,
 * 3.0606 in blocks; 3.0594, 3.0659, 3.0615 in order).
 *
 * Serving folds the learner in against fixed items: `[b_u, p_u]` minimises
 * `sum (r - mu - b_i - b_u - p_u . q_i)^2 + ridge (b_u^2 + |p_u|^2)`, exactly and linearly in the residuals, so that the
 * score decomposes. `ridge = 1 / (gamma epochs) + lambda n`, n the entries that are not dislikes: lambda enters once per
 * entry of the history, and descent from zero that is stopped after the time t = gamma epochs shrinks like a ridge of 1 / t.
 * A dislike counts only while its prediction is above 0, so that it never raises its item.
 *
 * Predicts scores well and ranks badly (it never sees what was not engaged): offered because people know it. Vectors are
 * single precision, Surprise's double. Complexity: fit O(epochs pairs factors); score one fold-in, O(n^2 factors) for
 * n < factors, plus O(items factors). Edges: an item without entries has bias and vector 0; an empty history scores mu + b_i;
 * no data gives mu = 0. Only `predictRatings` is clipped to 0-10.
 */
export function createSvd(kernels: Kernels): Algorithm {
  return {
    name: 'SVD',
    summary: 'Predicts the 0-10 engagement score (matrix factorization with biases); good at scores, weak at ranking.',
    predictsRatings: true,
    hyperParameters: HYPER_PARAMETERS,
    fit: (data, options, context) =>
      fitted(kernels, descend(context.engine ?? jsEngine, data, options, context), options),
    restore(state, engine) {
      const reader = readState(state);
      const items = reader.count('items');
      return fitted(
        kernels,
        {
          items,
          mean: reader.number('mean'),
          bias: reader.doubles('itemBias', items),
          factors: reader.floats('itemFactors', items * state.options.factors),
        },
        state.options,
        engine,
      );
    },
  };
}

export const svd = createSvd(jsKernels);

interface ItemSide {
  readonly items: number;
  readonly mean: number;
  readonly bias: Float64Array;
  readonly factors: Float32Array;
}

/** @throws DomainError BAD_USER_INPUT when the steps were too long for the data */
function checkFinite(bias: Float64Array, factors: Float32Array, learningRate: number): void {
  if (bias.every(Number.isFinite) && factors.every(Number.isFinite)) return;
  throw new DomainError('BAD_USER_INPUT', `SVD diverged with learningRate ${learningRate}: choose a smaller one.`, {
    field: 'learningRate',
  });
}

const targetOf = (rating: number, disliked: number): number => (disliked === 1 ? 0 : rating);

/** Bytes of learners' vectors in one group: together with the items' they stay in the last-level cache. */
const GROUP_BYTES = 2 ** 22;
/** Ratings in a block, at least: fewer would not pay for handing it out. */
const LEAST_BLOCK = 10_000;

/**
 * How ratings are cut so that threads can work side by side. It follows the data alone, never the threads, so that they do not
 * change the result. One block keeps the ratings in order, which is Surprise's.
 */
function cutFor({ size }: Interactions, users: Matrix): { blocks: number; groups: number } {
  if (size < 200_000) return { blocks: 1, groups: 1 };
  const blocks = size < 20_000_000 ? 4 : 8;
  const wanted = Math.round((4 * users.rows * users.stride) / GROUP_BYTES);
  return { blocks, groups: Math.max(1, Math.min(wanted, Math.floor(size / blocks ** 2 / LEAST_BLOCK))) };
}

function descend(engine: Engine, data: Interactions, options: HyperParameters, context: FitContext): ItemSide {
  return withDescent(engine, data, options, context, (state) => itemSideOf(state, data, options));
}

function itemSideOf({ items, itemBias, mean }: SgdState, data: Interactions, options: HyperParameters): ItemSide {
  const { factors, learningRate } = options;
  const bias = itemBias.slice();
  const vectors = readMatrix(items);
  const met = new Uint8Array(data.items);
  for (let e = 0; e < data.size; e++) met[data.item[e]] = 1;
  for (let i = 0; i < data.items; i++) if (met[i] === 0) vectors.fill(0, i * factors, (i + 1) * factors);
  checkFinite(bias, vectors, learningRate);
  return { items: data.items, mean, bias, factors: vectors };
}

/**
 * The model that serves what a descent has left: what `fit` gives for the same data, options and seed.
 * @param engine where it scores, in single precision; valid until its enclosing scope ends
 */
export function fitOfDescent(
  state: SgdState,
  data: Interactions,
  options: HyperParameters,
  engine: Engine,
): FittedRecommender {
  return fitted(jsKernels, itemSideOf(state, data, options), options, engine);
}

/** Descends, then hands over both sides as the descent left them; they are valid until `use` returns. */
export function withDescent<T>(
  engine: Engine,
  data: Interactions,
  options: HyperParameters,
  context: FitContext,
  use: (state: SgdState) => T,
): T {
  const { factors, epochs, learningRate, regularization, initialDeviation } = options;
  const targetAt = (e: number): number => targetOf(data.rating[e], data.disliked[e]);
  let mean = 0;
  for (let e = 0; e < data.size; e++) mean += targetAt(e) / data.size;
  return engine.scope(() => {
    const random = createRandom(context.seed).fork('svd');
    const drawn = (name: string, rows: number): Matrix => {
      const matrix = createMatrix(engine, rows, factors);
      const seed = random.fork(name).integer(2 ** 32);
      drawRows(engine, matrix, initialDeviation, seed, () => context.checkpoint(0, 'drawing vectors'));
      return matrix;
    };
    const users = drawn('users', data.users);
    const items = drawn('items', data.items);
    const state = { users, items, userBias: engine.float64(data.users), itemBias: engine.float64(data.items), mean };
    const ratings = createBlocks(engine, data, targetAt, cutFor(data, users), () =>
      context.checkpoint(0, 'cutting into blocks'),
    );
    const rounds = epochs * ratings.rounds;
    for (let n = 0; n < rounds; n++) {
      const detail = `epoch ${Math.floor(n / ratings.rounds) + 1} of ${epochs}`;
      context.checkpoint(n / rounds, detail);
      sgdRound(engine, ratings, n % ratings.rounds, state, learningRate, learningRate * regularization, (done) =>
        context.checkpoint((n + done) / rounds, detail),
      );
    }
    context.checkpoint(1, `${epochs} epochs`);
    return use(state);
  });
}

function fitted(
  kernels: Kernels,
  side: ItemSide,
  options: HyperParameters,
  engine: Engine = jsEngine,
): FittedRecommender {
  const { items, mean, bias, factors } = side;
  const columns = options.factors + 1;
  // The learner's bias is one more coordinate, whose column is 1 for every item.
  const rows = new Float32Array(items * columns);
  for (let i = 0; i < items; i++) {
    rows[i * columns] = 1;
    rows.set(factors.subarray(i * options.factors, (i + 1) * options.factors), i * columns + 1);
  }
  const serving = createServingRows(engine, rows, items, columns);
  const foldIn = createFoldIn(kernels, rows, columns, null, serving);
  const vector = new Float64Array(columns);

  const termsOf = (history: History): { terms: FoldInTerms; entry: number[] } => {
    let liked = 0;
    for (let k = 0; k < history.length; k++) if (history.items[k] < items && history.disliked[k] === 0) liked++;
    const ridge = 1 / (options.learningRate * options.epochs) + options.regularization * liked;
    const terms = createTerms(history.length);
    const entry: number[] = [];
    for (let k = 0; k < history.length; k++) {
      const item = history.items[k];
      if (item >= items) continue;
      const t = terms.count++;
      const known = mean + bias[item];
      terms.row[t] = item;
      terms.weight[t] = 1 / ridge;
      terms.pull[t] = (targetOf(history.rating[k], history.disliked[k]) - known) / ridge;
      terms.offset[t] = known;
      terms.oneSided[t] = history.disliked[k];
      entry.push(k);
    }
    return { terms, entry };
  };
  /** A list is explained item after item for one history, whose system is then factored once. */
  const explained = rememberLast(termsOf);

  const score = (history: History, out: Float64Array): void => {
    foldIn.solve(termsOf(history).terms, vector);
    serving.score(vector, out);
    for (let i = 0; i < items; i++) out[i] += mean + bias[i];
  };

  return {
    algorithm: 'SVD',
    options,
    items,
    score,
    explain(history, item) {
      const contributions = new Float64Array(history.length);
      if (item >= items) return { base: 0, contributions };
      const { terms, entry } = explained(history);
      const parts = new Float64Array(history.length);
      foldIn.decompose(terms, item, parts);
      for (let k = 0; k < entry.length; k++) contributions[entry[k]] = parts[k];
      return { base: mean + bias[item], contributions };
    },
    similar(item, out) {
      rowCosines(kernels, factors, items, options.factors, item, out);
    },
    predictRatings(history, out) {
      score(history, out);
      for (let i = 0; i < items; i++) out[i] = Math.max(0, Math.min(10, out[i]));
    },
    state() {
      return {
        algorithm: 'SVD',
        options,
        numbers: { items, mean },
        arrays: { itemBias: bias, itemFactors: factors },
      };
    },
  };
}
