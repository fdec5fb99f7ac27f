import type { Interactions } from '../model/interactions.js';
import type { Random } from '../model/random.js';

/** What each held-out learner should have been recommended, in compressed rows. */
export interface Relevance {
  /** Dense places of the learners with at least one relevant item, ascending. */
  readonly users: Int32Array;
  /** Bounds of each learner's items, length users + 1. */
  readonly ptr: Int32Array;
  /** Places of the relevant items, ascending per learner. */
  readonly items: Int32Array;
}

/**
 * An item is relevant to a learner who engaged with it in the test part, did not dislike it there, and had not engaged with it
 * in the training part: what was seen in training is masked, so it could never be a hit. Learners without a relevant item
 * are not counted; learners without training data are.
 * @param test held-out pairs
 * @param train training pairs over the same vocabularies as `test`
 * @throws RangeError where the two have different numbers of learners or items
 */
export function relevantItems(test: Interactions, train: Interactions): Relevance {
  if (test.users !== train.users || test.items !== train.items)
    throw new RangeError('train and test must be built over the same vocabularies');
  const users: number[] = [];
  const ptr = [0];
  const items = new Int32Array(test.size);
  const seenBy = new Int32Array(train.items).fill(-1);
  let size = 0;
  for (let user = 0; user < test.users; user++) {
    for (let e = train.rowPtr[user]; e < train.rowPtr[user + 1]; e++) seenBy[train.item[e]] = user;
    const start = size;
    for (let e = test.rowPtr[user]; e < test.rowPtr[user + 1]; e++) {
      const item = test.item[e];
      if (test.disliked[e] === 0 && seenBy[item] !== user) items[size++] = item;
    }
    if (size === start) continue;
    items.subarray(start, size).sort();
    users.push(user);
    ptr.push(size);
  }
  return { users: Int32Array.from(users), ptr: Int32Array.from(ptr), items: items.slice(0, size) };
}

/** The relevant items of the learner at `position` of `relevance.users`, as a view. */
export function relevantTo(relevance: Relevance, position: number): Int32Array {
  return relevance.items.subarray(relevance.ptr[position], relevance.ptr[position + 1]);
}

/** @param positions places in `relevance.users`, in the order wanted */
export function selectRelevance(relevance: Relevance, positions: Int32Array): Relevance {
  const ptr = new Int32Array(positions.length + 1);
  for (let i = 0; i < positions.length; i++) ptr[i + 1] = ptr[i] + relevantTo(relevance, positions[i]).length;
  const items = new Int32Array(ptr[positions.length]);
  for (let i = 0; i < positions.length; i++) items.set(relevantTo(relevance, positions[i]), ptr[i]);
  return { users: positions.map((position) => relevance.users[position]), ptr, items };
}

/**
 * Learners drawn without replacement, in ascending order; all where there are no more than `size`.
 * @param size learners to draw; 0 for all
 */
export function sampleRelevance(relevance: Relevance, size: number, random: Random): Relevance {
  if (size <= 0 || size >= relevance.users.length) return relevance;
  const positions = random.shuffle(Int32Array.from(relevance.users, (_, position) => position));
  return selectRelevance(relevance, positions.slice(0, size).sort());
}
