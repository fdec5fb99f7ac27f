import type { History, Interactions } from '../interactions.js';
import { byItem } from '../interactions.js';
import { jsKernels } from '../kernels/js-kernels.js';
import type { Kernels } from '../kernels/kernels.js';
import { createRandom } from '../random.js';
import type { Algorithm, FitContext, FittedRecommender, HyperParameters, HyperParameterTable } from '../recommender.js';
import { rowCosines } from './cosine.js';
import { createFoldIn, createTerms, type FoldInTerms } from './fold-in.js';
import { readState } from './state-reader.js';
import { whiten, type Whitened } from './whiten.js';

const HYPER_PARAMETERS = {
  factors: {
    description: 'Length of the vector that stands for a learner or a piece of content.',
    default: 64,
    minimum: 1,
    maximum: 1024,
    integer: true,
  },
  epochs: {
    description: 'Rounds of solving for all learners and then for all content.',
    default: 15,
    minimum: 1,
    maximum: 1000,
    integer: true,
  },
  regularization: {
    description: 'Weight of the squared length of each vector; more keeps rare learners and content closer to zero.',
    default: 100,
    minimum: 1e-4,
    maximum: 1e6,
  },
  confidence: {
    description: 'How much surer an engagement makes than its absence: c = 1 + confidence * ln(1 + strength) / ln 2.',
    default: 40,
    minimum: 0,
    maximum: 1e5,
  },
} satisfies HyperParameterTable;

/**
 * Implicit alternating least squares: Hu, Koren, Volinsky 2008, "Collaborative filtering for implicit feedback datasets".
 *
 *     minimise sum over u, i of c_ui (p_ui - x_u . y_i)^2 + regularization (sum |x_u|^2 + sum |y_i|^2)
 *     x_u = (Y'Y + Y'(C_u - I)Y + regularization I)^-1 Y'C_u p_u, and likewise y_i
 *     score(j) = x . y_j, x solved exactly from the history
 *
 * | symbol | meaning |
 * |---|---|
 * | p_ui | 1 where u engaged with i, 0 elsewhere and for a dislike |
 * | c_ui | 1 + confidence * ln(1 + strength_ui) / ln 2, the log form in units of a plain view; 1 where u never met i; a dislike has that of a plain view |
 * | x_u, y_i | vectors of learner and item |
 *
 * A dislike counts only while the prediction is above 0, so that it never raises its item. With `Y'Y + regularization I = LL'`
 * and `z_i = L^-1 y_i` every system becomes a ridge regression on the z_i with the identity as prior (fold-in.ts), short
 * histories by the dual form. Serving needs the item factors alone.
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
      fitted(kernels, fitItemFactors(kernels, data, options, context), data.items, options),
    restore(state) {
      const reader = readState(state);
      const items = reader.count('items');
      return fitted(kernels, reader.floats('itemFactors', items * state.options.factors), items, state.options);
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

function fitItemFactors(
  kernels: Kernels,
  data: Interactions,
  options: HyperParameters,
  context: FitContext,
): Float32Array {
  const { factors, epochs } = options;
  const users = new Float32Array(data.users * factors);
  const items = new Float32Array(data.items * factors);
  const random = createRandom(context.seed).fork('ials');
  for (let f = 0; f < items.length; f++) items[f] = (0.1 / Math.sqrt(factors)) * random.normal();

  const columns = byItem(data);
  const entry = Int32Array.from({ length: data.size }, (_, e) => e);
  const byUserSide: Side = { ptr: data.rowPtr, place: data.item, entry };
  const byItemSide: Side = { ptr: columns.colPtr, place: columns.user, entry: columns.entry };
  const halves = 2 * epochs;
  const solveSide = (half: number, side: Side, fixed: Float32Array, solved: Float32Array): void =>
    halfStep(kernels, data, side, fixed, solved, options, (fraction) =>
      context.checkpoint((half + fraction) / halves, `epoch ${(half >> 1) + 1} of ${epochs}`),
    );
  for (let epoch = 0; epoch < epochs; epoch++) {
    solveSide(2 * epoch, byUserSide, items, users);
    solveSide(2 * epoch + 1, byItemSide, users, items);
  }
  context.checkpoint(1, `${epochs} epochs`);
  return items;
}

interface Side {
  readonly ptr: Int32Array;
  readonly place: Int32Array;
  readonly entry: Int32Array;
}

/** Multiplications between two checkpoints: some tens of milliseconds. */
const STRIDE = 30_000_000;

/** Solves every row of one side exactly against the other side's vectors. */
function halfStep(
  kernels: Kernels,
  data: Interactions,
  side: Side,
  fixed: Float32Array,
  solved: Float32Array,
  options: HyperParameters,
  report: (fraction: number) => void,
): void {
  const { factors, confidence } = options;
  report(0);
  const whitened = whiten(kernels, fixed, factors, options.regularization, () => report(0));
  const foldIn = createFoldIn(kernels, whitened.rows, factors);
  const count = side.ptr.length - 1;
  let widest = 0;
  for (let r = 0; r < count; r++) widest = Math.max(widest, side.ptr[r + 1] - side.ptr[r]);
  const terms = createTerms(widest);
  const vector = new Float64Array(factors);
  let work = 0;
  for (let r = 0; r < count; r++) {
    terms.count = 0;
    for (let k = side.ptr[r]; k < side.ptr[r + 1]; k++) {
      const e = side.entry[k];
      addTerm(terms, side.place[k], data.strength[e], data.disliked[e] === 1, confidence);
    }
    foldIn.solve(terms, vector);
    kernels.backwardSolve(whitened.factor, factors, vector);
    solved.set(vector, r * factors);
    work += factors * (factors + terms.count * Math.min(terms.count, factors));
    if (work >= STRIDE) {
      work = 0;
      report((r + 1) / count);
    }
  }
}

function fitted(
  kernels: Kernels,
  itemFactors: Float32Array,
  items: number,
  options: HyperParameters,
): FittedRecommender {
  const { factors, confidence } = options;
  const whitened: Whitened = whiten(kernels, itemFactors, factors, options.regularization);
  const foldIn = createFoldIn(kernels, whitened.rows, factors);
  const vector = new Float64Array(factors);

  /** Terms of the history and, in `entry`, the place in the history that each comes from. */
  const termsOf = (history: History): { terms: FoldInTerms; entry: number[] } => {
    const terms = createTerms(history.length);
    const entry: number[] = [];
    for (let k = 0; k < history.length; k++) {
      if (history.items[k] >= items) continue;
      addTerm(terms, history.items[k], history.strength[k], history.disliked[k] === 1, confidence);
      entry.push(k);
    }
    return { terms, entry };
  };

  return {
    algorithm: 'IALS',
    options,
    items,
    score(history, out) {
      foldIn.solve(termsOf(history).terms, vector);
      kernels.multiply(whitened.rows, null, items, factors, vector, out);
    },
    explain(history, item) {
      const contributions = new Float64Array(history.length);
      if (item < items) {
        const { terms, entry } = termsOf(history);
        const parts = new Float64Array(history.length);
        foldIn.decompose(terms, item, parts);
        for (let k = 0; k < entry.length; k++) contributions[entry[k]] = parts[k];
      }
      return { base: 0, contributions };
    },
    similar(item, out) {
      rowCosines(kernels, itemFactors, items, factors, item, out);
    },
    state() {
      return { algorithm: 'IALS', options, numbers: { items }, arrays: { itemFactors } };
    },
  };
}
