import type { Engine, Matrix, Pause } from './engine.js';
import { jsKernels } from './js-kernels.js';

/**
 * Ratings cut by learner into groups, and the ratings of each group into `blocks` x `blocks` by learner and item, in the
 * engine's memory.
 * @see Gemulla et al. 2011, "Large-scale matrix factorization with distributed stochastic gradient descent"
 */
export interface RatingBlocks {
  readonly blocks: number;
  /** Rounds of an epoch: `blocks` for each group. */
  readonly rounds: number;
  /** Bounds of block (a, b) of group g, its learners' part a and items' part b, at `(g * blocks + a) * blocks + b`; one more at the end. */
  readonly ptr: Int32Array;
  readonly user: Int32Array;
  readonly item: Int32Array;
  readonly target: Float32Array;
}

export interface SgdState {
  readonly users: Matrix;
  readonly items: Matrix;
  readonly userBias: Float64Array;
  readonly itemBias: Float64Array;
  readonly mean: number;
}

/** Entries between two pauses, less one: some tens of milliseconds. */
const PAUSE = 2 ** 20 - 1;

/** Bounds of parts that hold about the same number of entries each, given the running total of entries. */
function partBounds(total: Int32Array, parts: number): Int32Array {
  const rows = total.length - 1;
  const bounds = new Int32Array(parts + 1).fill(rows);
  bounds[0] = 0;
  for (let part = 1, row = 0; part < parts; part++) {
    while (row < rows && total[row] < (part / parts) * total[rows]) row++;
    bounds[part] = row;
  }
  return bounds;
}

/** Where the entry that comes at `place` of a block goes when its second half is laid between its first: 0 n/2 1 n/2+1 ... */
function zip(from: number, place: number, to: number): number {
  const half = (to - from + 1) >> 1;
  const nth = place - from;
  return from + (nth < half ? 2 * nth : 2 * (nth - half) + 1);
}

/**
 * Sorts ratings into blocks; one block and one group keep them as they are.
 * @param targetOf the value to learn of an entry
 */
export function createBlocks(
  engine: Engine,
  data: { readonly users: number; readonly items: number; readonly rowPtr: Int32Array; readonly item: Int32Array },
  targetOf: (entry: number) => number,
  { blocks, groups }: { readonly blocks: number; readonly groups: number },
  pause?: Pause,
): RatingBlocks {
  const size = data.rowPtr[data.users];
  const itemTotal = new Int32Array(data.items + 1);
  for (let e = 0; e < size; e++) itemTotal[data.item[e] + 1]++;
  for (let i = 0; i < data.items; i++) itemTotal[i + 1] += itemTotal[i];
  const parts = groups * blocks;
  const userBounds = partBounds(data.rowPtr, parts);
  const itemBounds = partBounds(itemTotal, blocks);
  const partOf = new Int32Array(data.items);
  for (let b = 0; b < blocks; b++) partOf.fill(b, itemBounds[b], itemBounds[b + 1]);

  const ptr = engine.int32(parts * blocks + 1);
  for (let a = 0; a < parts; a++)
    for (let e = data.rowPtr[userBounds[a]]; e < data.rowPtr[userBounds[a + 1]]; e++)
      ptr[a * blocks + partOf[data.item[e]] + 1]++;
  for (let block = 0; block < parts * blocks; block++) ptr[block + 1] += ptr[block];
  const next = ptr.slice();
  const user = engine.int32(size);
  const item = engine.int32(size);
  const target = engine.float32(size);
  for (let a = 0; a < parts; a++)
    for (let u = userBounds[a]; u < userBounds[a + 1]; u++)
      for (let e = data.rowPtr[u]; e < data.rowPtr[u + 1]; e++) {
        const block = a * blocks + partOf[data.item[e]];
        const nth = next[block]++;
        const place = blocks === 1 ? nth : zip(ptr[block], nth, ptr[block + 1]);
        user[place] = u;
        item[place] = data.item[e];
        target[place] = targetOf(e);
        if ((e & PAUSE) === PAUSE) pause?.(e / size);
      }
  return { blocks, rounds: parts, ptr, user, item, target };
}

/**
 * One round of an epoch, `round` from 0 to `rounds - 1`, group after group: the blocks (a, (a + round) mod blocks) of a group, which share neither learners
 * nor items, so that threads can take one each and the result is that of one after the other. For each rating with the error
 * `e = r - (mean + b_u + b_i + p_u . q_i)` and all from the old values
 *
 *     b += rate e - shrink b        p_u += rate e q_i - shrink p_u        q_i += rate e p_u - shrink q_i
 *
 * @param shrink learning rate times regularization
 */
export function sgdRound(
  engine: Engine,
  ratings: RatingBlocks,
  round: number,
  state: SgdState,
  rate: number,
  shrink: number,
  pause?: Pause,
): void {
  const { blocks, user, item, target } = ratings;
  const ptr = ratings.ptr.subarray(Math.floor(round / blocks) * blocks ** 2);
  const { users, items, userBias, itemBias, mean } = state;
  const n = users.stride;
  if (engine.jobs) {
    const args = [ptr, round, blocks, user, item, target, users.values, items.values, n, userBias, itemBias];
    engine.jobs.run('sgdRound', blocks, 1, [...args, mean, rate, shrink], 0, pause);
    return;
  }
  for (let a = 0; a < blocks; a++) {
    const block = a * blocks + ((a + round) % blocks);
    for (let e = ptr[block]; e < ptr[block + 1]; e++) {
      const u = user[e];
      const i = item[e];
      const predicted = mean + userBias[u] + itemBias[i] + jsKernels.dot(users.values, u * n, items.values, i * n, n);
      const pull = rate * (target[e] - predicted);
      userBias[u] += pull - shrink * userBias[u];
      itemBias[i] += pull - shrink * itemBias[i];
      jsKernels.sgdStep(users.values, u * n, items.values, i * n, n, pull, shrink);
      if ((e & 65535) === 65535) pause?.(a / blocks);
    }
    pause?.((a + 1) / blocks);
  }
}
