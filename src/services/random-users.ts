import { SEGMENTS, type Segment } from '../evaluation/segments.js';
import type { SegmentStore } from '../store/segment.store.js';
import type { UserStore } from '../store/user.store.js';
import { createKeptAnswers } from './insights/kept-answers.js';
import { checkRange } from './list-controls.js';
import { toUser } from './rows.js';
import type { User } from './services.js';

export type { Segment } from '../evaluation/segments.js';

/** Learners of a segment that are drawn at once, to be handed out one after another. */
const DRAWN = 500;
/** Milliseconds for which a draw is good: a segment of millions of engagements takes a second to draw. */
const DRAW_LASTS = 60_000;

export interface RandomUsersRequest {
  readonly segment: Segment;
  /** 1-100. */
  readonly k: number;
}

/**
 * Learners of a segment in random order, other ones at each request until all that were drawn have had their turn. A learner
 * counts to the segment that they were in at the draw, a minute ago at most.
 * @throws DomainError BAD_USER_INPUT
 */
export function createRandomUsers(deps: {
  segments: SegmentStore;
  users: Pick<UserStore, 'findByPks'>;
  now: () => Date;
}): (request: RandomUsersRequest) => Promise<readonly User[]> {
  const { segments, users, now } = deps;
  const kept = createKeptAnswers(now, DRAW_LASTS);
  const draw = async ({ name, minimum, maximum }: (typeof SEGMENTS)[number]) => {
    const pks = await segments.sample(minimum, Number.isFinite(maximum) ? maximum : null, DRAWN);
    // A segment that is empty can have somebody a moment later.
    return pks.length > 0 ? { name, pks, next: 0 } : null;
  };
  return async ({ segment, k }) => {
    checkRange('k', k, 1, 100);
    const bounds = SEGMENTS.find(({ name }) => name === segment)!;
    const drawn = await kept.answer(segment, () => draw(bounds));
    if (!drawn) return [];
    const { pks } = drawn;
    const turn = Array.from({ length: Math.min(k, pks.length) }, (_, n) => pks[(drawn.next + n) % pks.length]);
    drawn.next = (drawn.next + turn.length) % pks.length;
    const rows = new Map((await users.findByPks(turn)).map((row) => [row.pk, row]));
    return turn.flatMap((pk) => {
      const row = rows.get(pk);
      return row ? [toUser(row)] : [];
    });
  };
}
