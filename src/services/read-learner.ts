import { DomainError } from '../errors.js';
import type { CohortPopularity } from '../model/hybrid/cohort.js';
import { isInformative } from '../model/hybrid/hybrid-model.js';
import type { LearnerStore } from '../store/learner.store.js';
import type { CohortReader } from './cohorts.js';
import { gather } from './gather.js';
import { learnerStates, UNKNOWN_LEARNER, type LearnerProfile, type LearnerState } from './learner-state.js';
import type { ModelCache } from './model-cache.js';
import type { ServingModel } from './serving-model.js';

/** A learner as the active model sees them at this moment. */
export interface ReadLearner {
  readonly state: LearnerState;
  /** For learners without an informative history whose department or seniority is known. */
  readonly cohort: CohortPopularity | null;
}

export interface ReadLearners {
  /** The model that the states are made for. */
  readonly serving: ServingModel;
  /** In the order of the ids. */
  readonly learners: readonly ReadLearner[];
}

/**
 * Reads some learners, each with the whole history as it stands now; ones never heard of too. Requests that come at the same
 * time share the reading.
 * @param asOf engagements and feedback later than this instant are kept apart; default none
 * @throws DomainError MODEL_NOT_READY
 */
export type LearnerReader = (userIds: readonly string[], asOf?: number) => Promise<ReadLearners>;

export interface LearnerSources {
  readonly learners: LearnerStore;
  readonly cache: Pick<ModelCache, 'require'>;
  readonly cohortOf: CohortReader;
}

interface States {
  readonly serving: ServingModel;
  readonly stateOf: ReadonlyMap<string, LearnerState>;
}

export function createLearnerReader({ learners, cache, cohortOf }: LearnerSources): LearnerReader {
  const read = async (ids: readonly string[], asOf = Infinity): Promise<States> => {
    const rows = await learners.withHistories(ids);
    // Taken after the read, so that whoever waits gets the model of this moment.
    const serving = cache.require();
    const states = learnerStates(serving, rows.learners, rows, asOf);
    return { serving, stateOf: new Map(rows.learners.map(({ id, pk }) => [id, states.get(pk)!])) };
  };
  const readTogether = gather((ids: readonly string[]) => read(ids), {
    isCommon: (error) => error instanceof DomainError && error.code !== 'BAD_USER_INPUT',
  });

  return async (userIds, asOf = Infinity) => {
    cache.require();
    const { serving, stateOf } = await (asOf === Infinity ? readTogether(userIds) : read([...new Set(userIds)], asOf));
    const cohortOnce = rememberCohorts(serving, cohortOf);
    return {
      serving,
      learners: await Promise.all(
        userIds.map(async (userId) => {
          const state = stateOf.get(userId) ?? UNKNOWN_LEARNER;
          const cold = !isInformative(state.history, serving.rows.length);
          return { state, cohort: cold && state.profile ? await cohortOnce(state.profile) : null };
        }),
      ),
    };
  };
}

/** Many newcomers of one page are of few cohorts. */
function rememberCohorts(
  serving: ServingModel,
  cohortOf: CohortReader,
): (profile: LearnerProfile) => Promise<CohortPopularity | null> {
  const cohorts = new Map<string, Promise<CohortPopularity | null>>();
  return (profile) => {
    const key = JSON.stringify([profile.department, profile.seniorityLevel]);
    const known = cohorts.get(key) ?? cohortOf(serving, profile);
    cohorts.set(key, known);
    return known;
  };
}
