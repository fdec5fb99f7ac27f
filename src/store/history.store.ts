import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns } from '../model/engagement.js';
import { FEEDBACK_KINDS, type FeedbackColumns } from '../model/feedback.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';
import { toEngagementColumns, type HistoryTuple } from './engagement.store.js';
import { toFeedbackColumns } from './feedback.store.js';

/** All that some learners did and said, in no particular order. */
export interface Histories {
  readonly engagements: EngagementColumns;
  readonly feedback: FeedbackColumns;
}

export interface HistoryStore {
  read(userPks: readonly number[]): Promise<Histories>;
}

/**
 * One statement, since every recommendation waits for it. Numbers only: parsing dates would cost more than the rest of the
 * read. The names in the last column tell the two apart.
 */
const HISTORIES = {
  name: 'histories',
  text: `/* histories */
    SELECT user_pk, content_pk, round(date_part('epoch', "timestamp") * 1000), coalesce(duration_seconds, ${MISSING}),
      coalesce(liked::int, ${MISSING}), engagement_type::text
    FROM engagements WHERE user_pk = ANY($1::int[])
    UNION ALL
    SELECT user_pk, content_pk, round(date_part('epoch', given_at) * 1000), ${MISSING}, ${MISSING}, kind::text
    FROM feedback WHERE user_pk = ANY($1::int[])`,
} as const;

const KINDS: ReadonlySet<string> = new Set(FEEDBACK_KINDS);
if (ENGAGEMENT_TYPES.some((type) => KINDS.has(type)))
  throw new Error('A name is both an engagement type and a feedback.');

export function createHistoryStore({ pool }: Database): HistoryStore {
  return translateErrors<HistoryStore>({
    async read(userPks) {
      const { rows } = await pool.query<HistoryTuple>({ ...HISTORIES, values: [userPks], rowMode: 'array' });
      const said = rows.filter((row) => KINDS.has(row[5]));
      return {
        engagements: toEngagementColumns(said.length > 0 ? rows.filter((row) => !KINDS.has(row[5])) : rows),
        feedback: toFeedbackColumns(said.map(([user, content, at, , , kind]) => [user, content, at, kind])),
      };
    },
  });
}
