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
 */
export function createWeightedRows(
  engine: Engine,
  data: Pick<Interactions, 'users' | 'items' | 'size' | 'rowPtr' | 'item' | 'disliked'>,
  weightOf: (entry: number) => number,
  pause?: Pause,
): { readonly byUser: WeightedRows; readonly byItem: WeightedRows } {
  const { users, items, size } = data;
  const allocate = (rows: number): WeightedRows => ({
    rows,
    entries: size,
    ptr: engine.int32(rows + 1),
    place: engine.int32(size),
    weight: engine.float32(size),
  });
  const byUser = allocate(users);
  const byItem = allocate(items);
  byUser.ptr.set(data.rowPtr);
  byUser.place.set(data.item);
  for (let e = 0; e < size; e++) {
    byUser.weight[e] = data.disliked[e] === 1 ? Math.min(LEAST_DISLIKE, -weightOf(e)) : weightOf(e);
    byItem.ptr[data.item[e] + 1]++;
    if ((e & PAUSE) === PAUSE) pause?.((0.5 * e) / size);
  }
  for (let i = 0; i < items; i++) byItem.ptr[i + 1] += byItem.ptr[i];
  const next = byItem.ptr.slice(0, items);
  for (let u = 0; u < users; u++)
    for (let e = data.rowPtr[u]; e < data.rowPtr[u + 1]; e++) {
      const place = next[data.item[e]]++;
      byItem.place[place] = u;
      byItem.weight[place] = byUser.weight[e];
      if ((e & PAUSE) === PAUSE) pause?.(0.5 + (0.5 * e) / size);
    }
  return { byUser, byItem };
}
