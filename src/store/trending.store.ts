import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import { instantText } from './upsert.js';

/** How often one piece of content was engaged with in two windows, dislikes left out. */
export interface WindowCounts {
  readonly contentPk: number;
  readonly before: number;
  readonly now: number;
}

export interface TrendingStore {
  /** The newest engagement that is not later than this instant; null when there is none. */
  newest(until: Date): Promise<Date | null>;
  /** Counts in (start, middle] and (middle, end], for content with any in the second; both read the index on the time. */
  windows(start: Date, middle: Date, end: Date): Promise<WindowCounts[]>;
}

export function createTrendingStore({ pool }: Pick<Database, 'pool'>): TrendingStore {
  return translateErrors<TrendingStore>({
    async newest(until) {
      const { rows } = await pool.query<{ newest: Date | null }>({
        name: 'newest-engagement',
        text: `/* newest engagement */ SELECT max("timestamp") AS newest FROM engagements WHERE "timestamp" <= $1::timestamptz`,
        values: [instantText(until)],
      });
      return rows[0].newest;
    },

    async windows(start, middle, end) {
      const { rows } = await pool.query<[number, number, number]>({
        name: 'trending-windows',
        text: `/* trending windows */
          SELECT content_pk, count(*) FILTER (WHERE "timestamp" <= $2::timestamptz)::int,
            count(*) FILTER (WHERE "timestamp" > $2::timestamptz)::int AS now
          FROM engagements
          WHERE "timestamp" > $1::timestamptz AND "timestamp" <= $3::timestamptz AND liked IS DISTINCT FROM false
          GROUP BY content_pk HAVING count(*) FILTER (WHERE "timestamp" > $2::timestamptz) > 0`,
        values: [instantText(start), instantText(middle), instantText(end)],
        rowMode: 'array',
      });
      return rows.map(([contentPk, before, now]) => ({ contentPk, before, now }));
    },
  });
}
