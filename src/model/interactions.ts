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
  const places = new Map<number, number>();
  for (let i = 0; i < keys.length; i++) places.set(keys[i], i);
  return { size: keys.length, keys, indexOf: (key) => places.get(key) ?? -1 };
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

/** Rows whose learner or content is not in its vocabulary are left out. O(n log n) in the longest row. */
export function buildInteractions(
  columns: EngagementColumns,
  users: Vocabulary,
  items: Vocabulary,
  options: InteractionOptions = {},
): Interactions {
  const halfLife = options.halfLifeDays ?? Infinity;
  const rows = options.rows;
  const total = rows ? rows.length : columns.length;
  const rowAt = (i: number): number => (rows ? rows[i] : i);

  const userOf = new Int32Array(total);
  const itemOf = new Int32Array(total);
  const counts = new Int32Array(users.size + 1);
  let newest = -Infinity;
  for (let i = 0; i < total; i++) {
    const row = rowAt(i);
    const u = users.indexOf(columns.userPk[row]);
    const c = u < 0 ? -1 : items.indexOf(columns.contentPk[row]);
    userOf[i] = c < 0 ? -1 : u;
    itemOf[i] = c;
    if (c < 0) continue;
    counts[u + 1]++;
    if (columns.timestamp[row] > newest) newest = columns.timestamp[row];
  }
  const now = options.now ?? newest;
  for (let u = 0; u < users.size; u++) counts[u + 1] += counts[u];
  const order = new Int32Array(counts[users.size]);
  const next = counts.slice(0, users.size);
  for (let i = 0; i < total; i++) if (userOf[i] >= 0) order[next[userOf[i]]++] = i;

  // One learner at a time: group by item, then write the pairs in time order.
  const rowPtr = new Int32Array(users.size + 1);
  const item = new Int32Array(order.length);
  const strength = new Float32Array(order.length);
  const rating = new Float32Array(order.length);
  const timestamp = new Float64Array(order.length);
  const disliked = new Uint8Array(order.length);
  let size = 0;
  for (let u = 0; u < users.size; u++) {
    const span = order.subarray(counts[u], counts[u + 1]);
    span.sort((a, b) => itemOf[a] - itemOf[b] || columns.timestamp[rowAt(a)] - columns.timestamp[rowAt(b)] || a - b);
    const pairs: Pair[] = [];
    for (let s = 0; s < span.length;) {
      const c = itemOf[span[s]];
      let strengths = 0;
      let ratings = 0;
      let opinion = MISSING;
      let last = 0;
      let n = 0;
      for (; s < span.length && itemOf[span[s]] === c; s++, n++) {
        const row = rowAt(span[s]);
        const duration = columns.durationSeconds[row];
        const liked = columns.liked[row];
        last = columns.timestamp[row];
        if (liked !== MISSING) opinion = liked;
        ratings += engagementScore(duration, liked);
        strengths += engagementStrength(columns.type[row], duration, liked, (now - last) / DAY, halfLife);
      }
      pairs.push({
        item: c,
        strength: opinion === 0 ? 0 : strengths,
        rating: ratings / n,
        at: last,
        disliked: opinion === 0,
      });
    }
    pairs.sort((a, b) => a.at - b.at || a.item - b.item);
    for (const pair of pairs) {
      item[size] = pair.item;
      strength[size] = pair.strength;
      rating[size] = pair.rating;
      timestamp[size] = pair.at;
      disliked[size] = pair.disliked ? 1 : 0;
      size++;
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

interface Pair {
  readonly item: number;
  readonly strength: number;
  readonly rating: number;
  readonly at: number;
  readonly disliked: boolean;
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
