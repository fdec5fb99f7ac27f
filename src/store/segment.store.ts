import type { Database } from './database.js';
import { translateErrors } from './database-error.js';

export interface SegmentStore {
  /**
   * Learners who engaged with `minimum` to `maximum` distinct pieces of content, in random order.
   * @param maximum null: no bound
   * @param limit how many at most
   * @returns their keys
   */
  sample(minimum: number, maximum: number | null, limit: number): Promise<number[]>;
}

/** Learners by how much they engaged with. */
export function createSegmentStore({ pool }: Pick<Database, 'pool'>): SegmentStore {
  return translateErrors<SegmentStore>({
    async sample(minimum, maximum, limit) {
      const text =
        maximum === 0
          ? `/* learners without history */ SELECT pk FROM users u
             WHERE NOT EXISTS (SELECT FROM engagements e WHERE e.user_pk = u.pk) ORDER BY random() LIMIT $1`
          : `/* learners of a segment */ SELECT user_pk AS pk FROM engagements GROUP BY user_pk
             HAVING count(DISTINCT content_pk) BETWEEN $2::int AND $3::int ORDER BY random() LIMIT $1`;
      const bounds = maximum === 0 ? [] : [minimum, maximum ?? 2 ** 31 - 1];
      return (await pool.query<{ pk: number }>(text, [limit, ...bounds])).rows.map(({ pk }) => pk);
    },
  });
}
