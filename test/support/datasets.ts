import { MISSING, type EngagementColumns } from '../../src/model/engagement.js';
import { buildInteractions, createVocabulary, distinctSorted, historyOf } from '../../src/model/interactions.js';
import type { History, InteractionOptions, Interactions } from '../../src/model/interactions.js';
import type { Random } from '../../src/model/random.js';
import { stackRows, type SparseRows } from '../../src/model/sparse.js';

/** One engagement in a test's words; what is left out is missing, a view, at the row's own place in time (one second apart). */
export interface Row {
  readonly user: number;
  readonly item: number;
  readonly at?: number;
  readonly seconds?: number;
  readonly liked?: boolean | null;
  /** Index into ENGAGEMENT_TYPES. */
  readonly type?: number;
}

export function columnsOf(rows: readonly Row[]): EngagementColumns {
  return {
    length: rows.length,
    userPk: Int32Array.from(rows, (row) => row.user),
    contentPk: Int32Array.from(rows, (row) => row.item),
    timestamp: Float64Array.from(rows, (row, place) => row.at ?? place * 1000),
    durationSeconds: Int32Array.from(rows, (row) => row.seconds ?? MISSING),
    liked: Int8Array.from(rows, (row) => (row.liked == null ? MISSING : row.liked ? 1 : 0)),
    type: Uint8Array.from(rows, (row) => row.type ?? 0),
  };
}

const upTo = (size: number): Int32Array => Int32Array.from({ length: size }, (_, place) => place);

/** Interactions whose users and items are already places 0..size-1. */
export function interactionsOf(
  rows: readonly Row[],
  users: number,
  items: number,
  options: InteractionOptions = {},
): Interactions {
  return buildInteractions(columnsOf(rows), createVocabulary(upTo(users)), createVocabulary(upTo(items)), options);
}

/** Interactions whose users and items are any keys; places follow the keys' order. */
export function interactionsByKey(rows: readonly Row[]): Interactions {
  const columns = columnsOf(rows);
  const vocabulary = (keys: Int32Array) => createVocabulary(distinctSorted(keys));
  return buildInteractions(columns, vocabulary(columns.userPk), vocabulary(columns.contentPk));
}

/** One learner's history over `items` pieces of content. */
export function historyFrom(rows: readonly Omit<Row, 'user'>[], items: number): History {
  return historyOf(
    interactionsOf(
      rows.map((row) => ({ ...row, user: 0 })),
      1,
      items,
    ),
    0,
  );
}

/**
 * A checkerboard with its diagonal withheld: learner u engaged with every item of u's parity except item u. The one right
 * answer for learner u, once what they engaged with is masked, is item u.
 */
export function checkerboard(size: number): Interactions {
  const rows: Row[] = [];
  for (let user = 0; user < size; user++)
    for (let item = user % 2; item < size; item += 2) if (item !== user) rows.push({ user, item });
  return interactionsOf(rows, size, size);
}

/** Two tastes, popularity that falls with the item's number, all kinds of engagement, some pairs more than once. */
export function tasteRows(random: Random, users: number, items: number, perUser: number): Row[] {
  const rows: Row[] = [];
  for (let user = 0; user < users; user++) {
    for (let n = 0; n < perUser; n++) {
      const own = random.next() < 0.8;
      const half = Math.floor((items / 2) * random.next() ** 1.5);
      const opinion = random.next();
      rows.push({
        user,
        item: Math.min(items - 1, 2 * half + (((user % 2) + (own ? 0 : 1)) % 2)),
        at: 1_600_000_000_000 + random.integer(1_000_000) * 1000,
        seconds: random.integer(2400),
        liked: opinion < 0.1 ? false : opinion < 0.5 ? true : null,
        type: random.integer(5),
      });
    }
  }
  return rows;
}

/** Features from dense rows, as they are. */
export function featuresOf(rows: readonly (readonly number[])[]): SparseRows {
  const vectors = rows.map((row) => {
    const indices = Int32Array.from(row.keys()).filter((column) => row[column] !== 0);
    return { indices, values: Float64Array.from(indices, (column) => row[column]) };
  });
  return stackRows(vectors, rows[0]?.length ?? 0);
}

/** Made-up features: rows of norm 1 with two to three entries, every fifth empty. */
export function featureRows(random: Random, items: number, columns: number): SparseRows {
  const rows = Array.from({ length: items }, (_, item) => {
    const row = new Array<number>(columns).fill(0);
    if (item % 5 === 4) return row;
    for (let n = 0; n < 3; n++) row[random.integer(columns)] = 0.2 + random.next();
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  });
  return featuresOf(rows);
}
