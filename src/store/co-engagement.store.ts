import type { Database } from './database.js';
import { translateErrors } from './database-error.js';

export interface CoEngagementStore {
  /**
   * Surrogate keys of the learners who engaged with most of this content without disliking it, those with most first.
   * @param except the learner who is compared with
   */
  learnersSharing(contentPks: readonly number[], except: number, limit: number): Promise<number[]>;
}

export function createCoEngagementStore({ pool }: Pick<Database, 'pool'>): CoEngagementStore {
  return translateErrors<CoEngagementStore>({
    async learnersSharing(contentPks, except, limit) {
      const { rows } = await pool.query<[number]>({
        name: 'learners-sharing',
        text: `/* learners sharing content */
          SELECT user_pk FROM engagements
          WHERE content_pk = ANY($1::int[]) AND user_pk <> $2 AND liked IS DISTINCT FROM false
          GROUP BY user_pk ORDER BY count(DISTINCT content_pk) DESC, user_pk LIMIT $3`,
        values: [contentPks, except, limit],
        rowMode: 'array',
      });
      return rows.map(([pk]) => pk);
    },
  });
}
