import type { CohortPopularity } from '../model/hybrid/cohort.js';
import { isInformative } from '../model/hybrid/hybrid-model.js';
import type { HistoryStore } from '../store/history.store.js';
import type { UserStore } from '../store/user.store.js';
import type { CohortReader } from './cohorts.js';
import { learnerStates, UNKNOWN_LEARNER, type LearnerProfile, type LearnerState } from './learner-state.js';
import type { ModelCache } from './model-cache.js';
import type { ServingModel } from './serving-model.js';

/** A learner as the active model sees them at this moment. */
export interface ReadLearner {
  readonly state: LearnerState;
  /** For learners without an informative history whose department or seniority is known. */
  readonly cohort: CohortPopularity | null;
}

/** Reads one learner; one never heard of too. @throws DomainError MODEL_NOT_READY */
export type LearnerReader = (userId: string) => Promise<ReadLearner & { readonly serving: ServingModel }>;

export interface LearnerSources {
  readonly users: Pick<UserStore, 'findByIds'>;
  readonly histories: HistoryStore;
  readonly cache: ModelCache;
  readonly cohortOf: CohortReader;
}

export function createLearnerReader(sources: LearnerSources): LearnerReader {
  return async (userId) => {
    const serving = sources.cache.require();
    const [learner] = await readLearners(sources, serving, [userId]);
    return { serving, ...learner };
  };
}

/**
 * Reads some learners, each with the whole history as it stands now, in the order of their ids.
 * @param asOf engagements and feedback later than this instant are kept apart; default none
 */
export async function readLearners(
  { users, histories, cohortOf }: Omit<LearnerSources, 'cache'>,
  serving: ServingModel,
  userIds: readonly string[],
  asOf?: number,
): Promise<ReadLearner[]> {
  const rows = await users.findByIds([...new Set(userIds)]);
  const pks = rows.map(({ pk }) => pk);
  const states = rows.length > 0 ? learnerStates(serving, rows, await histories.read(pks), asOf) : new Map();
  const pkOf = new Map(rows.map(({ id, pk }) => [id, pk]));
  // Many newcomers of one page are of few cohorts.
  const cohorts = new Map<string, Promise<CohortPopularity | null>>();
  const cohortOnce = (profile: LearnerProfile): Promise<CohortPopularity | null> => {
    const key = JSON.stringify([profile.department, profile.seniorityLevel]);
    const known = cohorts.get(key) ?? cohortOf(serving, profile);
    cohorts.set(key, known);
    return known;
  };
  return Promise.all(
    userIds.map(async (userId) => {
      const state: LearnerState = states.get(pkOf.get(userId) ?? NaN) ?? UNKNOWN_LEARNER;
      const cold = !isInformative(state.history, serving.rows.length);
      return { state, cohort: cold && state.profile ? await cohortOnce(state.profile) : null };
    }),
  );
}
