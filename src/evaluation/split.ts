import { DomainError } from '../errors.js';
import type { EngagementColumns } from '../model/engagement.js';
import { createVocabulary, distinctSorted, type Vocabulary } from '../model/interactions.js';
import { createRandom, type Random } from '../model/random.js';

/** Rows for training and rows for testing: disjoint, together all rows, ascending. */
export interface Split<Protocol = 'TEMPORAL' | 'PER_USER_RATIO'> {
  /** TEMPORAL: one instant parts all rows. PER_USER_RATIO: each learner's latest pairs are held out. */
  readonly protocol: Protocol;
  /** TEMPORAL: rows at or after this instant (milliseconds since 1970) are test; else null. */
  readonly cutoff: number | null;
  /** Places of rows in the columns. */
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Parts all rows at one instant, the quantile of the timestamps that leaves `testShare` of the rows at or after it, so that the
 * training part knows nothing of the future (Meng et al. 2020, "Exploring data splitting strategies for the evaluation of
 * recommendation models"). Equal timestamps stay together: where the quantile falls into a tie, the nearer end of the tie
 * is the cutoff. A pair may be on both sides as two engagements; relevance.ts then leaves it out.
 *
 * Falls back to `perUserSplit` where time cannot separate: all timestamps are equal, or a tie is so large that the test part
 * would be more than twice, or less than half, of what was asked (give or take one row).
 * @param testShare share of the rows to hold out, between 0 and 1, both excluded; default 0.2
 * @param random only used by the fallback; default seed 0
 * @throws DomainError BAD_USER_INPUT for a share out of range
 */
export function temporalSplit(columns: EngagementColumns, testShare = 0.2, random: Random = createRandom(0)): Split {
  checkShare(testShare);
  const n = columns.length;
  const wanted = testShare * n;
  const sorted = columns.timestamp.slice(0, n).sort();
  const quantile = sorted[Math.min(n - 1, Math.max(0, n - Math.round(wanted)))];
  const start = firstPlace(sorted, (value) => value >= quantile);
  const end = firstPlace(sorted, (value) => value > quantile);
  const place = start === 0 || (end < n && Math.abs(n - end - wanted) < Math.abs(n - start - wanted)) ? end : start;
  const held = n - place;
  if (place === 0 || held <= 0 || held > 2 * wanted + 1 || held < wanted / 2 - 1)
    return perUserSplit(columns, testShare, random);

  return splitAt(columns, sorted[place]);
}

/**
 * Parts rows at a given instant: with the cutoff of an earlier `temporalSplit`, what was training stays training, also where
 * rows have come or gone since. Either side may be empty.
 * @param cutoff milliseconds since 1970; rows at or after it are test
 */
export function splitAt(columns: EngagementColumns, cutoff: number): Split {
  return { protocol: 'TEMPORAL', cutoff, ...parted(columns.length, (row) => columns.timestamp[row] >= cutoff) };
}

/**
 * Holds out the latest pairs of every learner. All rows of a pair go to one side, placed by its latest row, so no training row is
 * later than the held-out pairs' latest rows of the same learner. A learner with n pairs gives `round(n * testShare)` of them,
 * at least 1 and at most n - 1; a learner with one pair stays in training. Pairs with equal timestamps stand in an order drawn
 * from `random`, so that files without timestamps split at random. The order of the rows does not matter.
 *
 * Weaker than `temporalSplit`: other learners' later engagements are in training.
 * @param testShare share of each learner's pairs to hold out, between 0 and 1, both excluded; default 0.2
 * @param random gives one number; same seed, same split
 * @throws DomainError BAD_USER_INPUT for a share out of range
 */
export function perUserSplit(columns: EngagementColumns, testShare = 0.2, random: Random): Split {
  checkShare(testShare);
  const parts = holdOutLatest(columns, random, (pairs) =>
    Math.min(pairs - 1, Math.max(1, Math.round(pairs * testShare))),
  );
  return { protocol: 'PER_USER_RATIO', cutoff: null, ...parts };
}

/** As `perUserSplit`, with one pair, the latest, of every learner who has two and more. */
export function leaveLastOutSplit(columns: EngagementColumns, random: Random): Split<'LEAVE_LAST_OUT'> {
  return { protocol: 'LEAVE_LAST_OUT', cutoff: null, ...holdOutLatest(columns, random, () => 1) };
}

/**
 * A random share of every learner's rows for training, the others for testing: of n rows, in an order drawn from `random`, the
 * first `floor(n * trainShare)` are training; the only row of a learner is test. This is the rule of `python_stratified_split` in
 * microsoft/recommenders (a row of rank r is training where r / n is at most the ratio), whose benchmarks take a share of 0.75.
 * Weaker than `temporalSplit`: later engagements, also of the same learner, are in training. A pair of several rows may be on both
 * sides; relevance.ts then leaves it out.
 * @param trainShare between 0 and 1, both excluded; default 0.75
 * @throws DomainError BAD_USER_INPUT for a share out of range
 */
export function stratifiedSplit(columns: EngagementColumns, random: Random, trainShare = 0.75): Split<'STRATIFIED'> {
  checkShare(1 - trainShare);
  const seed = random.integer(4294967296);
  const { users, rowPtr, rows } = rowsByLearner(columns);
  const held = new Uint8Array(columns.length);
  for (let u = 0; u < users.size; u++) {
    const own = Array.from(rows.subarray(rowPtr[u], rowPtr[u + 1]), (row) => ({
      row,
      content: columns.contentPk[row],
      at: columns.timestamp[row],
    }));
    // Numbered in an order of the data's own, so that the order of the rows does not matter.
    own.sort((a, b) => a.content - b.content || a.at - b.at || a.row - b.row);
    const drawn = own.map(({ row }, n) => ({ row, draw: mix(seed, users.keys[u], n) }));
    drawn.sort((a, b) => a.draw - b.draw || a.row - b.row);
    for (const { row } of drawn.slice(Math.floor(own.length * trainShare))) held[row] = 1;
  }
  return { protocol: 'STRATIFIED', cutoff: null, ...parted(columns.length, (row) => held[row] === 1) };
}

/** @param count pairs to hold out of so many, at least two; less than all */
function holdOutLatest(
  columns: EngagementColumns,
  random: Random,
  count: (pairs: number) => number,
): { train: Int32Array; test: Int32Array } {
  const seed = random.integer(4294967296);
  const { users, rowPtr, rows } = rowsByLearner(columns);
  const held = new Uint8Array(columns.length);
  for (let u = 0; u < users.size; u++) {
    const own = rows.subarray(rowPtr[u], rowPtr[u + 1]);
    const latest = new Map<number, number>();
    for (const row of own) {
      const content = columns.contentPk[row];
      latest.set(content, Math.max(latest.get(content) ?? -Infinity, columns.timestamp[row]));
    }
    if (latest.size < 2) continue;
    const pairs = [...latest].map(([content, at]) => ({ content, at, draw: mix(seed, users.keys[u], content) }));
    pairs.sort((a, b) => a.at - b.at || a.draw - b.draw || a.content - b.content);
    const test = new Set(pairs.slice(-count(pairs.length)).map((pair) => pair.content));
    for (const row of own) if (test.has(columns.contentPk[row])) held[row] = 1;
  }
  return parted(columns.length, (row) => held[row] === 1);
}

/** Places of the rows by learner, in compressed form. */
function rowsByLearner(columns: EngagementColumns): {
  users: Vocabulary;
  rowPtr: Int32Array;
  rows: Int32Array;
} {
  const n = columns.length;
  const users = createVocabulary(distinctSorted(columns.userPk.subarray(0, n)));
  const rowPtr = new Int32Array(users.size + 1);
  const userOf = new Int32Array(n);
  for (let row = 0; row < n; row++) {
    userOf[row] = users.indexOf(columns.userPk[row]);
    rowPtr[userOf[row] + 1]++;
  }
  for (let u = 0; u < users.size; u++) rowPtr[u + 1] += rowPtr[u];
  const rows = new Int32Array(n);
  const next = rowPtr.slice(0, users.size);
  for (let row = 0; row < n; row++) rows[next[userOf[row]]++] = row;
  return { users, rowPtr, rows };
}

function checkShare(testShare: number): void {
  if (!(testShare > 0 && testShare < 1))
    throw new DomainError('BAD_USER_INPUT', `testShare must lie between 0 and 1, both excluded, not ${testShare}`);
}

function parted(rows: number, isTest: (row: number) => boolean): { train: Int32Array; test: Int32Array } {
  const train = new Int32Array(rows);
  const test = new Int32Array(rows);
  let trained = 0;
  let tested = 0;
  for (let row = 0; row < rows; row++) {
    if (isTest(row)) test[tested++] = row;
    else train[trained++] = row;
  }
  return { train: train.slice(0, trained), test: test.slice(0, tested) };
}

/** The first place from which on `holds`, which must not turn false again; the length where it never does. */
function firstPlace(sorted: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A draw per pair from the seed alone, so that it does not depend on the order of rows. MurmurHash3's mixer (Appleby 2011). */
function mix(seed: number, user: number, content: number): number {
  let h = seed | 0;
  for (const part of [user, content]) {
    h = Math.imul(h ^ part, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return h >>> 0;
}
