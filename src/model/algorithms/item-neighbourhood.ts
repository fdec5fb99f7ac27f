import type { Interactions } from '../interactions.js';
import type { FitContext, HyperParameters, RecommenderState } from '../recommender.js';
import type { SparseRows } from '../sparse.js';
import { createFeatureProducts, type FeatureProducts } from './feature-products.js';
import { LinkWriter, type ItemLinks } from './item-links.js';
import { readState } from './state-reader.js';
import { weightEngagements, type WeightedEngagements } from './weighted-engagements.js';

/** The similarities that ITEM_KNN keeps; symbols as in item-knn.ts. */
export interface Neighbourhood extends ItemLinks {
  /** G_ii by item. */
  readonly weight: Float64Array;
  /** The shrinkage in units of G. */
  readonly lambda: number;
  /** G_ij by link, where S_ij says more than that; empty where there are no features. */
  readonly common: Float32Array;
}

/** Work between two checkpoints: a few tens of milliseconds. */
const STRIDE = 4_000_000;
/** Work of sorting, dividing and selecting one candidate, in products. */
const CANDIDATE = 16;

/** One item at a time into one dense row, so that memory follows items and kept neighbours, never pairs of items. */
export function buildNeighbourhood(
  data: Interactions,
  options: HyperParameters,
  { checkpoint, features }: Pick<FitContext, 'checkpoint' | 'features'>,
): Neighbourhood {
  const items = data.items;
  const matrix = weightEngagements(data, options, () => checkpoint(0, 'weighting engagements'));
  const { rows, columns, weight } = matrix;
  const lambda =
    matrix.size > 0 ? options.shrinkage * Math.sqrt((matrix.engagedItems * matrix.activeLearners) / matrix.size) : 0;
  const { unit, products } = likenessOf(matrix, options, lambda, features);
  const perHistory = weight.map((w) => w ** options.historyExponent);
  const perCandidate = weight.map((w) => w ** options.candidateExponent);

  let work = 0;
  for (let c = 0; c < columns.place.length; c++) work += rows.ptr[columns.place[c] + 1] - rows.ptr[columns.place[c]];
  let done = 0;
  let unreported = 0;
  const shared = new Float64Array(items);
  const likeness = new Float64Array(products ? items : 0);
  const touched = new Int32Array(items);
  const touchedBy = new Int32Array(items).fill(-1);
  const values = new Float64Array(items);
  const inCommon = new Float64Array(items);
  const kept = new LinkWriter();
  const rowPtr = new Int32Array(items + 1);
  for (let i = 0; i < items; i++) {
    let count = 0;
    for (let c = columns.ptr[i]; c < columns.ptr[i + 1]; c++) {
      const user = columns.place[c];
      const value = columns.value[c];
      const end = rows.ptr[user + 1];
      done += end - rows.ptr[user];
      unreported += end - rows.ptr[user];
      for (let e = rows.ptr[user]; e < end; e++) {
        const j = rows.place[e];
        if (touchedBy[j] !== i) {
          touchedBy[j] = i;
          touched[count++] = j;
        }
        shared[j] += value * rows.value[e];
      }
    }
    if (products) count = products.touchRow(i, unit, likeness, touchedBy, touched, count);
    // In ascending order of the candidates: by sorting the few, or by walking over all where they are not few.
    const dense = count * 8 > items;
    if (!dense) touched.subarray(0, count).sort();
    const candidates = dense ? items : count;
    let found = 0;
    for (let c = 0; c < candidates; c++) {
      const j = dense ? c : touched[c];
      if (touchedBy[j] !== i) continue;
      let similarity = shared[j] / (perHistory[i] * perCandidate[j] + lambda) || 0;
      if (products) {
        similarity += likeness[j];
        likeness[j] = 0;
      }
      inCommon[found] = shared[j];
      shared[j] = 0;
      // Rounded before it is compared: sums in another order of learners differ in the last bits only.
      similarity = Math.fround(similarity);
      if (similarity === 0 || j === i) continue;
      touched[found] = j;
      values[found++] = similarity;
    }
    kept.pushStrongest(touched, values, found, options.neighbours, products ? inCommon : null);
    rowPtr[i + 1] = kept.size;
    unreported += CANDIDATE * count;
    if (unreported >= STRIDE) {
      unreported = 0;
      checkpoint(done / work, `item ${i + 1} of ${items}`);
    }
  }
  checkpoint(1, `${items} items`);
  return {
    items,
    rowPtr,
    neighbour: kept.neighbours(),
    similarity: kept.similarities(),
    weight,
    lambda,
    common: kept.besides(),
  };
}

/** Phi turned round, and what stands for `c_ij` in similarities: phi common engagements of two average contents. */
function likenessOf(
  { weight, engagedItems }: WeightedEngagements,
  options: HyperParameters,
  lambda: number,
  features: SparseRows | undefined,
): { unit: number; products: FeatureProducts | null } {
  const mean = weight.reduce((sum, w) => sum + w, 0) / Math.max(1, engagedItems);
  const divisor = mean ** (options.historyExponent + options.candidateExponent) + lambda;
  const unit = divisor > 0 ? options.featureWeight / divisor : 0;
  return { unit, products: features && unit > 0 ? createFeatureProducts(features) : null };
}

export function neighbourhoodState(model: Neighbourhood): Pick<RecommenderState, 'numbers' | 'arrays'> {
  const { items, lambda, rowPtr, neighbour, similarity, weight, common } = model;
  const featured = common.length > 0 ? 1 : 0;
  return {
    numbers: { items, lambda, featured },
    arrays: { rowPtr, neighbour, similarity, weight, ...(featured ? { common } : {}) },
  };
}

export function readNeighbourhood(state: RecommenderState): Neighbourhood {
  const reader = readState(state);
  const items = reader.count('items');
  const rowPtr = reader.bounds('rowPtr', items);
  const size = rowPtr[items];
  return {
    items,
    rowPtr,
    neighbour: reader.places('neighbour', size, items),
    similarity: reader.floats('similarity', size),
    weight: reader.doubles('weight', items),
    lambda: reader.number('lambda'),
    common: reader.count('featured') > 0 ? reader.floats('common', size) : new Float32Array(0),
  };
}
