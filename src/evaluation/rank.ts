import type { Interactions } from '../model/interactions.js';
import { topK } from '../model/top-k.js';

/** What to rank for whom. Learners and items are dense places. */
export interface RankTask {
  readonly users: Int32Array;
  /** Length of the lists; shorter where fewer items are left. */
  readonly k: number;
  /** Items to rank: the whole catalogue, never a sample (Krichene and Rendle 2020, "On sampled metrics for item recommendation"). */
  readonly items: number;
  /** Writes the score of every item; higher is better. The array is reused and holds the last learner's scores. */
  score(user: number, out: Float64Array): void;
  /** Writes 1 for every item to leave out. The mask is reused and arrives all 0. */
  excluded(user: number, mask: Uint8Array): void;
  /** Breaks ties: the item with the lower number stands first; null: the lower place. */
  readonly tieRank: Int32Array | null;
}

/** Learners between two calls of the checkpoint. */
const STRIDE = 64;

/**
 * One list per learner, best first, in the order of `task.users`. Allocates nothing per learner but its list.
 * @param checkpoint called at least every 64 learners with the fraction done (0 to 1); throws to stop the work
 */
export function rankUsers(task: RankTask, checkpoint?: (fraction: number, detail: string) => void): Int32Array[] {
  const scores = new Float64Array(task.items);
  const mask = new Uint8Array(task.items);
  const total = task.users.length;
  const lists: Int32Array[] = [];
  for (let i = 0; i < total; i++) {
    if (i % STRIDE === 0) checkpoint?.(i / total, `${i} of ${total} learners ranked`);
    mask.fill(0);
    task.score(task.users[i], scores);
    task.excluded(task.users[i], mask);
    lists.push(topK(scores, task.k, mask, task.tieRank));
  }
  checkpoint?.(1, `${total} of ${total} learners ranked`);
  return lists;
}

/** For `RankTask.excluded`: what the learner engaged with in training, disliked or not; nothing for learners unknown there. */
export function seenInTraining(train: Interactions): (user: number, mask: Uint8Array) => void {
  return (user, mask) => {
    if (user < 0 || user >= train.users) return;
    for (let e = train.rowPtr[user]; e < train.rowPtr[user + 1]; e++) mask[train.item[e]] = 1;
  };
}
