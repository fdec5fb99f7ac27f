import type { SeniorityLevel } from '../engagement.js';

/** What a learner says of themselves that tells a group, or a group, which null does not restrict. */
export interface Cohort {
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
}

/** Learners of a group that are counted: the standard error of a share of a tenth is then one percentage point. */
export const COHORT_SAMPLE = 1000;
/** Smaller groups are not used: what is popular among three people tells what one of them did. */
const SMALLEST_GROUP = 5;

/** The groups that a learner's favourites are taken from, the widest first; none where neither is known. */
export function cohortsOf({ department, seniorityLevel }: Cohort): Cohort[] {
  const cohorts: Cohort[] = [];
  if (department !== null) cohorts.push({ department, seniorityLevel: null });
  if (seniorityLevel !== null) cohorts.push({ department, seniorityLevel });
  return cohorts;
}

/** What a group of learners engaged with. */
export interface GroupCounts {
  /** Distinct learners of the group who engaged each item without disliking it, by place. */
  readonly counts: Float64Array;
  /** Learners of the group who engaged with anything. */
  readonly learners: number;
}

/** Popularity as a learner of one cohort may see it. */
export interface CohortPopularity {
  /** Learners who would engage each item if all were like the cohort, by place. */
  readonly expected: Float64Array;
  /** The part of `expected` that the cohort's own engagements carry; the rest is general popularity. */
  readonly own: Float64Array;
}

/** General popularity counts as much as this many learners of the group: smaller groups follow it, larger ones themselves. */
export const COHORT_SHRINKAGE = 20;

/**
 * Popularity within a cohort, shrunk towards that within the wider groups around it and at last towards general popularity:
 * `p_0 = popularity / learners`, and from the widest group inwards `p_g = (counts_g + m p_{g-1}) / (learners_g + m)` with
 * `m = COHORT_SHRINKAGE` (the mean of a Beta posterior whose prior is the wider group). `expected = learners * p`. Groups of
 * fewer than 5 learners are passed over; null where all are.
 * @param popularity distinct learners per item of the fit; items past its end count 0
 * @param learners who engaged with anything at the fit
 * @param groups the widest first, each within the one before
 */
export function cohortPopularity(
  popularity: Int32Array,
  learners: number,
  groups: readonly GroupCounts[],
  items: number,
): CohortPopularity | null {
  const large = groups.filter((group) => group.learners >= SMALLEST_GROUP);
  if (large.length === 0) return null;
  const expected = new Float64Array(items);
  const own = new Float64Array(items);
  expected.set(popularity);
  const everybody = Math.max(1, learners);
  for (const group of large) {
    const kept = COHORT_SHRINKAGE / (group.learners + COHORT_SHRINKAGE);
    const weight = everybody / (group.learners + COHORT_SHRINKAGE);
    for (let i = 0; i < items; i++) {
      const added = weight * group.counts[i];
      expected[i] = kept * expected[i] + added;
      own[i] = kept * own[i] + added;
    }
  }
  return { expected, own };
}
