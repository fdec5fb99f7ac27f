import type { Random } from '../src/model/random.js';

/**
 * Running sums of weights: what `choose` draws from.
 * @param weights at least 0 each
 */
export function runningSums(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = sum += weights[i];
  return sums;
}

/**
 * Draws an index with probability proportional to its weight, in O(log n).
 * @param sums from `runningSums`; the last one must be above 0 between the bounds
 * @param from first index that may be drawn, default 0
 * @param to one past the last index that may be drawn, default all
 */
export function choose(sums: Float64Array, random: Random, from = 0, to = sums.length): number {
  const floor = from > 0 ? sums[from - 1] : 0;
  const target = floor + random.next() * (sums[to - 1] - floor);
  let low = from;
  let high = to - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
