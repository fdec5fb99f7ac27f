import type { Interactions } from '../interactions.js';
import type { FitContext, HyperParameters, RecommenderState } from '../recommender.js';
import { LinkWriter, type ItemLinks } from './item-links.js';
import { readState } from './state-reader.js';
import { weightEngagements } from './weighted-engagements.js';

/** The similarities that ITEM_KNN keeps; symbols as in item-knn.ts. */
export interface Neighbourhood extends ItemLinks {
  /** G_ii by item. */
  readonly weight: Float64Array;
  /** The shrinkage in units of G. */
  readonly lambda: number;
}

/** Work between two checkpoints: a few tens of milliseconds. */
const STRIDE = 4_000_000;
/** Work of sorting, dividing and selecting one candidate, in products. */
const CANDIDATE = 16;

/** One item at a time into one dense row, so that memory follows items and kept neighbours, never pairs of items. */
export function buildNeighbourhood(
  data: Interactions,
  options: HyperParameters,
  checkpoint: FitContext['checkpoint'],
): Neighbourhood {
  const items = data.items;
  const matrix = weightEngagements(data, options, () => checkpoint(0, 'weighting engagements'));
  const { rows, columns, weight } = matrix;
  const lambda =
    matrix.size > 0 ? options.shrinkage * Math.sqrt((matrix.engagedItems * matrix.activeLearners) / matrix.size) : 0;
  const perHistory = weight.map((w) => w ** options.historyExponent);
  const perCandidate = weight.map((w) => w ** options.candidateExponent);

  let work = 0;
  for (let c = 0; c < columns.place.length; c++) work += rows.ptr[columns.place[c] + 1] - rows.ptr[columns.place[c]];
  let done = 0;
  let unreported = 0;
  const shared = new Float64Array(items);
  const touched = new Int32Array(items);
  const values = new Float64Array(items);
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
        if (shared[j] === 0) touched[count++] = j;
        shared[j] += value * rows.value[e];
      }
    }
    shared[i] = 0;
    // In ascending order of the candidates: by sorting the few, or by walking over all where they are not few.
    const dense = count * 8 > items;
    if (!dense) touched.subarray(0, count).sort();
    const candidates = dense ? items : count;
    let found = 0;
    for (let c = 0; c < candidates; c++) {
      const j = dense ? c : touched[c];
      if (shared[j] === 0) continue;
      // Rounded before it is compared: sums in another order of learners differ in the last bits only.
      const similarity = Math.fround(shared[j] / (perHistory[i] * perCandidate[j] + lambda));
      shared[j] = 0;
      if (similarity === 0) continue;
      touched[found] = j;
      values[found++] = similarity;
    }
    kept.pushStrongest(touched, values, found, options.neighbours);
    rowPtr[i + 1] = kept.size;
    unreported += CANDIDATE * count;
    if (unreported >= STRIDE) {
      unreported = 0;
      checkpoint(done / work, `item ${i + 1} of ${items}`);
    }
  }
  checkpoint(1, `${items} items`);
  return { items, rowPtr, neighbour: kept.neighbours(), similarity: kept.similarities(), weight, lambda };
}

export function neighbourhoodState(model: Neighbourhood): Pick<RecommenderState, 'numbers' | 'arrays'> {
  const { items, lambda, rowPtr, neighbour, similarity, weight } = model;
  return { numbers: { items, lambda }, arrays: { rowPtr, neighbour, similarity, weight } };
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
  };
}
