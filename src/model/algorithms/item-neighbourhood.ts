import type { History } from '../interactions.js';
import type {
  AlgorithmName,
  FitContext,
  FittedRecommender,
  HyperParameters,
  RecommenderState,
} from '../recommender.js';
import { rememberLast } from '../remember-last.js';
import type { SparseRows } from '../sparse.js';
import type { FeatureProducts, TouchedRow } from './feature-products.js';
import { linkBetween, LinkWriter, scoreByLinks, type ItemLinks } from './item-links.js';
import { featureProductsOf } from './remembered-products.js';
import { readState } from './state-reader.js';
import { profileWeights, type WeightedEngagements } from './weighted-engagements.js';

/** The similarities that a neighbourhood model keeps, and what `similar` needs. */
export interface Neighbourhood extends ItemLinks {
  /** G_ii by item: what an item has in common with itself. */
  readonly weight: Float64Array;
  /** The shrinkage in units of G. */
  readonly lambda: number;
  /** G_ij by link, at most sqrt(G_ii G_jj). */
  readonly common: Float32Array;
}

/** What one engaged item has in common with every candidate, while its row is built. */
export interface RowSums extends TouchedRow {
  /** G_ij by candidate j; every j of which it is not 0 is touched. */
  readonly common: Float64Array;
}

export interface NeighbourhoodRule {
  readonly weight: Float64Array;
  readonly lambda: number;
  /** Work of all rows, in what `accumulate` returns. */
  readonly work: number;
  /** Adds G_ij for all j, the item itself among them or not. @returns work done */
  accumulate(item: number, row: RowSums): number;
  /** S_ij from G_ij. */
  similarity(item: number, candidate: number, common: number): number;
  /** Adds what contents have in common; null for nothing. */
  readonly likeness: Likeness | null;
}

/** `c_ij`, in similarities. */
export interface Likeness {
  readonly products: FeatureProducts;
  /** What c_ij = 1 adds to S_ij. */
  readonly unit: number;
}

/** Work between two checkpoints: a few tens of milliseconds. */
const STRIDE = 4_000_000;
/** Work of sorting, dividing and selecting one candidate, in products. */
const CANDIDATE = 16;

/** One item at a time into one dense row, so that memory follows items and kept neighbours, never pairs of items. */
export function buildNeighbourhood(
  items: number,
  rule: NeighbourhoodRule,
  keep: number,
  checkpoint: FitContext['checkpoint'],
): Neighbourhood {
  const { likeness, weight, lambda } = rule;
  const row: RowSums = {
    common: new Float64Array(items),
    touchedBy: new Int32Array(items).fill(-1),
    touched: new Int32Array(items),
    count: 0,
  };
  const { common, touched } = row;
  const alike = new Float64Array(likeness ? items : 0);
  const values = new Float64Array(items);
  const inCommon = new Float64Array(items);
  const kept = new LinkWriter();
  const rowPtr = new Int32Array(items + 1);
  let done = 0;
  let unreported = 0;
  for (let i = 0; i < items; i++) {
    row.count = 0;
    const taken = rule.accumulate(i, row);
    const many = likeness !== null && likeness.products.workOf(i) * 4 > items;
    if (many) likeness.products.addRow(i, likeness.unit, alike);
    else likeness?.products.touchRow(i, likeness.unit, alike, row);
    done += taken;
    unreported += taken + CANDIDATE * row.count;
    // In ascending order of the candidates: by sorting the few, or by walking over all where they are not few.
    const dense = many || row.count * 8 > items;
    if (!dense) touched.subarray(0, row.count).sort();
    const candidates = dense ? items : row.count;
    let found = 0;
    for (let c = 0; c < candidates; c++) {
      const j = dense ? c : touched[c];
      const shared = common[j];
      if (shared === 0 && !(likeness && alike[j] !== 0)) continue;
      common[j] = 0;
      let similarity = shared === 0 ? 0 : rule.similarity(i, j, shared);
      if (likeness) {
        similarity += alike[j];
        alike[j] = 0;
      }
      // Rounded before it is compared: sums in another order of learners differ in the last bits only.
      similarity = Math.fround(similarity);
      if (similarity === 0 || j === i) continue;
      touched[found] = j;
      inCommon[found] = shared;
      values[found++] = similarity;
    }
    kept.pushStrongest(touched, values, found, keep, inCommon);
    rowPtr[i + 1] = kept.size;
    if (unreported >= STRIDE) {
      unreported = 0;
      checkpoint(Math.min(1, rule.work > 0 ? done / rule.work : i / items), `item ${i + 1} of ${items}`);
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

/** The options that decide a similarity `G_ij / (G_ii^a G_jj^b + lambda)`, and its parts. */
export interface Shrunk {
  readonly lambda: number;
  readonly similarity: NeighbourhoodRule['similarity'];
  readonly likeness: Likeness | null;
}

/**
 * `S_ij = G_ij / (G_ii^a G_jj^b + lambda) + phi c_ij / (g^(a + b) + lambda)`; symbols as in item-knn.ts.
 */
export function shrunkSimilarity(
  {
    weight,
    size,
    engagedItems,
    activeLearners,
  }: Pick<WeightedEngagements, 'weight' | 'size' | 'engagedItems' | 'activeLearners'>,
  options: HyperParameters,
  features: SparseRows | undefined,
): Shrunk {
  const lambda = size > 0 ? options.shrinkage * Math.sqrt((engagedItems * activeLearners) / size) : 0;
  const perHistory = weight.map((w) => w ** options.historyExponent);
  const perCandidate = weight.map((w) => w ** options.candidateExponent);
  const mean = weight.reduce((sum, w) => sum + w, 0) / Math.max(1, engagedItems);
  const divisor = mean ** (options.historyExponent + options.candidateExponent) + lambda;
  const unit = divisor > 0 ? options.featureWeight / divisor : 0;
  return {
    lambda,
    similarity: (i, j, common) => common / (perHistory[i] * perCandidate[j] + lambda),
    likeness: features && unit > 0 ? { products: featureProductsOf(features), unit } : null,
  };
}

/** A neighbourhood model in service. `similar` is the shrunk cosine G_ij / (sqrt(G_ii G_jj) + lambda). */
export function fittedNeighbourhood(
  algorithm: AlgorithmName,
  model: Neighbourhood,
  options: HyperParameters,
): FittedRecommender {
  const { items, rowPtr, neighbour, similarity, weight, lambda, common } = model;
  const weightsOf = rememberLast((history: History) => profileWeights(history, items, options));
  return {
    algorithm,
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
      if (!(item >= 0 && item < items) || weight[item] === 0) return;
      for (let e = rowPtr[item]; e < rowPtr[item + 1]; e++)
        if (common[e] > 0)
          out[neighbour[e]] = Math.min(1, common[e] / (Math.sqrt(weight[item] * weight[neighbour[e]]) + lambda));
      out[item] = 1;
    },
    state: () => ({
      algorithm,
      options,
      numbers: { items, lambda },
      arrays: { rowPtr, neighbour, similarity, weight, common },
    }),
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
    common: reader.floats('common', size),
  };
}
