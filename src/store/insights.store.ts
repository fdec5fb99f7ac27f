import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import { instantText } from './upsert.js';

/** What engagements can be grouped by. */
export const INSIGHT_DIMENSIONS = [
  'ENGAGEMENT_TYPE',
  'CONTENT_TYPE',
  'DOMAIN',
  'DIFFICULTY',
  'DEPARTMENT',
  'SENIORITY',
] as const;
export type InsightDimension = (typeof INSIGHT_DIMENSIONS)[number];

/** Engagements later than `from` (null: from the first) and up to `to`. */
export interface InsightWindow {
  readonly from: Date | null;
  readonly to: Date;
}

export interface GroupRow {
  /** Null: not given. */
  readonly value: string | null;
  readonly engagements: number;
  readonly likes: number;
  readonly dislikes: number;
  readonly completions: number;
}

export interface CellRow {
  readonly row: string | null;
  readonly column: string | null;
  readonly engagements: number;
  readonly likes: number;
}

export interface CalendarRows {
  /**
   * Every day from the first with an engagement to the last, in order, empty ones too, the last ten years at most; `day` is
   * YYYY-MM-DD in UTC.
   */
  readonly days: readonly { readonly day: string; readonly engagements: number; readonly users: number }[];
  /** 24 counts, by hour of the day in UTC. */
  readonly hours: readonly number[];
  /** 7 counts, Monday first, by weekday in UTC. */
  readonly weekdays: readonly number[];
}

/** How a count is spread over those who have it: learners over their engagements, content over its own. */
export interface SpreadRow {
  /** All of them, those with no engagement among them. */
  readonly total: number;
  /** With none in the window. */
  readonly without: number;
  readonly median: number;
  readonly maximum: number;
  /** 0: all alike; towards 1: one has everything. Those without any count. Null where there is nothing to spread. */
  readonly gini: number | null;
  /** Share of all engagements that the tenth with the most has; null where there is nothing to spread. */
  readonly topTenthShare: number | null;
  /** Counts by doubling: entry n has those with 2^n to 2^(n+1) - 1 engagements. */
  readonly doubling: readonly number[];
}

export interface DurationRows {
  /** Engagements with a duration. */
  readonly count: number;
  readonly mean: number | null;
  readonly quartiles: readonly [number, number, number] | null;
  /** Shortest steps first; `from` included, `to` not; the last holds everything longer. Seconds. */
  readonly bins: readonly { readonly from: number; readonly to: number | null; readonly count: number }[];
  /** Pearson's correlation of the duration and of being liked (1) or not (0); null where either never varies. */
  readonly likeCorrelation: number | null;
}

export interface TotalsRow {
  readonly users: number;
  readonly activeUsers: number;
  readonly contents: number;
  readonly engagements: number;
  readonly likes: number;
  readonly dislikes: number;
  readonly completions: number;
}

export interface CatalogueRow {
  readonly dimension: 'DOMAIN' | 'DIFFICULTY' | 'CONTENT_TYPE' | 'LANGUAGE';
  readonly value: string | null;
  readonly contents: number;
  /** Of them, with no engagement in the window. */
  readonly neverEngaged: number;
}

export interface InsightsStore {
  totals(window: InsightWindow): Promise<TotalsRow>;
  calendar(window: InsightWindow): Promise<CalendarRows>;
  perUser(window: InsightWindow): Promise<SpreadRow>;
  /** Over content on offer. */
  perContent(window: InsightWindow): Promise<SpreadRow>;
  durations(window: InsightWindow): Promise<DurationRows>;
  /** The largest groups first, at most `limit`. */
  groups(window: InsightWindow, by: InsightDimension, limit: number): Promise<GroupRow[]>;
  cells(window: InsightWindow, rows: InsightDimension, columns: InsightDimension): Promise<CellRow[]>;
  /** Content on offer, by field and value, the largest first. */
  catalogue(window: InsightWindow): Promise<CatalogueRow[]>;
}

const COLUMNS: Readonly<Record<InsightDimension, string>> = {
  ENGAGEMENT_TYPE: 'e.engagement_type::text',
  CONTENT_TYPE: 'c.content_type',
  DOMAIN: 'c.domain',
  DIFFICULTY: 'c.difficulty_level::text',
  DEPARTMENT: 'u.department',
  SENIORITY: 'u.seniority_level::text',
};
const IN_WINDOW = `e."timestamp" > COALESCE($1::timestamptz, '-infinity') AND e."timestamp" <= $2::timestamptz`;
const EXACT_COUNTS = 'count(*)::float8 AS engagements, count(*) FILTER (WHERE e.liked)::float8 AS likes';
const MAXIMUM_DAYS = 3660;
/** Steps of the durations, in seconds. */
const DURATION_STEPS = [0, 60, 120, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200];

/** The tables of counts behind insights, each one statement over the engagements. A window costs up to seconds on millions of rows. */
export function createInsightsStore({ pool }: Pick<Database, 'pool'>): InsightsStore {
  const query = async <T extends object>(name: string, text: string, { from, to }: InsightWindow): Promise<T[]> => {
    const { rows } = await pool.query<T>({
      text: `/* insights: ${name} */ ${text}`,
      values: [from && instantText(from), instantText(to)],
    });
    return rows;
  };

  const spread = async (name: string, counts: string, window: InsightWindow): Promise<SpreadRow> => {
    const [row] = await query<Omit<SpreadRow, 'doubling'> & { readonly doubling: number[] }>(
      name,
      `WITH counts AS (${counts}),
         ranked AS (SELECT n, row_number() OVER (ORDER BY n)::float8 AS place, count(*) OVER ()::float8 AS total FROM counts)
       SELECT count(*)::float8 AS total, count(*) FILTER (WHERE n = 0)::float8 AS without,
         COALESCE(percentile_cont(0.5) WITHIN GROUP (ORDER BY n), 0) AS median, COALESCE(max(n), 0)::float8 AS maximum,
         2 * sum(place * n) / NULLIF(max(total) * sum(n), 0) - (max(total) + 1) / NULLIF(max(total), 0) AS gini,
         sum(n) FILTER (WHERE place > total - ceil(total / 10)) / NULLIF(sum(n), 0)::float8 AS "topTenthShare",
         ARRAY(SELECT count(m.n)::float8
           FROM generate_series(0, (SELECT COALESCE(floor(log(2, NULLIF(max(n), 0)))::int, -1) FROM counts)) AS step
           LEFT JOIN counts AS m ON m.n >= 2 ^ step AND m.n < 2 ^ (step + 1)
           GROUP BY step ORDER BY step) AS doubling
       FROM ranked`,
      window,
    );
    return row;
  };

  return translateErrors<InsightsStore>({
    async totals(window) {
      const [row] = await query<TotalsRow>(
        'totals',
        `SELECT (SELECT count(*) FROM users)::float8 AS users, count(DISTINCT e.user_pk)::float8 AS "activeUsers",
           (SELECT count(*) FROM content WHERE retired_at IS NULL)::float8 AS contents, ${EXACT_COUNTS},
           count(*) FILTER (WHERE NOT e.liked)::float8 AS dislikes,
           count(*) FILTER (WHERE e.engagement_type = 'COMPLETED')::float8 AS completions
         FROM engagements e WHERE ${IN_WINDOW}`,
        window,
      );
      return row;
    },

    async calendar(window) {
      const days = await query<CalendarRows['days'][number]>(
        'days',
        `WITH counted AS (
           SELECT day, sum(n)::float8 AS engagements, count(*)::float8 AS users
           FROM (SELECT date_trunc('day', e."timestamp" AT TIME ZONE 'UTC') AS day, e.user_pk, count(*) AS n
                 FROM engagements e WHERE ${IN_WINDOW} GROUP BY 1, 2) AS visits
           GROUP BY day),
         bounds AS (SELECT GREATEST(min(day), max(day) - interval '${MAXIMUM_DAYS - 1} days') AS first, max(day) AS last FROM counted)
         SELECT to_char(day, 'YYYY-MM-DD') AS day, COALESCE(engagements, 0) AS engagements, COALESCE(users, 0) AS users
         FROM bounds, generate_series(first, last, interval '1 day') AS day LEFT JOIN counted USING (day)
         ORDER BY day`,
        window,
      );
      const times = await query<{ hour: number; weekday: number; n: number }>(
        'hours and weekdays',
        `SELECT extract(hour FROM at)::int AS hour, extract(isodow FROM at)::int AS weekday, count(*)::float8 AS n
         FROM (SELECT e."timestamp" AT TIME ZONE 'UTC' AS at FROM engagements e WHERE ${IN_WINDOW}) AS instants
         GROUP BY 1, 2`,
        window,
      );
      const hours = new Array<number>(24).fill(0);
      const weekdays = new Array<number>(7).fill(0);
      for (const { hour, weekday, n } of times) {
        hours[hour] += n;
        weekdays[weekday - 1] += n;
      }
      return { days, hours, weekdays };
    },

    perUser: (window) =>
      spread(
        'engagements per learner',
        `SELECT COALESCE(n, 0) AS n FROM users u
         LEFT JOIN (SELECT e.user_pk, count(*) AS n FROM engagements e WHERE ${IN_WINDOW} GROUP BY 1) AS e ON e.user_pk = u.pk`,
        window,
      ),

    perContent: (window) =>
      spread(
        'engagements per content',
        `SELECT COALESCE(n, 0) AS n FROM content c
         LEFT JOIN (SELECT e.content_pk, count(*) AS n FROM engagements e WHERE ${IN_WINDOW} GROUP BY 1) AS e
           ON e.content_pk = c.pk
         WHERE c.retired_at IS NULL`,
        window,
      ),

    async durations(window) {
      const steps = `ARRAY[${DURATION_STEPS.join(',')}]`;
      const [row] = await query<{
        count: number;
        mean: number | null;
        quartiles: [number, number, number] | null;
        likeCorrelation: number | null;
      }>(
        'durations',
        `SELECT count(e.duration_seconds)::float8 AS count, avg(e.duration_seconds)::float8 AS mean,
           percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY e.duration_seconds) AS quartiles,
           corr(e.duration_seconds, (e.liked IS TRUE)::int) AS "likeCorrelation"
         FROM engagements e WHERE ${IN_WINDOW}`,
        window,
      );
      const counts = await query<{ bin: number; n: number }>(
        'durations by step',
        `SELECT width_bucket(e.duration_seconds, ${steps}) AS bin, count(*)::float8 AS n
         FROM engagements e WHERE ${IN_WINDOW} AND e.duration_seconds IS NOT NULL GROUP BY 1`,
        window,
      );
      const byBin = new Map(counts.map(({ bin, n }) => [bin - 1, n]));
      const bins = DURATION_STEPS.map((from, n) => ({
        from,
        to: DURATION_STEPS[n + 1] ?? null,
        count: byBin.get(n) ?? 0,
      }));
      return { ...row, bins };
    },

    groups: (window, by, limit) =>
      query<GroupRow>(
        `by ${by}`,
        `SELECT ${COLUMNS[by]} AS value, ${EXACT_COUNTS},
           count(*) FILTER (WHERE NOT e.liked)::float8 AS dislikes,
           count(*) FILTER (WHERE e.engagement_type = 'COMPLETED')::float8 AS completions
         FROM engagements e ${joins(by)} WHERE ${IN_WINDOW}
         GROUP BY 1 ORDER BY engagements DESC, value LIMIT ${limit}`,
        window,
      ),

    cells: (window, rows, columns) =>
      query<CellRow>(
        `${rows} by ${columns}`,
        `SELECT ${COLUMNS[rows]} AS "row", ${COLUMNS[columns]} AS "column", ${EXACT_COUNTS}
         FROM engagements e ${joins(rows, columns)} WHERE ${IN_WINDOW}
         GROUP BY 1, 2 ORDER BY engagements DESC, 1, 2 LIMIT 10000`,
        window,
      ),

    catalogue: (window) =>
      query<CatalogueRow>(
        'catalogue',
        `WITH engaged AS (SELECT DISTINCT e.content_pk FROM engagements e WHERE ${IN_WINDOW}),
           offered AS (SELECT c.domain, c.difficulty_level::text AS difficulty, c.content_type, c.language,
             engaged.content_pk IS NULL AS never
             FROM content c LEFT JOIN engaged ON engaged.content_pk = c.pk WHERE c.retired_at IS NULL)
         SELECT CASE GROUPING(domain, difficulty, content_type, language)
             WHEN 7 THEN 'DOMAIN' WHEN 11 THEN 'DIFFICULTY' WHEN 13 THEN 'CONTENT_TYPE' ELSE 'LANGUAGE' END AS dimension,
           COALESCE(domain, difficulty, content_type, language) AS value,
           count(*)::float8 AS contents, count(*) FILTER (WHERE never)::float8 AS "neverEngaged"
         FROM offered GROUP BY GROUPING SETS ((domain), (difficulty), (content_type), (language))
         ORDER BY 1, contents DESC, value`,
        window,
      ),
  });
}

function joins(...dimensions: readonly InsightDimension[]): string {
  const columns = dimensions.map((dimension) => COLUMNS[dimension]);
  const content = columns.some((column) => column.startsWith('c.')) ? 'JOIN content c ON c.pk = e.content_pk' : '';
  const user = columns.some((column) => column.startsWith('u.')) ? 'JOIN users u ON u.pk = e.user_pk' : '';
  return `${content} ${user}`;
}
