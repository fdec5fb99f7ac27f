import type { History, Interactions } from '../interactions.js';
import type { HyperParameters, HyperParameterTable } from '../recommender.js';

/**
 * Options of every model that weighs engagements as here. The decay is chosen on slices of the training parts of courses and
 * films, where .6 to .8 are within 1% of the best and 1 loses 4% to 15%; .75 forgets least of these. Where all timestamps are
 * equal nothing decays.
 */
export const ENGAGEMENT_OPTIONS = {
  activityExponent: {
    description:
      'How much less each engagement of a busy learner says: weight = activity^-exponent; 0 for no difference.',
    default: 0.5,
    minimum: 0,
    maximum: 2,
    search: { scale: 'linear', from: 0, to: 1 },
  },
  strengthExponent: {
    description: 'How much stronger engagements count for more: 0 all alike, 1 by the logarithm of the strength.',
    default: 1,
    minimum: 0,
    maximum: 2,
  },
  decay: {
    description: 'Weight of an entry of the history per later entry: 1 for no decay.',
    default: 0.75,
    minimum: 0.01,
    maximum: 1,
    atScoring: true,
    search: { scale: 'linear', from: 0.6, to: 1 },
  },
} satisfies HyperParameterTable;

/** ln(1 + strength) in units of a plain view's, to a power; strength 0 stays 0. */
export function interest(strength: number, exponent: number): number {
  return strength > 0 ? (Math.log1p(strength) / Math.LN2) ** exponent : 0;
}

export interface CompressedEntries {
  readonly ptr: Int32Array;
  readonly place: Int32Array;
  readonly value: Float64Array;
}

/** The engagements that carry interest, as item-to-item models weigh them. */
export interface WeightedEngagements {
  /** By learner: items and `x_ui`, in time order. */
  readonly rows: CompressedEntries;
  /** By learner: each entry's place in the data. */
  readonly source: Int32Array;
  /** By item: learners, ascending, and `w_u x_ui`. */
  readonly columns: CompressedEntries;
  /** w_u by learner; 0 for those without entries. */
  readonly learnerWeight: Float64Array;
  /** `G_ii = sum over learners of w_u x_ui^2`, by item. */
  readonly weight: Float64Array;
  readonly size: number;
  readonly engagedItems: number;
  readonly activeLearners: number;
}

/** Learners between two pauses. */
const LEARNERS = 16_384;

/**
 * `x_ui = interest(strength)`, 0 for a dislike; `w_u = n_u^-activityExponent`, n_u the learner's entries, scaled so that the
 * mean of `w_u x_ui^2` over all entries is 1.
 */
export function weightEngagements(
  data: Interactions,
  options: HyperParameters,
  pause: () => void,
): WeightedEngagements {
  const rowPtr = new Int32Array(data.users + 1);
  const item = new Int32Array(data.size);
  const source = new Int32Array(data.size);
  const x = new Float64Array(data.size);
  const colPtr = new Int32Array(data.items + 1);
  let size = 0;
  let activeLearners = 0;
  pause();
  for (let u = 0; u < data.users; u++) {
    if (u % LEARNERS === LEARNERS - 1) pause();
    for (let e = data.rowPtr[u]; e < data.rowPtr[u + 1]; e++) {
      const value = data.disliked[e] === 1 ? 0 : interest(data.strength[e], options.strengthExponent);
      if (value === 0) continue;
      item[size] = data.item[e];
      source[size] = e;
      x[size++] = value;
      colPtr[data.item[e] + 1]++;
    }
    rowPtr[u + 1] = size;
    if (size > rowPtr[u]) activeLearners++;
  }
  let engagedItems = 0;
  for (let i = 0; i < data.items; i++) {
    if (colPtr[i + 1] > 0) engagedItems++;
    colPtr[i + 1] += colPtr[i];
  }

  const learnerWeight = new Float64Array(data.users);
  let total = 0;
  for (let u = 0; u < data.users; u++) {
    const n = rowPtr[u + 1] - rowPtr[u];
    learnerWeight[u] = n > 0 ? n ** -options.activityExponent : 0;
    for (let e = rowPtr[u]; e < rowPtr[u + 1]; e++) total += learnerWeight[u] * x[e] * x[e];
  }
  if (total > 0) for (let u = 0; u < data.users; u++) learnerWeight[u] *= size / total;

  const place = new Int32Array(size);
  const value = new Float64Array(size);
  const weight = new Float64Array(data.items);
  const next = colPtr.slice(0, data.items);
  for (let u = 0; u < data.users; u++) {
    if (u % LEARNERS === LEARNERS - 1) pause();
    for (let e = rowPtr[u]; e < rowPtr[u + 1]; e++) {
      const at = next[item[e]]++;
      place[at] = u;
      value[at] = learnerWeight[u] * x[e];
      weight[item[e]] += value[at] * x[e];
    }
  }
  return {
    rows: { ptr: rowPtr, place: item.subarray(0, size), value: x.subarray(0, size) },
    source: source.subarray(0, size),
    columns: { ptr: colPtr, place, value },
    learnerWeight,
    weight,
    size,
    engagedItems,
    activeLearners,
  };
}

/**
 * What each entry of the history brings to the scores: `decay^later * interest(strength)`, where `later` counts the entries
 * that carry something and are later; equal instants count alike. 0 for dislikes, entries of strength 0 and items beyond the
 * catalogue.
 */
export function profileWeights(history: History, items: number, options: HyperParameters): Float64Array<ArrayBuffer> {
  const weights = new Float64Array(history.length);
  let instant = Infinity;
  let later = 0;
  let carrying = 0;
  for (let k = history.length - 1; k >= 0; k--) {
    if (history.items[k] >= items || history.disliked[k] === 1) continue;
    const value = interest(history.strength[k], options.strengthExponent);
    if (value === 0) continue;
    if (history.timestamp[k] !== instant) {
      instant = history.timestamp[k];
      later = carrying;
    }
    carrying++;
    weights[k] = options.decay ** later * value;
  }
  return weights;
}
