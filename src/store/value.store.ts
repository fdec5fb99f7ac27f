import type { Database } from './database.js';
import { translateErrors } from './database-error.js';

/** A field of content that filters compare. */
export type ContentField = 'DOMAIN' | 'SUBTOPIC' | 'DIFFICULTY_LEVEL' | 'CONTENT_TYPE' | 'LANGUAGE' | 'TAG';
/** A field of learners that filters compare. */
export type UserField = 'DEPARTMENT' | 'SENIORITY_LEVEL';

/** A value that occurs, and how often. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

export interface ValueStore {
  /** Of content on offer: most frequent first, ties by value, at most `limit`. */
  ofContent(field: ContentField, limit: number): Promise<ValueCount[]>;
  /** Of learners, in the same order. */
  ofUsers(field: UserField, limit: number): Promise<ValueCount[]>;
}

const CONTENT_COLUMNS: Readonly<Record<Exclude<ContentField, 'TAG'>, string>> = {
  DOMAIN: 'domain',
  SUBTOPIC: 'subtopic',
  DIFFICULTY_LEVEL: 'difficulty_level',
  CONTENT_TYPE: 'content_type',
  LANGUAGE: 'language',
};
const USER_COLUMNS: Readonly<Record<UserField, string>> = {
  DEPARTMENT: 'department',
  SENIORITY_LEVEL: 'seniority_level',
};

/** Counts the values that fields of learners and content have. */
export function createValueStore({ pool }: Pick<Database, 'pool'>): ValueStore {
  const count = async (from: string, limit: number): Promise<ValueCount[]> => {
    const text = `/* values */ SELECT value::text AS value, count(*)::int AS count FROM (${from}) t
      WHERE value IS NOT NULL GROUP BY value ORDER BY count(*) DESC, value::text COLLATE "C" LIMIT $1`;
    return (await pool.query<ValueCount>(text, [limit])).rows;
  };
  return translateErrors<ValueStore>({
    ofContent: (field, limit) =>
      count(
        `SELECT ${field === 'TAG' ? 'unnest(tags)' : CONTENT_COLUMNS[field]} AS value FROM content WHERE retired_at IS NULL`,
        limit,
      ),
    ofUsers: (field, limit) => count(`SELECT ${USER_COLUMNS[field]} AS value FROM users`, limit),
  });
}
