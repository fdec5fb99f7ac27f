import type { Prerequisites } from './prerequisites.js';

/** Whether a learner has what a piece of content requires. */
export type ReadinessState =
  /** Nothing is missing. */
  | 'READY'
  /** One piece of content is missing, and the learner is ready for it. */
  | 'ALMOST'
  /** More is missing. */
  | 'NOT_READY';

/** Whether a place counts as done: completed by the learner, or no longer on offer, so that nobody can be asked for it. */
export type IsMet = (place: number) => boolean;

/** Whether everything that a place names as its prerequisite is done. What those require in turn does not count. */
export function isReady({ ptr, required }: Prerequisites, isMet: IsMet, place: number): boolean {
  for (let i = ptr[place]; i < ptr[place + 1]; i++) if (!isMet(required[i])) return false;
  return true;
}

/**
 * What has to be done before a place, in an order in which it can be done: its prerequisites that are not met and, before
 * each, those of theirs. What a prerequisite that is met requires does not count. O(edges above the place).
 */
export function missingFor({ ptr, required }: Prerequisites, isMet: IsMet, place: number): number[] {
  const missing: number[] = [];
  const entered = new Set<number>();
  const path = [{ place, next: ptr[place] }];
  while (path.length > 0) {
    const top = path[path.length - 1];
    if (top.next === ptr[top.place + 1]) {
      path.pop();
      if (path.length > 0) missing.push(top.place);
      continue;
    }
    const needed = required[top.next++];
    if (entered.has(needed) || isMet(needed)) continue;
    entered.add(needed);
    path.push({ place: needed, next: ptr[needed] });
  }
  return missing;
}

/**
 * What a learner becomes ready for by completing a place, ascending: what requires it, is not done, and requires nothing
 * else that is not done. Nothing where the place itself is done.
 * @param dependents `unlockedBy(prerequisites)`
 */
export function unlocksOf(
  prerequisites: Prerequisites,
  dependents: Prerequisites,
  isMet: IsMet,
  place: number,
): number[] {
  if (isMet(place)) return [];
  const opened: number[] = [];
  const then: IsMet = (other) => other === place || isMet(other);
  for (let i = dependents.ptr[place]; i < dependents.ptr[place + 1]; i++) {
    const other = dependents.required[i];
    if (!isMet(other) && isReady(prerequisites, then, other)) opened.push(other);
  }
  return opened;
}

/** @param missing how much `missingFor` names */
export function readinessState(missing: number): ReadinessState {
  return missing === 0 ? 'READY' : missing === 1 ? 'ALMOST' : 'NOT_READY';
}
