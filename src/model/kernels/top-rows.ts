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
    const { stride, columns } = users;
    const tileCount = Math.ceil(items.rows / 8);
    const tiles = engine.float32(tileCount * 8 * stride);
    jobs.run('packTiles', tileCount, 64, [items.values, items.rows, stride, tiles]);
    const places = engine.int32(users.rows * k);
    const scores = engine.float32(users.rows * k);
    const scratch = 128 + 256 + 256 * stride + 64 * 16 * Math.ceil(items.rows / 128);
    const catalogue = [tiles, items.rows, seen.ptr, seen.column];
    const args = [users.values, users.rows, stride, columns, ...catalogue, k, places, scores];
    jobs.run('topRows', users.rows, 64, args, scratch, pause);
    return { items: places.slice() as TopRows['items'], scores: scores.slice() as TopRows['scores'] };
  });
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
