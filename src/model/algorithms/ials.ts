import type { History, Interactions } from '../interactions.js';
import { createMatrix, readMatrix, type Engine } from '../kernels/engine.js';
import { drawRows } from '../kernels/draw-rows.js';
import { jsEngine } from '../kernels/js-engine.js';
import { jsKernels } from '../kernels/js-kernels.js';
import type { Kernels } from '../kernels/kernels.js';
import { createServingRows } from '../kernels/serving-rows.js';
import { inverseOfLower, productOf, transposeOf } from '../kernels/small-square.js';
import { byActivity, createWeightedRows } from '../kernels/weighted-rows.js';
import { createRandom } from '../random.js';
import { rememberLast } from '../remember-last.js';
import type {
  Algorithm,
  FitContext,
  FittedRecommender,
  HyperParameters,
  HyperParameterTable,
  RecommenderState,
} from '../recommender.js';
import { rowCosines } from './cosine.js';
import { createFoldIn, createTerms, type FoldInTerms } from './fold-in.js';
import { alternate, confidenceSums, engagedCounts, scalesRidges, type Side } from './ials-half.js';
import { readState, type StateReader } from './state-reader.js';
import { whiten, whitenOn, type Whitened } from './whiten.js';

const HYPER_PARAMETERS = {
  factors: {
    description: 'Length of the vector that stands for a learner or a piece of content.',
    default: 64,
    minimum: 1,
    maximum: 1024,
    integer: true,
    search: { scale: 'log', from: 16, to: 256 },
  },
  epochs: {
    description: 'Rounds of solving for all learners and then for all content.',
    default: 15,
    minimum: 1,
    maximum: 1000,
    integer: true,
    search: { scale: 'linear', from: 5, to: 20 },
  },
  regularization: {
    description: 'Weight of the squared length of each vector; more keeps rare learners and content closer to zero.',
    default: 100,
    minimum: 1e-4,
    maximum: 1e6,
    search: { scale: 'log', from: 1, to: 1000 },
  },
  confidence: {
    description: 'How much surer an engagement makes than its absence: c = 1 + confidence * ln(1 + strength) / ln 2.',
    default: 40,
    minimum: 0,
    maximum: 1e5,
    search: { scale: 'log', from: 1, to: 200 },
  },
  frequencyScaling: {
    description:
      'How much more the vectors of active learners and popular content are regularized: 0 all alike, 1 in proportion to the sum of confidences (Rendle et al. 2021).',
    default: 0,
    minimum: 0,
    maximum: 1,
  },
  countScaling: {
    description:
      'As frequencyScaling, by the number of engaged content in place of confidences: 1 is the weighted regularization of Zhou et al. 2008, and the one that Spark has.',
    default: 0,
    minimum: 0,
    maximum: 1,
  },
  cgSteps: {
    description:
      'Steps of conjugate gradients in place of the exact solution while fitting, 2 to 4 are enough; 0: exact. Only applies if frequencyScaling and countScaling are 0.',
    default: 0,
    minimum: 0,
    maximum: 100,
    integer: true,
  },
} satisfies HyperParameterTable;

/**
 * Implicit alternating least squares: Hu, Koren, Volinsky 2008, "Collaborative filtering for implicit feedback datasets".
 *
 *     minimise sum over u, i of c_ui (p_ui - x_u . y_i)^2 + sum lambda_u |x_u|^2 + sum lambda_i |y_i|^2
 *     x_u = (Y'Y + Y'(C_u - I)Y + lambda_u I)^-1 Y'C_u p_u, and likewise y_i
 *     score(j) = x . y_j, x solved exactly from the history
 *
 * | symbol | meaning |
 * |---|---|
 * | p_ui | 1 where u engaged with i, 0 elsewhere and for a dislike |
 * | c_ui | 1 + confidence * ln(1 + strength_ui) / ln 2, the log form in units of a plain view; 1 where u never met i; a dislike has that of a plain view |
 * | x_u, y_i | vectors of learner and item |
 * | lambda_u | regularization * (s_u / mean of s)^frequencyScaling * (n_u / mean of n)^countScaling with s_u the sum of c over u's row, dislikes counted as 1 (Rendle, Krichene, Zhang, Koren 2021, "Revisiting the performance of iALS on item recommendation benchmarks"), and n_u the entries with p = 1, at least 1, their mean over rows that have any (Zhou, Wilkinson, Schreiber, Pan 2008, "Large-scale parallel collaborative filtering for the Netflix prize") |
 *
 * While fitting a dislike is p = 0 with its confidence, in force throughout. While serving it counts only while the prediction
 * is above 0, so that it never raises its item. With `Y'Y + regularization I = LL'`
 * and `z_i = L^-1 y_i` every system becomes a ridge regression on the z_i with the identity as prior (fold-in.ts), short
 * histories by the dual form (solve-rows.ts while fitting). Either scaling gives each row a prior of its own, and with it the
 * factors x factors system for all. cgSteps replaces the exact solution of long rows by steps of conjugate gradients on the
 * whitened system, which that prior preconditions, from the last epoch's solution. Serving is always exact, and needs the item factors alone.
 *
 * Complexity: fit O(epochs ((pairs) factors^2 + (users + items) factors^2)) and less for short rows; score and explain one
 * fold-in plus O(items * factors). Edges: rows without entries have the zero vector; an empty history scores 0; history items
 * beyond the catalogue are ignored; strength 0 without a dislike counts as p = 1 with c = 1.
 */
export function createIals(kernels: Kernels): Algorithm {
  return {
    name: 'IALS',
    summary:
      'Factorises who engaged with what, surer the stronger the engagement; good on dense data, finds indirect links.',
    predictsRatings: false,
    hyperParameters: HYPER_PARAMETERS,
    fit: (data, options, context) =>
      fitted(kernels, fitItemSide(context.engine ?? jsEngine, data, options, context), options),
    restore(state, engine) {
      const reader = readState(state);
      const items = reader.count('items');
      const factors = reader.floats('itemFactors', items * state.options.factors);
      // Models without the scalings have no means, and no use for them.
      const meanConfidence = state.options.frequencyScaling > 0 ? reader.number('meanConfidence') : items;
      const meanCount = state.options.countScaling > 0 ? reader.number('meanCount') : 1;
      const side = { items, factors, meanConfidence, meanCount };
      return fitted(
        kernels,
        side,
        state.options,
        engine,
        state.checked ? readWhitened(reader, side, state.options) : null,
      );
    },
  };
}

export const ials = createIals(jsKernels);

const confidenceOf = (strength: number, confidence: number): number => (confidence * Math.log1p(strength)) / Math.LN2;

function addTerm(terms: FoldInTerms, row: number, strength: number, disliked: boolean, confidence: number): void {
  const k = terms.count++;
  terms.row[k] = row;
  terms.weight[k] = confidenceOf(disliked ? 1 : strength, confidence);
  terms.pull[k] = disliked ? 0 : 1 + terms.weight[k];
  terms.offset[k] = 0;
  terms.oneSided[k] = disliked ? 1 : 0;
}

interface ItemSide {
  readonly items: number;
  readonly factors: Float32Array;
  /** Mean over learners of the sum of confidences; only read with frequencyScaling. */
  readonly meanConfidence: number;
  /** Mean over learners who have any of what they engaged with; only read with countScaling. */
  readonly meanCount: number;
}

function fitItemSide(engine: Engine, data: Interactions, options: HyperParameters, context: FitContext): ItemSide {
  const { factors, epochs, confidence } = options;
  return engine.scope(() => {
    const users: Side = { matrix: createMatrix(engine, data.users, factors), root: null };
    const items: Side = { matrix: createMatrix(engine, data.items, factors), root: null };
    const prepare = (): void => context.checkpoint(0, 'preparing');
    const seed = createRandom(context.seed)
      .fork('ials')
      .integer(2 ** 32);
    drawRows(engine, items.matrix, 0.1 / Math.sqrt(factors), seed, prepare);
    const weightOf = (e: number): number => confidenceOf(data.disliked[e] === 1 ? 1 : data.strength[e], confidence);
    // Learners' own vectors are not kept, so that they may lie in any order: together, the active ones' stay in the cache.
    const { byUser, byItem } = createWeightedRows(engine, data, weightOf, prepare, byActivity(data));
    const halves = 2 * epochs;
    for (let half = 0; half < halves; half++) {
      const report = (fraction: number): void =>
        context.checkpoint((half + fraction) / halves, `epoch ${(half >> 1) + 1} of ${epochs}`);
      report(0);
      if (half % 2 === 0) alternate(engine, byUser, items, users, options, report);
      else alternate(engine, byItem, users, items, options, report);
    }
    context.checkpoint(1, `${epochs} epochs`);
    return {
      items: data.items,
      factors: readMatrix(items.matrix),
      meanConfidence: confidenceSums(byUser, data.items).mean,
      meanCount: engagedCounts(byUser).mean,
    };
  });
}

function fitted(
  kernels: Kernels,
  side: ItemSide,
  options: HyperParameters,
  engine: Engine = jsEngine,
  ready: Whitened | null = null,
): FittedRecommender {
  const { items, factors: itemFactors, meanConfidence, meanCount } = side;
  const { factors, confidence, regularization, frequencyScaling, countScaling } = options;
  const scaled = scalesRidges(options);
  const whitened: Whitened =
    ready ??
    (engine.jobs
      ? whitenOn(engine, itemFactors, factors, regularization)
      : whiten(kernels, itemFactors, factors, regularization));
  const serving = createServingRows(engine, whitened.rows, items, factors);
  const extra = scaled ? inverseOf(whitened.factor, factors) : null;
  const foldIn = createFoldIn(kernels, whitened.rows, factors, extra, serving);
  const vector = new Float64Array(factors);

  /** Terms of the history and, in `entry`, the place in the history that each comes from. */
  const termsOf = (history: History): { terms: FoldInTerms; entry: number[] } => {
    const terms = createTerms(history.length);
    const entry: number[] = [];
    let sum = items;
    let count = 0;
    for (let k = 0; k < history.length; k++) {
      if (history.items[k] >= items) continue;
      addTerm(terms, history.items[k], history.strength[k], history.disliked[k] === 1, confidence);
      if (history.disliked[k] === 0) {
        sum += terms.weight[terms.count - 1];
        count++;
      }
      entry.push(k);
    }
    if (scaled) {
      const confidences = (sum / meanConfidence) ** frequencyScaling;
      const counts = (Math.max(1, count) / meanCount) ** countScaling;
      terms.share = regularization * (confidences * counts - 1);
    }
    return { terms, entry };
  };
  /** A list is explained item after item for one history, whose system is then factored once. */
  const explained = rememberLast(termsOf);

  const state = (): RecommenderState => {
    const numbers: Record<string, number> = {
      items,
      ...(frequencyScaling > 0 && { meanConfidence }),
      ...(countScaling > 0 && { meanCount }),
    };
    return { algorithm: 'IALS', options, numbers, arrays: { itemFactors } };
  };

  return {
    algorithm: 'IALS',
    options,
    items,
    score(history, out) {
      foldIn.solve(termsOf(history).terms, vector);
      serving.score(vector, out);
    },
    explain(history, item) {
      const contributions = new Float64Array(history.length);
      if (item < items) {
        const { terms, entry } = explained(history);
        const parts = new Float64Array(history.length);
        foldIn.decompose(terms, item, parts);
        for (let k = 0; k < entry.length; k++) contributions[entry[k]] = parts[k];
      }
      return { base: 0, contributions };
    },
    similar(item, out) {
      rowCosines(kernels, itemFactors, items, factors, item, out);
    },
    state,
    ready() {
      const { arrays, ...rest } = state();
      return { ...rest, arrays: { ...arrays, whitenedFactor: whitened.factor, whitenedRows: whitened.rows } };
    },
  };
}

/** What `ready` has put beside the factors. */
function readWhitened(reader: StateReader, { items }: ItemSide, { factors }: HyperParameters): Whitened {
  return {
    factor: reader.doubles('whitenedFactor', factors * factors),
    rows: reader.floats('whitenedRows', items * factors),
  };
}

/** `(LL')^-1` is not needed, `L^-1 L^-T` is: the identity of the vectors' own coordinates in those of the whitened rows. */
function inverseOf(lower: Float64Array, n: number): Float64Array {
  const inverse = inverseOfLower(lower, n);
  return productOf(inverse, transposeOf(inverse, n), n);
}
