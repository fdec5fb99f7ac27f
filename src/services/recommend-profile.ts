import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns } from '../model/engagement.js';
import { NO_FEEDBACK } from '../model/feedback.js';
import type { CohortReader } from './cohorts.js';
import { learnerStates, type LearnerProfile } from './learner-state.js';
import { checkControls, checkLength, type RecommendControls } from './list-controls.js';
import { openDesk } from './list-desk.js';
import { makeList } from './make-list.js';
import type { ModelCache } from './model-cache.js';
import { HIGHEST_SCORE } from './recommend.js';
import type { RecommendationList } from './recommendation.js';
import type { ServingModel } from './serving-model.js';

/** Somebody without an account. Nothing of it is stored. */
export interface ProfileRequest extends RecommendControls {
  readonly profile: LearnerProfile;
  /** What they like; at most 1000. Counts as liked and completed just now, all alike. */
  readonly likedContentIds?: readonly string[] | undefined;
  /** What they have seen; at most 1000. Is left out, and says nothing of what they like. */
  readonly seenContentIds?: readonly string[] | undefined;
}

/** The made-up key under which the profile is folded in. */
const NOBODY = 0;

/** Lists for people without an account; ids that no content has are ignored and named in the answer. */
export function createRecommendForProfile(sources: {
  cache: ModelCache;
  cohortOf: CohortReader;
  now: () => Date;
}): (request: ProfileRequest) => Promise<RecommendationList> {
  return async ({ profile, likedContentIds = [], seenContentIds = [], ...controls }) => {
    checkControls(controls, HIGHEST_SCORE);
    checkLength('likedContentIds', likedContentIds);
    checkLength('seenContentIds', seenContentIds);
    const serving = sources.cache.require();
    const liked = placesOf(serving, likedContentIds);
    const seen = placesOf(serving, seenContentIds);
    const said = { engagements: likes(serving, liked.places), feedback: NO_FEEDBACK };
    const state = learnerStates(serving, [{ pk: NOBODY, ...profile }], said).get(NOBODY)!;
    const cohort = liked.places.length > 0 ? null : await sources.cohortOf(serving, profile);
    const desk = openDesk(serving, controls, sources.now().getTime());
    const key = [profile.title, profile.department, profile.seniorityLevel, likedContentIds, seenContentIds];
    const list = makeList(desk, {
      userId: null,
      key,
      state: {
        ...state,
        completed: liked.places.map((place) => ({ place, at: 0 })),
        finished: liked.places,
      },
      cohort,
      seen: seen.places,
    });
    return { ...list, unknownContentIds: [...new Set([...liked.unknown, ...seen.unknown, ...list.unknownContentIds])] };
  };
}

function placesOf({ placeById }: ServingModel, ids: readonly string[]): { places: number[]; unknown: string[] } {
  const places: number[] = [];
  const unknown: string[] = [];
  for (const id of new Set(ids)) {
    const place = placeById.get(id);
    if (place === undefined) unknown.push(id);
    else places.push(place);
  }
  return { places, unknown };
}

/** Engagements that say no more than that these were liked, at one instant, so that none counts as older. */
function likes({ places: { keys }, version }: ServingModel, places: readonly number[]): EngagementColumns {
  const length = places.length;
  return {
    length,
    userPk: new Int32Array(length).fill(NOBODY),
    contentPk: Int32Array.from(places, (place) => keys[place]),
    timestamp: new Float64Array(length).fill(version.lastEngagementAt?.getTime() ?? 0),
    durationSeconds: new Int32Array(length).fill(MISSING),
    liked: new Int8Array(length).fill(1),
    type: new Uint8Array(length).fill(ENGAGEMENT_TYPES.indexOf('VIEWED')),
  };
}
