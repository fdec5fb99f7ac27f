import { createRandom } from '../model/random.js';
import { WIDTH } from './judge.js';
import { RANKING_METRICS } from './metrics/registry.js';

/** Replicates that intervals are read from. */
export const RESAMPLES = 1000;

/** Learners by one trait: everyone, by activity, by department. */
export interface Grouping {
  readonly groups: number;
  /** Group of each learner, from 0. */
  readonly groupOf: Int32Array;
}

export interface ResampleInput {
  /** Values of the learners by contestant: learner-major, `WIDTH` each, as a judge writes them. */
  readonly tables: readonly Float64Array[];
  readonly learners: number;
  readonly groupings: readonly Grouping[];
  readonly seed: number;
}

/** Means of one replicate: `cellOf` tells where each stands. */
export interface Resampler {
  /** Numbers that one replicate has. */
  readonly cells: number;
  /** @param group 0 for everyone, then those of the groupings, in their order */
  cellOf(group: number, contestant: number, metric: number): number;
  /** Writes the means over the learners as they are; NaN where no learner has a value. */
  means(out: Float64Array): void;
  /** Writes the means of one replicate; it depends on its number and the seed alone. */
  replicate(number: number, out: Float64Array): void;
}

const RANKING = RANKING_METRICS.length;

/**
 * The percentile bootstrap over learners (Efron and Tibshirani 1993, "An introduction to the bootstrap", chapter 13) of all means of
 * a report at once: a replicate draws as many learners with replacement as there are, and takes every mean, of every contestant
 * and of every group, over that draw. So the difference or the ratio of any two means has its replicates too, paired. A group's
 * mean is a ratio, of a sum over its drawn learners and their number, which varies as its share of the learners does.
 *
 * Learners without a hit add nothing to the ranking measures and are passed over. O(learners) draws a replicate, and O(hits +
 * learners) additions for each contestant and grouping.
 */
export function createResampler({ tables, learners, groupings, seed }: ResampleInput): Resampler {
  const contestants = tables.length;
  const everyone: Grouping = { groups: 1, groupOf: new Int32Array(learners) };
  // Everyone is the first grouping's groups together, so that they take no pass of their own.
  const sorted = (groupings.length > 0 ? groupings : [everyone]).map((grouping) => sortBy(grouping, tables, learners));
  const groups = 1 + groupings.reduce((sum, grouping) => sum + grouping.groups, 0);
  const cellOf = (group: number, contestant: number, metric: number): number =>
    (group * contestants + contestant) * WIDTH + metric;
  const cells = cellOf(groups, 0, 0);
  const drawn = new Uint16Array(learners);
  const inOrder = new Float64Array(learners);
  const weights = new Float64Array(cells);
  const sums: Sums = { value: new Float64Array(RANKING), weight: 0 };

  const addUp = (out: Float64Array): void => {
    out.fill(0);
    weights.fill(0);
    let first = groupings.length > 0 ? 1 : 0;
    sorted.forEach(({ order, bounds, columns }, n) => {
      for (let i = 0; i < learners; i++) inOrder[i] = drawn[order[i]];
      for (let g = 0; g + 1 < bounds.length; g++) {
        const add = (cell: number, value: number, weight: number): void => {
          out[cell] += value;
          weights[cell] += weight;
        };
        columns.forEach(({ hit, hitBounds, hitValue, list }, c) => {
          const into = (metric: number, value: number, weight: number): void => {
            add(cellOf(first + g, c, metric), value, weight);
            if (n === 0 && first > 0) add(cellOf(0, c, metric), value, weight);
          };
          addHits(hit, hitValue, inOrder, hitBounds[g], hitBounds[g + 1], sums.value);
          let weight = 0;
          for (let i = bounds[g]; i < bounds[g + 1]; i++) weight += inOrder[i];
          for (let m = 0; m < RANKING; m++) into(m, sums.value[m], weight);
          list.forEach((values, m) => {
            addList(values, inOrder, bounds[g], bounds[g + 1], sums);
            into(RANKING + m, sums.value[0], sums.weight);
          });
        });
      }
      first += bounds.length - 1;
    });
    for (let cell = 0; cell < cells; cell++) out[cell] /= weights[cell];
  };

  return {
    cells,
    cellOf,
    means(out) {
      drawn.fill(1);
      addUp(out);
    },
    replicate(number, out) {
      const random = createRandom(seed).fork(`replicate ${number}`);
      drawn.fill(0);
      for (let i = 0; i < learners; i++) drawn[random.integer(learners)]++;
      addUp(out);
    },
  };
}

interface Sums {
  readonly value: Float64Array;
  weight: number;
}

/** One contestant's values in the order of a grouping. */
interface Columns {
  /** Places in that order of the learners with a hit. */
  readonly hit: Int32Array;
  readonly hitBounds: Int32Array;
  /** `RANKING` for each of them. */
  readonly hitValue: Float64Array;
  /** The metrics of lists, of all learners; empty where none has a value. */
  readonly list: readonly Float64Array[];
}

function sortBy({ groups, groupOf }: Grouping, tables: readonly Float64Array[], learners: number) {
  const bounds = new Int32Array(groups + 1);
  for (let i = 0; i < learners; i++) bounds[groupOf[i] + 1]++;
  for (let g = 0; g < groups; g++) bounds[g + 1] += bounds[g];
  const next = bounds.slice(0, groups);
  const order = new Int32Array(learners);
  for (let i = 0; i < learners; i++) order[next[groupOf[i]]++] = i;
  const columns = tables.map((table): Columns => {
    const places = Int32Array.from(order.keys());
    const hit = places.filter((place) => hasHit(table, order[place]));
    const hitValue = new Float64Array(hit.length * RANKING);
    const hitBounds = new Int32Array(groups + 1);
    hit.forEach((place, i) => {
      const from = order[place] * WIDTH;
      hitValue.set(table.subarray(from, from + RANKING), i * RANKING);
      hitBounds[groupOf[order[place]] + 1]++;
    });
    for (let g = 0; g < groups; g++) hitBounds[g + 1] += hitBounds[g];
    const list = Array.from({ length: WIDTH - RANKING }, (_, m) => {
      const values = Float64Array.from(order, (learner) => table[learner * WIDTH + RANKING + m]);
      return values.every(Number.isNaN) ? new Float64Array(0) : values;
    });
    return { hit, hitBounds, hitValue, list };
  });
  return { order, bounds, columns };
}

function hasHit(table: Float64Array, learner: number): boolean {
  for (let m = 0; m < RANKING; m++) if (table[learner * WIDTH + m] !== 0) return true;
  return false;
}

function addHits(
  hit: Int32Array,
  value: Float64Array,
  drawn: Float64Array,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  for (let i = from; i < to; i++) {
    const times = drawn[hit[i]];
    if (times === 0) continue;
    for (let m = 0; m < RANKING; m++) sums[m] += times * value[i * RANKING + m];
  }
}

function addList(values: Float64Array, drawn: Float64Array, from: number, to: number, sums: Sums): void {
  let sum = 0;
  let weight = 0;
  if (values.length > 0)
    for (let i = from; i < to; i++) {
      const value = values[i];
      if (value !== value) continue;
      sum += drawn[i] * value;
      weight += drawn[i];
    }
  sums.value[0] = sum;
  sums.weight = weight;
}
