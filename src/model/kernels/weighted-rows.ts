import type { Interactions } from '../interactions.js';
import type { Engine, Pause } from './engine.js';

/** Who engaged with what, by the rows to be solved, in the engine's memory. */
export interface WeightedRows {
  readonly rows: number;
  readonly entries: number;
  /** Row bounds, length rows + 1. */
  readonly ptr: Int32Array;
  /** The other side's row. */
  readonly place: Int32Array;
  /** w = c - 1 of an engagement; of a dislike (p = 0) the same, negative. */
  readonly weight: Float32Array;
  /** What stands for p (1 + w) of each entry; default: that. Not for conjugate gradients. */
  readonly pull?: Float32Array;
}

/** Entries between two pauses, less one: some tens of milliseconds. */
const PAUSE = 2 ** 20 - 1;
/** What stands for a dislike of weight 0, which has no sign. */
const LEAST_DISLIKE = -1e-30;

/**
 * The same entries by learner and by item, both in the order of the data.
 * @param weightOf w = c - 1 of an entry, at least 0
 * @param users the learners in the order in which they become rows; default: theirs
 */
export function createWeightedRows(
  engine: Engine,
  data: Pick<Interactions, 'users' | 'items' | 'size' | 'rowPtr' | 'item' | 'disliked'>,
  weightOf: (entry: number) => number,
  pause?: Pause,
  users?: ArrayLike<number>,
): { readonly byUser: WeightedRows; readonly byItem: WeightedRows } {
  const { items, size } = data;
  const allocate = (rows: number): WeightedRows => ({
    rows,
    entries: size,
    ptr: engine.int32(rows + 1),
    place: engine.int32(size),
    weight: engine.float32(size),
  });
  const byUser = allocate(data.users);
  const byItem = allocate(items);
  for (let row = 0, to = 0; row < data.users; row++) {
    const user = users ? users[row] : row;
    for (let e = data.rowPtr[user]; e < data.rowPtr[user + 1]; e++, to++) {
      byUser.place[to] = data.item[e];
      byUser.weight[to] = data.disliked[e] === 1 ? Math.min(LEAST_DISLIKE, -weightOf(e)) : weightOf(e);
      byItem.ptr[data.item[e] + 1]++;
      if ((to & PAUSE) === PAUSE) pause?.((0.5 * to) / size);
    }
    byUser.ptr[row + 1] = to;
  }
  for (let i = 0; i < items; i++) byItem.ptr[i + 1] += byItem.ptr[i];
  const next = byItem.ptr.slice(0, items);
  for (let row = 0; row < data.users; row++)
    for (let e = byUser.ptr[row]; e < byUser.ptr[row + 1]; e++) {
      const place = next[byUser.place[e]]++;
      byItem.place[place] = row;
      byItem.weight[place] = byUser.weight[e];
      if ((e & PAUSE) === PAUSE) pause?.(0.5 + (0.5 * e) / size);
    }
  return { byUser, byItem };
}

/** The learners by how much they engaged with, the most first; those alike in their order. O(users + entries). */
export function byActivity(data: Pick<Interactions, 'users' | 'rowPtr'>): Int32Array {
  const lengthOf = (user: number): number => data.rowPtr[user + 1] - data.rowPtr[user];
  let longest = 0;
  for (let u = 0; u < data.users; u++) longest = Math.max(longest, lengthOf(u));
  const next = new Int32Array(longest + 2);
  for (let u = 0; u < data.users; u++) next[longest - lengthOf(u) + 1]++;
  for (let n = 0; n < longest; n++) next[n + 1] += next[n];
  const order = new Int32Array(data.users);
  for (let u = 0; u < data.users; u++) order[next[longest - lengthOf(u)]++] = u;
  return order;
}
