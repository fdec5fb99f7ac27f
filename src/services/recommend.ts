import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Deadline } from './deadline.js';
import { checkControls, type RecommendControls } from './list-controls.js';
import { openDesk } from './list-desk.js';
import type { ListLog } from './list-log.js';
import { asOfCursor, makeList } from './make-list.js';
import type { ModelCache } from './model-cache.js';
import type { LearnerReader } from './read-learner.js';
import type { RecommendationList } from './recommendation.js';
import type { Services } from './services.js';

export const HIGHEST_SCORE = 10;
/** How long a batch may keep the event loop to itself. */
const TURN_MS = 10;

/** Lists for learners: their whole history is read and folded in at every call, so that the last engagement counts. */
export function createRecommend(sources: {
  readonly cache: Pick<ModelCache, 'require'>;
  readonly readLearners: LearnerReader;
  readonly now: () => Date;
  readonly log: Pick<ListLog, 'offer'>;
}): Pick<Services['recommendations'], 'forUser' | 'forUsers' | 'preview'> {
  const make = async (
    userIds: readonly string[],
    controls: RecommendControls,
    deadline?: Deadline,
  ): Promise<readonly RecommendationList[]> => {
    checkControls(controls, HIGHEST_SCORE);
    // A cursor is bound to one learner, so that all lists of a request with one are taken from the same instant.
    const asOf = userIds.length > 0 ? asOfCursor(sources.cache.require(), userIds[0], controls) : Infinity;
    const { serving, learners } = await sources.readLearners(userIds, asOf);
    const desk = openDesk(serving, controls, sources.now().getTime());
    const lists: RecommendationList[] = [];
    let since = performance.now();
    for (const [n, userId] of userIds.entries()) {
      // A long batch lets others have their turn, and ends when nobody waits for it.
      if (performance.now() - since > TURN_MS) {
        await nextTurn();
        since = performance.now();
      }
      deadline?.check();
      lists.push(makeList(desk, { userId, key: userId, ...learners[n] }));
    }
    return lists;
  };

  const forUsers: Services['recommendations']['forUsers'] = async (userIds, controls, deadline) =>
    (await make(userIds, controls, deadline)).map(sources.log.offer);
  return {
    forUsers,
    forUser: async ({ userId, ...controls }, deadline) => (await forUsers([userId], controls, deadline))[0],
    preview: async ({ userId, ...controls }) => (await make([userId], controls))[0],
  };
}
