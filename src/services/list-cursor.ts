import { DomainError } from '../errors.js';
import { hash32 } from '../model/random.js';
import type { RecommendControls } from './list-controls.js';
import { decodeCursor, encodeCursor } from './paging.js';

/**
 * Where a page of recommendations ends. Later pages are taken from the list as it stood at `asOf`, so that nothing is shown
 * twice or passed over because the learner engaged with something, or content came or went, in between.
 */
export interface ListPosition {
  /** Places of the list that earlier pages used up. */
  readonly offset: number;
  /** When the first page was made, milliseconds since 1970. */
  readonly asOf: number;
}

/** Deeper positions are refused: nobody pages so far, and a made-up one must not cost anything. */
const DEEPEST = 1_000_000;

/** @param request everything that the order depends on beside the model */
export function encodePosition(modelVersion: string, request: string, { offset, asOf }: ListPosition): string {
  return encodeCursor(Number(modelVersion), hash32(request), asOf, offset);
}

/** @throws DomainError BAD_USER_INPUT when the cursor belongs to another list or another model */
export function decodePosition(cursor: string, modelVersion: string, request: string): ListPosition {
  const [version, print, asOf, offset] = decodeCursor(cursor, 4).map(Number) as [number, number, number, number];
  const refuse = (why: string): never => {
    throw new DomainError('BAD_USER_INPUT', `${why}; start again without after.`, { argument: 'after' });
  };
  if (version !== Number(modelVersion))
    return refuse(`after is a cursor of model ${version}, but model ${modelVersion} serves now`);
  if (print !== hash32(request) || offset < 0 || offset > DEEPEST)
    return refuse('after is a cursor of a list of another learner or with other controls');
  return { offset, asOf };
}

/** What a cursor is bound to: the learner and all controls but the length of the page. */
export function requestOf(owner: unknown, { k: _, after: __, ...controls }: RecommendControls): string {
  return JSON.stringify([owner, Object.entries(controls).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
