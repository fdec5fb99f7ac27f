import type { Interactions } from '../model/interactions.js';
import type { Relevance } from './relevance.js';

/** Learners by how much content they engaged with in training. */
export const SEGMENTS = [
  { name: 'COLD', minimum: 0, maximum: 0 },
  { name: 'CASUAL', minimum: 1, maximum: 5 },
  { name: 'REGULAR', minimum: 6, maximum: 99 },
  { name: 'POWER', minimum: 100, maximum: Infinity },
] as const;

export type Segment = (typeof SEGMENTS)[number]['name'];

/** @param historyLength distinct content items that the learner engaged with in training, at least 0 */
export function segmentOf(historyLength: number): Segment {
  for (const { name, maximum } of SEGMENTS) if (historyLength <= maximum) return name;
  return 'POWER';
}

/**
 * The learners of each segment as positions in `relevance.users`, ascending: for `selectRelevance`, and for picking the lists
 * to go with it. Every learner is in exactly one segment.
 */
export function segmentPositions(relevance: Relevance, train: Interactions): Readonly<Record<Segment, Int32Array>> {
  const positions: Record<Segment, number[]> = { COLD: [], CASUAL: [], REGULAR: [], POWER: [] };
  relevance.users.forEach((user, position) => {
    const length = user < train.users ? train.rowPtr[user + 1] - train.rowPtr[user] : 0;
    positions[segmentOf(length)].push(position);
  });
  return {
    COLD: Int32Array.from(positions.COLD),
    CASUAL: Int32Array.from(positions.CASUAL),
    REGULAR: Int32Array.from(positions.REGULAR),
    POWER: Int32Array.from(positions.POWER),
  };
}
