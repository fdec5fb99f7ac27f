import { DomainError } from '../../errors.js';
import type { Interactions } from '../interactions.js';
import { createMatrix, strideOf, type Matrix } from '../kernels/engine.js';
import { invertSpd } from '../kernels/invert-spd.js';
import { jsEngine } from '../kernels/js-engine.js';
import type { FitContext, HyperParameters, RecommenderState } from '../recommender.js';
import type { FeatureProducts } from './feature-products.js';
import { LinkWriter, type ItemLinks } from './item-links.js';
import { featureProductsOf } from './remembered-products.js';
import { readState } from './state-reader.js';
import { weightEngagements, type WeightedEngagements } from './weighted-engagements.js';

/** B, and what its symmetric form needs; symbols as in ease.ts. */
export interface EaseWeights extends ItemLinks {
  /** P_ii by item; 0 for items that nobody engaged with. */
  readonly precision: Float64Array;
}

/** Bytes of the matrix that a fit may take: half of what one WebAssembly memory holds. */
const MAXIMUM_BYTES = 2 ** 31;
/** Of the fit: how far the products go, and the inverse. */
const ENGAGEMENTS_END = 0.1;
const PRODUCTS_END = 0.15;
const INVERSE_END = 0.9;
/** Rows between two checkpoints. */
const ROWS = 64;

/**
 * @throws DomainError BAD_USER_INPUT where the matrix would not fit, or cannot be inverted; what the checkpoint throws
 */
export function fitWeights(data: Interactions, options: HyperParameters, context: FitContext): EaseWeights {
  const { checkpoint, engine = jsEngine } = context;
  const engagements = weightEngagements(data, options, () => checkpoint(0, 'weighting engagements'));
  const items = engagedItems(engagements);
  const n = items.length;
  checkSize(n);

  return engine.scope(() => {
    const matrix = createMatrix(engine, n, n);
    addCoOccurrence(matrix, engagements, items, (done) =>
      checkpoint(ENGAGEMENTS_END * done, 'multiplying engagements'),
    );
    if (context.features && options.featureWeight > 0)
      addLikeness(matrix, featureProductsOf(context.features), options.featureWeight, items, (done) =>
        checkpoint(ENGAGEMENTS_END + (PRODUCTS_END - ENGAGEMENTS_END) * done, 'comparing contents'),
      );
    for (let i = 0; i < n; i++)
      matrix.values[i * matrix.stride + i] +=
        options.regularization + options.relativeRegularization * engagements.weight[items[i]];
    const inverted = invertSpd(engine, matrix, (done) =>
      checkpoint(PRODUCTS_END + (INVERSE_END - PRODUCTS_END) * done, `inverting a matrix of ${n} x ${n}`),
    );
    if (!inverted)
      throw new DomainError(
        'BAD_USER_INPUT',
        `EASE cannot be solved in single precision with regularization ${options.regularization}: choose a larger one.`,
        { field: 'regularization' },
      );
    return weightsFromInverse(matrix, items, data.items, options.neighbours, (done) =>
      checkpoint(INVERSE_END + (1 - INVERSE_END) * done, 'keeping weights'),
    );
  });
}

/** Places of the items that anybody engaged with: only they have rows in the matrix. */
function engagedItems({ weight }: WeightedEngagements): Int32Array {
  return Int32Array.from(weight.keys()).filter((i) => weight[i] > 0);
}

/** @throws DomainError BAD_USER_INPUT where the matrix would not fit */
function checkSize(n: number): void {
  const bytes = 4 * n * strideOf(n);
  if (bytes <= MAXIMUM_BYTES) return;
  const largest = Math.floor(Math.sqrt(MAXIMUM_BYTES / 4) / 8) * 8;
  throw new DomainError(
    'BAD_USER_INPUT',
    `EASE solves for a matrix of engaged contents x engaged contents: here ${n} x ${n}, ${(bytes / 1e9).toFixed(1)} GB. ` +
      `It takes up to ${largest} contents; train ITEM_KNN instead.`,
    { field: 'algorithm', contents: n, bytes, maximumContents: largest },
  );
}

/** Adds the upper triangle of X'WX, one row at a time. */
function addCoOccurrence(
  matrix: Matrix,
  { rows, columns }: WeightedEngagements,
  items: Int32Array,
  pause: (fraction: number) => void,
): void {
  const shared = new Float64Array(columns.ptr.length - 1);
  for (let a = 0; a < items.length; a++) {
    const i = items[a];
    for (let c = columns.ptr[i]; c < columns.ptr[i + 1]; c++) {
      const value = columns.value[c];
      const end = rows.ptr[columns.place[c] + 1];
      for (let e = rows.ptr[columns.place[c]]; e < end; e++) shared[rows.place[e]] += value * rows.value[e];
    }
    for (let b = a; b < items.length; b++) matrix.values[a * matrix.stride + b] += shared[items[b]];
    shared.fill(0);
    if (a % ROWS === ROWS - 1) pause(a / items.length);
  }
}

/** Adds the upper triangle of phi Phi Phi'. */
function addLikeness(
  matrix: Matrix,
  features: FeatureProducts,
  weight: number,
  items: Int32Array,
  pause: (fraction: number) => void,
): void {
  const row = new Float64Array(features.rows);
  for (let a = 0; a < items.length; a++) {
    features.addRow(items[a], weight, row, items[a]);
    for (let b = a; b < items.length; b++) matrix.values[a * matrix.stride + b] += row[items[b]];
    row.fill(0);
    if (a % ROWS === ROWS - 1) pause(a / items.length);
  }
}

/** B from P: divided by the column's diagonal, without its own diagonal, the strongest of each row. */
function weightsFromInverse(
  inverse: Matrix,
  items: Int32Array,
  catalogue: number,
  keep: number,
  pause: (fraction: number) => void,
): EaseWeights {
  const { values, stride } = inverse;
  const n = items.length;
  const precision = new Float64Array(catalogue);
  for (let a = 0; a < n; a++) precision[items[a]] = values[a * stride + a];
  const candidates = new Int32Array(n);
  const weights = new Float64Array(n);
  const writer = new LinkWriter();
  const rowPtr = new Int32Array(catalogue + 1);
  for (let i = 0, a = 0; i < catalogue; i++) {
    if (items[a] === i) {
      let count = 0;
      for (let b = 0; b < n; b++) {
        const weight = Math.fround(-values[a * stride + b] / precision[items[b]]);
        if (b === a || weight === 0) continue;
        candidates[count] = items[b];
        weights[count++] = weight;
      }
      writer.pushStrongest(candidates, weights, count, keep);
      if (++a % ROWS === 0) pause(a / n);
    }
    rowPtr[i + 1] = writer.size;
  }
  pause(1);
  return { items: catalogue, rowPtr, neighbour: writer.neighbours(), similarity: writer.similarities(), precision };
}

/** @throws DomainError SNAPSHOT_DAMAGED */
export function readWeights(state: RecommenderState): EaseWeights {
  const reader = readState(state);
  const items = reader.count('items');
  const rowPtr = reader.bounds('rowPtr', items);
  return {
    items,
    rowPtr,
    neighbour: reader.places('neighbour', rowPtr[items], items),
    similarity: reader.floats('similarity', rowPtr[items]),
    precision: reader.doubles('precision', items),
  };
}
