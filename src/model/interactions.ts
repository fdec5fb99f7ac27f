import { engagementScore, engagementStrength, MISSING, type EngagementColumns } from './engagement.js';

/** Maps sparse surrogate keys to dense places 0..size-1 and back; memory follows the number of keys, not the largest key. */
export interface Vocabulary {
  readonly size: number;
  /** Keys by place. */
  readonly keys: Int32Array;
  /** The place of a key, or -1. */
  indexOf(key: number): number;
}

/** @param keys distinct keys in the order of their places; kept, not copied */
export function createVocabulary(keys: Int32Array): Vocabulary {
  // Open addressing, at most half full: three times as fast as a Map over the millions of lookups of one build.
  const bits = Math.max(4, Math.ceil(Math.log2(keys.length * 2 + 1)));
  const mask = 2 ** bits - 1;
  const places = new Int32Array(mask + 1).fill(-1);
  const slotOf = (key: number): number => {
    let slot = Math.imul(key, 0x9e3779b1) >>> (32 - bits);
    while (places[slot] >= 0 && keys[places[slot]] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  for (let place = 0; place < keys.length; place++) places[slotOf(keys[place])] = place;
  return { size: keys.length, keys, indexOf: (key) => places[slotOf(key)] };
}

/** The distinct values of a column, ascending. */
export function distinctSorted(column: Int32Array): Int32Array {
  return Int32Array.from(new Set(column)).sort();
}

/**
 * What one learner did, one entry per piece of content, oldest first (ties by item).
 * The arrays are views: treat them as read-only.
 */
export interface History {
  readonly length: number;
  /** Places of the content. */
  readonly items: Int32Array;
  /** Implicit strength, at least 0; 0 for a disliked item. */
  readonly strength: Float32Array;
  /** Mean engagement score of the pair, 0-10. */
  readonly rating: Float32Array;
  /** Instant of the last engagement, in milliseconds since 1970. */
  readonly timestamp: Float64Array;
  /** 1 where the latest opinion is a dislike. */
  readonly disliked: Uint8Array;
}

/**
 * Learners x content, one entry per pair, in compressed rows by learner. Within a row entries stand in time order (ties by
 * item), so that a row is a `History`. Duplicates of a pair: strengths add up, ratings average, the latest opinion decides
 * whether the pair is a dislike, and a disliked pair has strength 0.
 */
export interface Interactions {
  readonly users: number;
  readonly items: number;
  /** Entries, that is distinct pairs. */
  readonly size: number;
  /** Row bounds, length users + 1. */
  readonly rowPtr: Int32Array;
  readonly item: Int32Array;
  readonly strength: Float32Array;
  readonly rating: Float32Array;
  readonly timestamp: Float64Array;
  readonly disliked: Uint8Array;
}

export interface InteractionOptions {
  /** Days in which an engagement's strength halves, counted back from the newest engagement; default `Infinity`. */
  readonly halfLifeDays?: number;
  /** The instant that ages count from, milliseconds since 1970; default: the newest engagement of the selection. */
  readonly now?: number;
  /** Rows of the columns to use; default all. */
  readonly rows?: Int32Array;
}

const DAY = 86_400_000;

/**
 * Rows whose learner or content is not in its vocabulary are left out. The order of the rows does not matter: engagements of
 * one pair are taken in time order, and at one instant a dislike outweighs a like. O(rows + sum over learners of n log n).
 */
export function buildInteractions(
  columns: EngagementColumns,
  users: Vocabulary,
  items: Vocabulary,
  options: InteractionOptions = {},
): Interactions {
  const halfLife = options.halfLifeDays ?? Infinity;
  const { order, userPtr, itemOf, newest } = groupByPair(columns, users, items, options.rows);
  const now = options.now ?? newest;

  const rowPtr = new Int32Array(users.size + 1);
  const item = new Int32Array(order.length);
  const strength = new Float32Array(order.length);
  const rating = new Float32Array(order.length);
  const timestamp = new Float64Array(order.length);
  const disliked = new Uint8Array(order.length);

  // One learner at a time: merge the engagements of each pair into scratch columns, then write the pairs in time order.
  let widest = 0;
  for (let u = 0; u < users.size; u++) widest = Math.max(widest, userPtr[u + 1] - userPtr[u]);
  const pairItem = new Int32Array(widest);
  const pairStrength = new Float64Array(widest);
  const pairRating = new Float64Array(widest);
  const pairTime = new Float64Array(widest);
  const pairDisliked = new Uint8Array(widest);
  const byTime = new Int32Array(widest);
  const spare = new Int32Array(widest);
  let size = 0;
  for (let u = 0; u < users.size; u++) {
    const end = userPtr[u + 1];
    let pairs = 0;
    for (let s = userPtr[u]; s < end; pairs++) {
      const c = itemOf[order[s]];
      const first = s;
      while (s < end && itemOf[order[s]] === c) s++;
      if (s - first > 1) order.subarray(first, s).sort((a, b) => compareEngagements(columns, a, b));
      let strengths = 0;
      let ratings = 0;
      let opinion = MISSING;
      for (let k = first; k < s; k++) {
        const row = order[k];
        const duration = columns.durationSeconds[row];
        const liked = columns.liked[row];
        if (liked !== MISSING) opinion = liked;
        ratings += engagementScore(duration, liked);
        strengths += engagementStrength(
          columns.type[row],
          duration,
          liked,
          (now - columns.timestamp[row]) / DAY,
          halfLife,
        );
      }
      pairItem[pairs] = c;
      pairStrength[pairs] = opinion === 0 ? 0 : strengths;
      pairRating[pairs] = ratings / (s - first);
      pairTime[pairs] = columns.timestamp[order[s - 1]];
      pairDisliked[pairs] = opinion === 0 ? 1 : 0;
    }
    sortByKey(pairTime, byTime, spare, pairs);
    for (let k = 0; k < pairs; k++, size++) {
      const pair = byTime[k];
      item[size] = pairItem[pair];
      strength[size] = pairStrength[pair];
      rating[size] = pairRating[pair];
      timestamp[size] = pairTime[pair];
      disliked[size] = pairDisliked[pair];
    }
    rowPtr[u + 1] = size;
  }
  return {
    users: users.size,
    items: items.size,
    size,
    rowPtr,
    item: item.slice(0, size),
    strength: strength.slice(0, size),
    rating: rating.slice(0, size),
    timestamp: timestamp.slice(0, size),
    disliked: disliked.slice(0, size),
  };
}

interface Grouped {
  /** Rows of the columns, by learner, then by item. */
  readonly order: Int32Array;
  /** Bounds of each learner's part of `order`, length users + 1. */
  readonly userPtr: Int32Array;
  /** The item's place by row of the columns; only meaningful for rows in `order`. */
  readonly itemOf: Int32Array;
  /** The latest timestamp among the rows in `order`. */
  readonly newest: number;
}

/** Two stable counting sorts, by item and then by learner: linear, and no comparator over millions of rows. */
function groupByPair(
  columns: EngagementColumns,
  users: Vocabulary,
  items: Vocabulary,
  rows: Int32Array | undefined,
): Grouped {
  const total = rows ? rows.length : columns.length;
  const userOf = new Int32Array(columns.length);
  const itemOf = new Int32Array(columns.length);
  const userPtr = new Int32Array(users.size + 1);
  const itemPtr = new Int32Array(items.size + 1);
  const kept = new Int32Array(total);
  let size = 0;
  let newest = -Infinity;
  for (let i = 0; i < total; i++) {
    const row = rows ? rows[i] : i;
    const u = users.indexOf(columns.userPk[row]);
    const c = u < 0 ? -1 : items.indexOf(columns.contentPk[row]);
    if (c < 0) continue;
    userOf[row] = u;
    itemOf[row] = c;
    userPtr[u + 1]++;
    itemPtr[c + 1]++;
    kept[size++] = row;
    if (columns.timestamp[row] > newest) newest = columns.timestamp[row];
  }
  for (let u = 0; u < users.size; u++) userPtr[u + 1] += userPtr[u];
  for (let c = 0; c < items.size; c++) itemPtr[c + 1] += itemPtr[c];
  const nextOfItem = itemPtr.slice(0, items.size);
  const byItem = new Int32Array(size);
  for (let i = 0; i < size; i++) byItem[nextOfItem[itemOf[kept[i]]]++] = kept[i];
  const nextOfUser = userPtr.slice(0, users.size);
  const order = new Int32Array(size);
  for (let i = 0; i < size; i++) order[nextOfUser[userOf[byItem[i]]]++] = byItem[i];
  return { order, userPtr, itemOf, newest };
}

/** Time order; at one instant likes come before dislikes, so that the dislike is the latest opinion, then by the other columns. */
function compareEngagements(columns: EngagementColumns, a: number, b: number): number {
  return (
    columns.timestamp[a] - columns.timestamp[b] ||
    columns.liked[b] - columns.liked[a] ||
    columns.type[a] - columns.type[b] ||
    columns.durationSeconds[a] - columns.durationSeconds[b]
  );
}

/** Writes 0..length-1 to `order` by ascending key, equal keys in ascending place: a bottom-up merge of runs of 16. */
function sortByKey(keys: Float64Array, order: Int32Array, spare: Int32Array, length: number): void {
  const RUN = 16;
  for (let from = 0; from < length; from += RUN) {
    const to = Math.min(from + RUN, length);
    for (let i = from; i < to; i++) {
      let j = i;
      for (; j > from && keys[order[j - 1]] > keys[i]; j--) order[j] = order[j - 1];
      order[j] = i;
    }
  }
  for (let width = RUN; width < length; width *= 2) {
    for (let from = 0; from + width < length; from += 2 * width) {
      const middle = from + width;
      const to = Math.min(middle + width, length);
      if (keys[order[middle - 1]] <= keys[order[middle]]) continue;
      spare.set(order.subarray(from, middle));
      for (let left = 0, right = middle, out = from; left < width; out++) {
        order[out] = right < to && keys[order[right]] < keys[spare[left]] ? order[right++] : spare[left++];
      }
    }
  }
}

/** A learner's row, as views into the arrays. */
export function historyOf(data: Interactions, user: number): History {
  const a = data.rowPtr[user];
  const b = data.rowPtr[user + 1];
  return {
    length: b - a,
    items: data.item.subarray(a, b),
    strength: data.strength.subarray(a, b),
    rating: data.rating.subarray(a, b),
    timestamp: data.timestamp.subarray(a, b),
    disliked: data.disliked.subarray(a, b),
  };
}

export const EMPTY_HISTORY: History = {
  length: 0,
  items: new Int32Array(0),
  strength: new Float32Array(0),
  rating: new Float32Array(0),
  timestamp: new Float64Array(0),
  disliked: new Uint8Array(0),
};

/** The same pairs by item: bounds of length items + 1, learners ascending, and each entry's place in the rows. */
export interface ItemColumns {
  readonly colPtr: Int32Array;
  readonly user: Int32Array;
  readonly entry: Int32Array;
}

export function byItem(data: Interactions): ItemColumns {
  const colPtr = new Int32Array(data.items + 1);
  for (let e = 0; e < data.size; e++) colPtr[data.item[e] + 1]++;
  for (let i = 0; i < data.items; i++) colPtr[i + 1] += colPtr[i];
  const user = new Int32Array(data.size);
  const entry = new Int32Array(data.size);
  const next = colPtr.slice(0, data.items);
  for (let u = 0; u < data.users; u++) {
    for (let e = data.rowPtr[u]; e < data.rowPtr[u + 1]; e++) {
      const place = next[data.item[e]]++;
      user[place] = u;
      entry[place] = e;
    }
  }
  return { colPtr, user, entry };
}
