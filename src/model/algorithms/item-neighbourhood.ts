import type { Interactions } from '../interactions.js';
import type { FitContext, HyperParameters, RecommenderState } from '../recommender.js';
import { topK } from '../top-k.js';
import { readState } from './state-reader.js';

/** The similarities that ITEM_KNN keeps; symbols as in item-knn.ts. */
export interface Neighbourhood {
  readonly items: number;
  /** Bounds of each engaged item's candidates, length items + 1. */
  readonly rowPtr: Int32Array;
  /** Candidates, ascending within a row. */
  readonly neighbour: Int32Array;
  /** S_ij, above 0. */
  readonly similarity: Float32Array;
  /** G_ii by item. */
  readonly weight: Float64Array;
  /** The shrinkage in units of G. */
  readonly lambda: number;
}

/** ln(1 + strength) in units of a plain view's, to a power; strength 0 stays 0. */
export function interest(strength: number, exponent: number): number {
  return strength > 0 ? (Math.log1p(strength) / Math.LN2) ** exponent : 0;
}

/** Work between two checkpoints: a few tens of milliseconds. */
const STRIDE = 4_000_000;
/** Learners between two checkpoints while engagements are weighted. */
const LEARNERS = 16_384;
/** Work of sorting, dividing and selecting one candidate, in products. */
const CANDIDATE = 16;

/** One item at a time into one dense row, so that memory follows items and kept neighbours, never pairs of items. */
export function buildNeighbourhood(
  data: Interactions,
  options: HyperParameters,
  checkpoint: FitContext['checkpoint'],
): Neighbourhood {
  const items = data.items;
  const { rows, columns, weight, lambda } = weightedMatrix(data, options, () => checkpoint(0, 'weighting engagements'));
  const perHistory = weight.map((w) => w ** options.historyExponent);
  const perCandidate = weight.map((w) => w ** options.candidateExponent);

  let work = 0;
  for (let c = 0; c < columns.place.length; c++) work += rows.ptr[columns.place[c] + 1] - rows.ptr[columns.place[c]];
  let done = 0;
  let unreported = 0;
  const shared = new Float64Array(items);
  const touched = new Int32Array(items);
  const values = new Float64Array(items);
  const kept = new GrowingPairs();
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
    if (options.neighbours > 0 && found > options.neighbours) {
      const best = topK(values.subarray(0, found), options.neighbours, null, null).sort();
      for (const place of best) kept.push(touched[place], values[place]);
    } else for (let place = 0; place < found; place++) kept.push(touched[place], values[place]);
    rowPtr[i + 1] = kept.size;
    unreported += CANDIDATE * count;
    if (unreported >= STRIDE) {
      unreported = 0;
      checkpoint(done / work, `item ${i + 1} of ${items}`);
    }
  }
  checkpoint(1, `${items} items`);
  return { items, rowPtr, neighbour: kept.places(), similarity: kept.values(), weight, lambda };
}

interface Compressed {
  readonly ptr: Int32Array;
  readonly place: Int32Array;
  readonly value: Float64Array;
}

/** The entries that carry interest, by learner with x_ui and by item with w_u x_ui; G_ii; the shrinkage in units of G. */
function weightedMatrix(
  data: Interactions,
  options: HyperParameters,
  pause: () => void,
): { rows: Compressed; columns: Compressed; weight: Float64Array; lambda: number } {
  const rowPtr = new Int32Array(data.users + 1);
  const item = new Int32Array(data.size);
  const x = new Float64Array(data.size);
  const colPtr = new Int32Array(data.items + 1);
  let size = 0;
  let learners = 0;
  pause();
  for (let u = 0; u < data.users; u++) {
    if (u % LEARNERS === LEARNERS - 1) pause();
    for (let e = data.rowPtr[u]; e < data.rowPtr[u + 1]; e++) {
      const value = data.disliked[e] === 1 ? 0 : interest(data.strength[e], options.strengthExponent);
      if (value === 0) continue;
      item[size] = data.item[e];
      x[size++] = value;
      colPtr[data.item[e] + 1]++;
    }
    rowPtr[u + 1] = size;
    if (size > rowPtr[u]) learners++;
  }
  let engaged = 0;
  for (let i = 0; i < data.items; i++) {
    if (colPtr[i + 1] > 0) engaged++;
    colPtr[i + 1] += colPtr[i];
  }

  const activity = new Float64Array(data.users);
  let total = 0;
  for (let u = 0; u < data.users; u++) {
    const n = rowPtr[u + 1] - rowPtr[u];
    activity[u] = n > 0 ? n ** -options.activityExponent : 0;
    for (let e = rowPtr[u]; e < rowPtr[u + 1]; e++) total += activity[u] * x[e] * x[e];
  }
  const scale = total > 0 ? size / total : 0;

  const place = new Int32Array(size);
  const value = new Float64Array(size);
  const weight = new Float64Array(data.items);
  const next = colPtr.slice(0, data.items);
  for (let u = 0; u < data.users; u++) {
    if (u % LEARNERS === LEARNERS - 1) pause();
    for (let e = rowPtr[u]; e < rowPtr[u + 1]; e++) {
      const at = next[item[e]]++;
      place[at] = u;
      value[at] = activity[u] * scale * x[e];
      weight[item[e]] += value[at] * x[e];
    }
  }
  return {
    rows: { ptr: rowPtr, place: item.subarray(0, size), value: x.subarray(0, size) },
    columns: { ptr: colPtr, place, value },
    weight,
    lambda: size > 0 ? options.shrinkage * Math.sqrt((engaged * learners) / size) : 0,
  };
}

/** Pairs of a place and a number whose count is not known beforehand. */
class GrowingPairs {
  size = 0;
  private place = new Int32Array(1024);
  private value = new Float32Array(1024);

  push(place: number, value: number): void {
    if (this.size === this.place.length) {
      const places = new Int32Array(this.size * 2);
      const values = new Float32Array(this.size * 2);
      places.set(this.place);
      values.set(this.value);
      this.place = places;
      this.value = values;
    }
    this.place[this.size] = place;
    this.value[this.size++] = value;
  }

  places(): Int32Array {
    return this.place.slice(0, this.size);
  }

  values(): Float32Array {
    return this.value.slice(0, this.size);
  }
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
