import type { Interactions } from '../model/interactions.js';
import type { Random } from '../model/random.js';

/**
 * Parts the pairs into folds as Surprise's `KFold` does: in a random order, the first `pairs mod folds` folds have one pair more.
 * @returns the fold of each entry
 */
export function foldPairs(pairs: number, folds: number, random: Random): Uint8Array {
  const order = random.shuffle(Int32Array.from({ length: pairs }, (_, entry) => entry));
  const fold = new Uint8Array(pairs);
  let start = 0;
  for (let f = 0; f < folds; f++) {
    const end = start + Math.floor(pairs / folds) + (f < pairs % folds ? 1 : 0);
    for (let n = start; n < end; n++) fold[order[n]] = f;
    start = end;
  }
  return fold;
}

/**
 * The entries that are kept, over the same learners and items, each learner's in an order drawn from `random`: Surprise hands
 * a fold's ratings to its descent in the order that the folds were drawn in, and descending in time order is another descent.
 */
export function selectPairs(data: Interactions, isKept: (entry: number) => boolean, random: Random): Interactions {
  const kept = Int32Array.from({ length: data.size }, (_, entry) => entry).filter(isKept);
  const rowPtr = new Int32Array(data.users + 1);
  let at = 0;
  for (let u = 0; u < data.users; u++) {
    while (at < kept.length && kept[at] < data.rowPtr[u + 1]) at++;
    rowPtr[u + 1] = at;
    random.shuffle(kept.subarray(rowPtr[u], at));
  }
  return {
    users: data.users,
    items: data.items,
    size: kept.length,
    rowPtr,
    item: kept.map((entry) => data.item[entry]),
    strength: Float32Array.from(kept, (entry) => data.strength[entry]),
    rating: Float32Array.from(kept, (entry) => data.rating[entry]),
    timestamp: Float64Array.from(kept, (entry) => data.timestamp[entry]),
    disliked: Uint8Array.from(kept, (entry) => data.disliked[entry]),
  };
}

/** The score of a pair: 0 for a dislike. */
export function scoreOfPair({ rating, disliked }: Interactions, entry: number): number {
  return disliked[entry] === 1 ? 0 : rating[entry];
}
