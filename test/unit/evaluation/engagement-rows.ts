import fc from 'fast-check';
import { MISSING, type EngagementColumns } from '../../../src/model/engagement.js';
import { buildInteractions, createVocabulary, type Interactions } from '../../../src/model/interactions.js';

/** One engagement: learner, content, instant, like. */
export type Row = readonly [user: number, content: number, at: number, liked?: number, duration?: number];

export function columnsOf(rows: readonly Row[]): EngagementColumns {
  return {
    length: rows.length,
    userPk: Int32Array.from(rows, (row) => row[0]),
    contentPk: Int32Array.from(rows, (row) => row[1]),
    timestamp: Float64Array.from(rows, (row) => row[2]),
    liked: Int8Array.from(rows, (row) => row[3] ?? MISSING),
    durationSeconds: Int32Array.from(rows, (row) => row[4] ?? MISSING),
    type: new Uint8Array(rows.length),
  };
}

/** Pairs over the vocabularies 0..users-1 and 0..items-1, so that keys are places. */
export function interactionsOf(rows: readonly Row[], users: number, items: number): Interactions {
  const upTo = (size: number): Int32Array => Int32Array.from({ length: size }, (_, i) => i);
  return buildInteractions(columnsOf(rows), createVocabulary(upTo(users)), createVocabulary(upTo(items)));
}

/** Few learners, items and instants, so that repeated pairs and equal timestamps are common. */
export const someRows = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 12 })),
  { maxLength: 60 },
);
