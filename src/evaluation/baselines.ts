import type { Interactions } from '../model/interactions.js';
import { createRandom, hash32 } from '../model/random.js';

/** Draws that hit a left out or a drawn item, per place, after which the rest is drawn from a list of what remains. */
const PATIENCE = 8;

/**
 * RANDOM: k items drawn without replacement from those that are not left out, which is the order that uniform scores give. A stream
 * per learner, so that a learner's list depends neither on the other learners nor on the order.
 * @param seed any integer; same seed, same lists
 * @param excluded 1 leaves an item out
 */
export function randomList(seed: number, user: number, excluded: Uint8Array, k: number): Int32Array {
  const random = createRandom(hash32(`random-baseline:${user}`, seed));
  const items = excluded.length;
  const list = new Int32Array(Math.min(k, items));
  let size = 0;
  const isOpen = (item: number): boolean => excluded[item] === 0 && !list.subarray(0, size).includes(item);
  for (let draws = PATIENCE * list.length; draws > 0 && size < list.length; draws--) {
    const item = random.integer(items);
    if (isOpen(item)) list[size++] = item;
  }
  if (size < list.length) {
    const rest: number[] = [];
    for (let item = 0; item < items; item++) if (isOpen(item)) rest.push(item);
    for (const item of random.shuffle(rest).slice(0, list.length - size)) list[size++] = item;
  }
  return list.slice(0, size);
}

/**
 * POPULARITY: the same order for every learner, of which each gets the first k that are not left out.
 * @param counts learners who engaged with each item in training
 * @param tieRank of equal counts the lower stands first; null: the lower place
 */
export function popularityLists(
  counts: ArrayLike<number>,
  tieRank: Int32Array | null,
): (excluded: Uint8Array, k: number) => Int32Array {
  const order = Int32Array.from(counts, (_, item) => item).sort(
    (a, b) => counts[b] - counts[a] || (tieRank ? tieRank[a] - tieRank[b] : 0) || a - b,
  );
  return (excluded, k) => {
    const list = new Int32Array(Math.min(k, order.length));
    let size = 0;
    for (let place = 0; place < order.length && size < list.length; place++)
      if (excluded[order[place]] === 0) list[size++] = order[place];
    return list.slice(0, size);
  };
}

/** Learners who engaged with each item, disliked or not: one per pair, however often it was engaged. */
export function countLearners(data: Interactions): Float64Array {
  const counts = new Float64Array(data.items);
  for (let e = 0; e < data.size; e++) counts[data.item[e]]++;
  return counts;
}
