import { checkControls, type RecommendControls } from './list-controls.js';
import { openDesk } from './list-desk.js';
import type { ListLog } from './list-log.js';
import { asOfCursor, makeList } from './make-list.js';
import { readLearners, type LearnerSources } from './read-learner.js';
import type { RecommendationList } from './recommendation.js';
import type { Services } from './services.js';

export const HIGHEST_SCORE = 10;

/** Lists for learners: their whole history is read and folded in at every call, so that the last engagement counts. */
export function createRecommend(
  sources: LearnerSources & { readonly now: () => Date; readonly log: Pick<ListLog, 'offer'> },
): Pick<Services['recommendations'], 'forUser' | 'forUsers' | 'preview'> {
  const make = async (
    userIds: readonly string[],
    controls: RecommendControls,
  ): Promise<readonly RecommendationList[]> => {
    checkControls(controls, HIGHEST_SCORE);
    const serving = sources.cache.require();
    // A cursor is bound to one learner, so that all lists of a request with one are taken from the same instant.
    const asOf = userIds.length > 0 ? asOfCursor(serving, userIds[0], controls) : Infinity;
    const learners = await readLearners(sources, serving, userIds, asOf);
    const desk = openDesk(serving, controls, sources.now().getTime());
    return userIds.map((userId, n) => makeList(desk, { userId, key: userId, ...learners[n] }));
  };

  const forUsers: Services['recommendations']['forUsers'] = async (userIds, controls) =>
    (await make(userIds, controls)).map(sources.log.offer);
  return {
    forUsers,
    forUser: async ({ userId, ...controls }) => (await forUsers([userId], controls))[0],
    preview: async ({ userId, ...controls }) => (await make([userId], controls))[0],
  };
}
