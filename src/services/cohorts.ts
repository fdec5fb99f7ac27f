import { LRUCache } from 'lru-cache';
import {
  COHORT_SAMPLE,
  cohortPopularity,
  cohortsOf,
  type CohortPopularity,
  type GroupCounts,
} from '../model/hybrid/cohort.js';
import type { Cohort, CohortStore } from '../store/cohort.store.js';
import type { LearnerProfile } from './learner-state.js';
import type { ServingModel } from './serving-model.js';

/** Popularity within a learner's department and seniority; null where neither is known or they are too few to tell. */
export type CohortReader = (
  serving: ServingModel,
  profile: Pick<LearnerProfile, 'department' | 'seniorityLevel'>,
) => Promise<CohortPopularity | null>;

/** Groups remembered per model; past it the oldest is forgotten. */
const REMEMBERED = 500;
/** Cohorts whose popularity is kept by place, 16 bytes for each place of the catalogue. */
const COUNTED = 64;

/**
 * Reads groups from the database at their first use and remembers them as long as the model stands: cold-start lists then do
 * not change from hour to hour, and a training takes in what happened since.
 */
export function createCohortReader(store: CohortStore): CohortReader {
  const groups = new Map<string, Promise<{ learners: number; counts: Map<number, number> }>>();

  const read = (model: string, cohort: Cohort) => {
    const key = JSON.stringify([model, cohort.department, cohort.seniorityLevel]);
    const known = groups.get(key);
    if (known) return known;
    const reading = store.favourites(cohort, COHORT_SAMPLE).then(({ learners, contentPk, counts }) => ({
      learners,
      counts: new Map(Array.from(contentPk, (pk, n) => [pk, counts[n]])),
    }));
    // A failed read is tried again by the next learner.
    reading.catch(() => groups.delete(key));
    groups.set(key, reading);
    for (const oldest of groups.keys()) {
      if (groups.size <= REMEMBERED) break;
      groups.delete(oldest);
    }
    return reading;
  };

  const count = async (
    serving: ServingModel,
    profile: Pick<LearnerProfile, 'department' | 'seniorityLevel'>,
  ): Promise<CohortPopularity | null> => {
    const found = await Promise.all(cohortsOf(profile).map((cohort) => read(serving.version.id, cohort)));
    if (found.length === 0) return null;
    const items = serving.rows.length;
    const counted = found.map(({ learners, counts }): GroupCounts => {
      const byPlace = new Float64Array(items);
      for (const [pk, count] of counts) {
        const place = serving.places.indexOf(pk);
        if (place >= 0) byPlace[place] = count;
      }
      return { learners, counts: byPlace };
    });
    return cohortPopularity(serving.model.popularity, serving.version.learners, counted, items);
  };

  // A change of the catalogue makes a new serving model.
  const counted = new WeakMap<ServingModel, LRUCache<string, Promise<{ popularity: CohortPopularity | null }>>>();
  return async (serving, { department, seniorityLevel }) => {
    let cohorts = counted.get(serving);
    if (!cohorts) {
      cohorts = new LRUCache({ max: COUNTED });
      counted.set(serving, cohorts);
    }
    const key = JSON.stringify([department, seniorityLevel]);
    let cohort = cohorts.get(key);
    if (!cohort) {
      cohort = count(serving, { department, seniorityLevel }).then((popularity) => ({ popularity }));
      cohorts.set(key, cohort);
      const counting = cohort;
      // A failure is not remembered.
      counting.catch(() => cohorts.peek(key) === counting && cohorts.delete(key));
    }
    return (await cohort).popularity;
  };
}
