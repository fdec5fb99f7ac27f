import { DomainError } from '../errors.js';
import type { TypedArray } from '../model/recommender.js';
import { decodeSnapshot, encodeSnapshot } from '../model/snapshot.js';

/**
 * What generated data was drawn from: at any moment a learner picks a topic by interest and then an item of it with a
 * probability proportional to `itemWeight * taste`, or, with probability `exploration`, any item by `itemWeight` alone.
 */
export interface Truth {
  /** Public ids by place. */
  readonly userIds: readonly string[];
  readonly contentIds: readonly string[];
  /** Bounds of the period, milliseconds since 1970; interests move in a straight line from `early` to `late` over it. */
  readonly from: number;
  readonly to: number;
  readonly exploration: number;
  readonly topics: number;
  /** Interests per learner: topics (-1: none) with their weights, `slots` each. */
  readonly slots: number;
  readonly slotTopic: Int32Array;
  readonly early: Float32Array;
  readonly late: Float32Array;
  /** Hidden taste: `tastes` numbers per learner and per item; a match weighs `exp(tastePull * (clamp(dot, -2, 2) - 2))`. */
  readonly tastes: number;
  readonly tastePull: number;
  readonly userTaste: Float32Array;
  readonly itemTaste: Float32Array;
  /** Level of each learner at the start, and the instants at which it rises, `steps` each (Infinity: never). */
  readonly userLevel: Int32Array;
  readonly steps: number;
  readonly levelUps: Float64Array;
  readonly levels: number;
  /** Appeal of each item to each level: `levels` runs of one number per item. */
  readonly itemWeight: Float64Array;
  /** Topics of each item (-1: none); the second one counts by `secondShare`. */
  readonly itemTopic: Int32Array;
  readonly itemSecondTopic: Int32Array;
  readonly secondShare: number;
  /** Items are picked from this instant on. */
  readonly published: Float64Array;
}

/** The truth of generated data with the keys under which it is stored, by place; -1 where it is not stored. */
export interface KeyedTruth {
  readonly truth: Truth;
  readonly userPk: Int32Array;
  readonly contentPk: Int32Array;
}

const KIND = 'learnrec-truth-1';
const NUMBERS = [
  'from',
  'to',
  'exploration',
  'topics',
  'slots',
  'tastes',
  'tastePull',
  'steps',
  'levels',
  'secondShare',
] as const;
const ARRAYS = {
  slotTopic: Int32Array,
  early: Float32Array,
  late: Float32Array,
  userTaste: Float32Array,
  itemTaste: Float32Array,
  userLevel: Int32Array,
  levelUps: Float64Array,
  itemWeight: Float64Array,
  itemTopic: Int32Array,
  itemSecondTopic: Int32Array,
  published: Float64Array,
} as const;

/** The truth as bytes; the inverse of `decodeTruth`. */
export function encodeTruth(truth: Truth): Uint8Array {
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, truth[name]]));
  const arrays = Object.fromEntries(Object.keys(ARRAYS).map((name) => [name, truth[name as keyof typeof ARRAYS]]));
  return encodeSnapshot({
    meta: { kind: KIND, userIds: truth.userIds, contentIds: truth.contentIds, ...numbers },
    arrays,
  });
}

/** @throws DomainError BAD_USER_INPUT where the bytes are no truth, or one of another version */
export function decodeTruth(bytes: Uint8Array): Truth {
  const fault = new DomainError(
    'BAD_USER_INPUT',
    'The file holds no truth of generated data of this version (seed --truth).',
  );
  let decoded: ReturnType<typeof decodeSnapshot>;
  try {
    decoded = decodeSnapshot(bytes);
  } catch {
    throw fault;
  }
  const { meta, arrays } = decoded;
  const complete =
    meta['kind'] === KIND &&
    Array.isArray(meta['userIds']) &&
    Array.isArray(meta['contentIds']) &&
    NUMBERS.every((name) => typeof meta[name] === 'number') &&
    Object.entries(ARRAYS).every(([name, type]) => (arrays[name] as TypedArray | undefined) instanceof type);
  if (!complete) throw fault;
  return { ...meta, ...arrays } as unknown as Truth;
}
