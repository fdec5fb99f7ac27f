import type { ListDesk } from './list-desk.js';
import type { Shortfall } from './recommendation.js';

/**
 * Why a page is shorter than asked: the first of the causes that holds, from what the caller can change most easily.
 * @param isCandidate whether a place could be in the list at all; default: every place
 */
export function shortfallOf(
  desk: ListDesk,
  seen: Uint8Array,
  requested: number,
  returned: number,
  isCandidate: (place: number) => boolean = () => true,
): Shortfall {
  const { controls, excluded, leftOut, scores } = desk;
  const { hidden } = desk.serving;
  const minScore = controls.minScore ?? -Infinity;
  let low = false;
  let filtered = false;
  let engaged = false;
  for (let p = 0; p < hidden.length; p++) {
    if (hidden[p] === 1 || !isCandidate(p)) continue;
    if (seen[p] === 1 && !controls.includeSeen) engaged = true;
    else if (leftOut?.[p] === 1 || excluded[p] === 1) filtered = true;
    else if (scores[p] < minScore) low = true;
  }
  return { requested, returned, reason: low ? 'MIN_SCORE' : filtered ? 'FILTERED' : engaged ? 'SEEN' : 'CATALOGUE' };
}
