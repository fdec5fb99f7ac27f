import {
  COHORT_SAMPLE,
  cohortPopularity,
  cohortsOf,
  type Cohort,
  type CohortPopularity,
  type GroupCounts,
} from '../model/hybrid/cohort.js';
import type { LearnerTraits } from '../model/hybrid/traits.js';
import { createVocabulary, type Interactions, type Vocabulary } from '../model/interactions.js';
import { hash32 } from '../model/random.js';
import type { LearnerColumns } from './messages.js';

/** The traits of a learner by surrogate key; undefined for one that is not among the columns. */
export function learnerTraits(learners: LearnerColumns | undefined): (userPk: number) => LearnerTraits | undefined {
  if (!learners) return () => undefined;
  const places = createVocabulary(learners.pk);
  return (userPk) => {
    const n = places.indexOf(userPk);
    if (n < 0) return undefined;
    return { title: learners.title[n], department: learners.department[n], seniorityLevel: learners.seniorityLevel[n] };
  };
}

/** Popularity within a learner's groups, as the service would read it from the same engagements. */
export type CohortCounter = (learner: LearnerTraits | undefined) => CohortPopularity | null;

/** Cohorts kept at once: each holds two numbers per item. */
const REMEMBERED = 100;

/**
 * Counts in memory what the service counts in the database: of each group at most 1000 learners, those of smallest hash, and
 * what they engaged with without disliking it.
 * @param data engagements that may be known
 * @param popularity of the fit, over the same engagements
 */
export function countCohorts(
  data: Interactions,
  users: Vocabulary,
  learners: LearnerColumns | undefined,
  popularity: Int32Array,
): CohortCounter {
  if (!learners) return () => null;
  const hash = Uint32Array.from(learners.pk, (pk) => hash32(`cohort ${pk}`));
  let members: Map<string, number[]> | undefined;
  const groups = new Map<string, GroupCounts>();
  const cohorts = new Map<string, CohortPopularity | null>();

  const indexMembers = (): Map<string, number[]> => {
    const index = new Map<string, number[]>();
    const add = (cohort: Cohort, n: number): void => {
      const key = JSON.stringify(cohort);
      const list = index.get(key);
      if (list) list.push(n);
      else index.set(key, [n]);
    };
    for (let n = 0; n < learners.pk.length; n++) {
      const [department, seniorityLevel] = [learners.department[n], learners.seniorityLevel[n]];
      if (department !== null) add({ department, seniorityLevel: null }, n);
      if (seniorityLevel !== null) add({ department: null, seniorityLevel }, n);
      if (department !== null && seniorityLevel !== null) add({ department, seniorityLevel }, n);
    }
    return index;
  };
  const count = (key: string): GroupCounts => {
    members ??= indexMembers();
    const counts = new Float64Array(data.items);
    const sample = (members.get(key) ?? [])
      .sort((a, b) => hash[a] - hash[b] || learners.pk[a] - learners.pk[b])
      .slice(0, COHORT_SAMPLE);
    let engaged = 0;
    for (const n of sample) {
      const user = users.indexOf(learners.pk[n]);
      if (user < 0) continue;
      let any = 0;
      for (let e = data.rowPtr[user]; e < data.rowPtr[user + 1]; e++) {
        if (data.disliked[e] === 1) continue;
        counts[data.item[e]]++;
        any = 1;
      }
      engaged += any;
    }
    return { counts, learners: engaged };
  };

  return (learner) => {
    if (!learner) return null;
    const wanted = cohortsOf(learner);
    if (wanted.length === 0) return null;
    const key = JSON.stringify(wanted[wanted.length - 1]);
    const known = cohorts.get(key);
    if (known !== undefined) return known;
    const counted = wanted.map((cohort) => remember(groups, JSON.stringify(cohort), count));
    return remember(cohorts, key, () => cohortPopularity(popularity, activeLearners(data), counted, data.items));
  };
}

/** Learners with an engagement. */
export function activeLearners({ users, rowPtr }: Interactions): number {
  let active = 0;
  for (let u = 0; u < users; u++) if (rowPtr[u + 1] > rowPtr[u]) active++;
  return active;
}

function remember<T>(kept: Map<string, T>, key: string, make: (key: string) => T): T {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  kept.set(key, made);
  for (const oldest of kept.keys()) {
    if (kept.size <= REMEMBERED) break;
    kept.delete(oldest);
  }
  return made;
}
