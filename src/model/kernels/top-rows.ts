import { topK } from '../top-k.js';
import type { Engine, Matrix, Pause } from './engine.js';
import { jsKernels } from './js-kernels.js';

export interface TopRows {
  /** The best columns of each row, best first, -1 where there are fewer than `k`; length rows * k. */
  readonly items: Int32Array<ArrayBuffer>;
  /** Their scores, -Infinity beside -1. */
  readonly scores: Float32Array<ArrayBuffer>;
}

/**
 * For every row of `users` the `k` rows of `items` with the largest products, those that the row has seen left out; ties to
 * the lower place. O(users * items * columns): the whole catalogue, never a sample.
 *
 * The compiled kernel first multiplies rows rounded to 16 bits, which takes half the instructions of single precision; only
 * products that may reach the k-th best, given how much rounding can lose, are computed in full, so that the answer is exact. It
 * takes the longest rows of `items` first, and leaves out those that are too short to reach the k-th best (Cauchy and Schwarz).
 * @param seen bounds by user (length users + 1) and items, in the engine's memory
 */
export function topRows(
  engine: Engine,
  users: Matrix,
  items: Matrix,
  seen: { readonly ptr: Int32Array; readonly column: Int32Array },
  k: number,
  pause?: Pause,
): TopRows {
  if (k <= 0 || users.rows === 0 || items.rows === 0) return empty(users.rows, Math.max(0, k));
  if (!engine.jobs) return topInTypeScript(users, items, seen, k, pause);
  const { jobs } = engine;
  return engine.scope(() => {
    const { stride } = users;
    const most = largestRounded(stride);
    let largest = 0;
    for (let n = 0; n < items.rows * stride; n++) largest = Math.max(largest, Math.abs(items.values[n]));
    const scale = largest > 0 ? most / largest : 1;
    const { order, lengths } = byLength(engine, items);
    const tileCount = lengths.length;
    const tiles = engine.int32(tileCount * 4 * stride);
    const losses = engine.float64(tileCount);
    jobs.run('packTiles', tileCount, 64, [items.values, order, items.rows, stride, scale, tiles, losses]);
    const far = losses.reduce((most, loss) => Math.max(most, loss), 0);
    const places = engine.int32(users.rows * k);
    const scores = engine.float32(users.rows * k);
    const scratch = 64 * 36 + 128 * stride + 64 * 16 * Math.ceil(items.rows / 128);
    const catalogue = [items.values, order, items.rows, tiles, lengths, scale, most, far, seen.ptr, seen.column];
    jobs.run('topRows', users.rows, 64, [users.values, stride, ...catalogue, k, places, scores], scratch, pause);
    return { items: places.slice() as TopRows['items'], scores: scores.slice() as TopRows['scores'] };
  });
}

/** The places of the rows by the rows' length, the longest first, and the largest length of every eight of them. */
function byLength(engine: Engine, { rows, stride, values }: Matrix): { order: Int32Array; lengths: Float64Array } {
  const length = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let f = r * stride; f < (r + 1) * stride; f++) sum += values[f] * values[f];
    length[r] = Math.sqrt(sum);
  }
  const order = engine.int32(rows);
  for (let r = 0; r < rows; r++) order[r] = r;
  order.sort((a, b) => length[b] - length[a] || a - b);
  const lengths = engine.float64(Math.ceil(rows / 8));
  for (let t = 0; t < lengths.length; t++) lengths[t] = length[order[8 * t]];
  return { order, lengths };
}

/** What values are rounded to at most: 16 bits, and sums of `stride` products stay below 2^31. */
function largestRounded(stride: number): number {
  return Math.min(32_767, Math.floor(Math.sqrt((2 ** 31 - 1) / stride)));
}

function empty(rows: number, k: number): TopRows {
  return { items: new Int32Array(rows * k).fill(-1), scores: new Float32Array(rows * k).fill(-Infinity) };
}

function topInTypeScript(
  users: Matrix,
  items: Matrix,
  seen: { readonly ptr: Int32Array; readonly column: Int32Array },
  k: number,
  pause?: Pause,
): TopRows {
  const { stride, values } = users;
  const out = empty(users.rows, k);
  const scores = new Float64Array(items.rows);
  const mask = new Uint8Array(items.rows);
  const vector = new Float64Array(stride);
  for (let u = 0; u < users.rows; u++) {
    for (let f = 0; f < stride; f++) vector[f] = values[u * stride + f];
    jsKernels.multiply(items.values, null, items.rows, stride, vector, scores);
    mask.fill(0);
    for (let e = seen.ptr[u]; e < seen.ptr[u + 1]; e++) mask[seen.column[e]] = 1;
    topK(scores, k, mask, null).forEach((item, rank) => {
      out.items[u * k + rank] = item;
      out.scores[u * k + rank] = scores[item];
    });
    if ((u & 63) === 63) pause?.((u + 1) / users.rows);
  }
  return out;
}
