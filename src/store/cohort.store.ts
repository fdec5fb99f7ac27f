import type { SeniorityLevel } from '../model/engagement.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';

/** A group of learners; null does not restrict. At least one of the two is set. */
export interface Cohort {
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
}

/** What the learners of a group engaged with. */
export interface CohortRows {
  /** Learners of the sample who engaged with anything without disliking it. */
  readonly learners: number;
  readonly contentPk: Int32Array;
  /** Distinct learners of the sample who engaged each content and never disliked it. */
  readonly counts: Int32Array;
}

export interface CohortStore {
  /**
   * Counts over a sample of the group, the same one at every call while its learners stay: those of smallest hash.
   * @param sample learners at most, so that a large group costs no more than a small one
   */
  favourites(cohort: Cohort, sample: number): Promise<CohortRows>;
}

export function createCohortStore({ pool }: Pick<Database, 'pool'>): CohortStore {
  return translateErrors<CohortStore>({
    async favourites({ department, seniorityLevel }, sample) {
      const { rows } = await pool.query<[number | null, number]>({
        name: 'cohort-favourites',
        text: `/* cohort favourites */
          WITH cohort AS (
            SELECT pk FROM users
            WHERE ($1::text IS NULL OR department = $1) AND ($2::seniority_level IS NULL OR seniority_level = $2)
            ORDER BY hashint4(pk), pk LIMIT $3
          ), pairs AS (
            SELECT e.user_pk, e.content_pk FROM cohort JOIN engagements e ON e.user_pk = cohort.pk
            GROUP BY 1, 2 HAVING bool_and(e.liked IS DISTINCT FROM false)
          )
          SELECT content_pk, count(DISTINCT user_pk)::int FROM pairs GROUP BY GROUPING SETS ((content_pk), ())`,
        values: [department, seniorityLevel, sample],
        rowMode: 'array',
      });
      const perContent = rows.filter((row): row is [number, number] => row[0] !== null);
      return {
        learners: rows.find(([content]) => content === null)?.[1] ?? 0,
        contentPk: Int32Array.from(perContent, ([content]) => content),
        counts: Int32Array.from(perContent, ([, count]) => count),
      };
    },
  });
}
