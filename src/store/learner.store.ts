import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns, type SeniorityLevel } from '../model/engagement.js';
import { FEEDBACK_KINDS, type FeedbackColumns } from '../model/feedback.js';
import type { Database } from './database.js';
import { translateErrors } from './database-error.js';

/** A learner, as far as recommendations depend on it. */
export interface LearnerRow {
  readonly pk: number;
  readonly id: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
}

/** Some learners, with all that they did and said, in no particular order. */
export interface LearnersWithHistories {
  readonly learners: readonly LearnerRow[];
  readonly engagements: EngagementColumns;
  readonly feedback: FeedbackColumns;
}

export interface LearnerStore {
  /** Those that exist. */
  withHistories(ids: readonly string[]): Promise<LearnersWithHistories>;
}

/** A value of an enum as its place in a list. */
const codeOf = (column: string, names: readonly string[]): string =>
  `int2send((CASE ${column} ${names.map((name, code) => `WHEN '${name}' THEN ${code}`).join(' ')} END)::int2)`;
const millisecondsOf = (column: string): string => `float8send(round(date_part('epoch', ${column}) * 1000))`;

/** Bytes of one packed row. */
const ENGAGEMENT_BYTES = 20;
const FEEDBACK_BYTES = 14;

/**
 * One statement and one row a learner, since every recommendation waits for it: what they did and said comes packed, because
 * reading thirty rows of six values each would cost several times as much, here and on the way.
 */
const LEARNERS = {
  name: 'learners-with-histories',
  text: `/* learners with histories */
    SELECT u.pk, u.id, u.title, u.department, u.seniority_level::text,
      (SELECT string_agg(int4send(content_pk) || ${millisecondsOf('"timestamp"')} || int4send(coalesce(duration_seconds, ${MISSING})) ||
         int2send(coalesce(liked::int, ${MISSING})::int2) || ${codeOf('engagement_type', ENGAGEMENT_TYPES)}, '')
       FROM engagements WHERE user_pk = u.pk),
      (SELECT string_agg(int4send(content_pk) || ${millisecondsOf('given_at')} || ${codeOf('kind', FEEDBACK_KINDS)}, '')
       FROM feedback WHERE user_pk = u.pk)
    FROM users u WHERE u.id = ANY($1::text[])`,
  rowMode: 'array',
} as const;

type Tuple = [
  pk: number,
  id: string,
  title: string | null,
  department: string | null,
  seniorityLevel: SeniorityLevel | null,
  engagements: Buffer | null,
  feedback: Buffer | null,
];

export function createLearnerStore({ pool }: Database): LearnerStore {
  return translateErrors<LearnerStore>({
    async withHistories(ids) {
      const { rows } = await pool.query<Tuple>({ ...LEARNERS, values: [ids] });
      return {
        learners: rows.map(([pk, id, title, department, seniorityLevel]) => ({
          pk,
          id,
          title,
          department,
          seniorityLevel,
        })),
        engagements: unpackEngagements(rows),
        feedback: unpackFeedback(rows),
      };
    },
  });
}

function unpackEngagements(rows: readonly Tuple[]): EngagementColumns {
  const length = rows.reduce((sum, { 5: packed }) => sum + (packed ? packed.length / ENGAGEMENT_BYTES : 0), 0);
  const columns = {
    length,
    userPk: new Int32Array(length),
    contentPk: new Int32Array(length),
    timestamp: new Float64Array(length),
    durationSeconds: new Int32Array(length),
    liked: new Int8Array(length),
    type: new Uint8Array(length),
  };
  let row = 0;
  for (const { 0: userPk, 5: packed } of rows) {
    if (!packed) continue;
    for (let at = 0; at < packed.length; at += ENGAGEMENT_BYTES, row++) {
      columns.userPk[row] = userPk;
      columns.contentPk[row] = packed.readInt32BE(at);
      columns.timestamp[row] = packed.readDoubleBE(at + 4);
      columns.durationSeconds[row] = packed.readInt32BE(at + 12);
      columns.liked[row] = packed.readInt16BE(at + 16);
      columns.type[row] = packed.readInt16BE(at + 18);
    }
  }
  return columns;
}

function unpackFeedback(rows: readonly Tuple[]): FeedbackColumns {
  const length = rows.reduce((sum, { 6: packed }) => sum + (packed ? packed.length / FEEDBACK_BYTES : 0), 0);
  const columns = {
    length,
    userPk: new Int32Array(length),
    contentPk: new Int32Array(length),
    timestamp: new Float64Array(length),
    kind: new Uint8Array(length),
  };
  let row = 0;
  for (const { 0: userPk, 6: packed } of rows) {
    if (!packed) continue;
    for (let at = 0; at < packed.length; at += FEEDBACK_BYTES, row++) {
      columns.userPk[row] = userPk;
      columns.contentPk[row] = packed.readInt32BE(at);
      columns.timestamp[row] = packed.readDoubleBE(at + 4);
      columns.kind[row] = packed.readInt16BE(at + 12);
    }
  }
  return columns;
}
