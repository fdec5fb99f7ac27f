import type { ContentRow } from '../../store/content.store.js';
import type { PublicEngagement } from '../../store/engagement.store.js';
import type { PublicFeedback } from '../../store/feedback.store.js';
import type { UserRow } from '../../store/user.store.js';

/** A record as text cells, in the order of `EXPORT_HEADERS`; null for no value. */
export type CsvRecord = readonly (string | null)[];

/** The rows of each kind, as far as they are exported. */
export interface ExportRows {
  readonly users: Pick<UserRow, 'id' | 'title' | 'department' | 'seniorityLevel' | 'learningStyle'>;
  readonly content: Omit<ContentRow, 'pk' | 'createdAt' | 'updatedAt'>;
  readonly engagements: PublicEngagement;
  readonly feedback: PublicFeedback;
}

/** How a row of each kind is written, as cells and as an object with the API's names. Importing either gives the row back. */
export const RECORDS: {
  readonly [Kind in keyof ExportRows]: {
    csv(row: ExportRows[Kind]): CsvRecord;
    json(row: ExportRows[Kind]): object;
  };
} = {
  users: {
    csv: (row) => [row.id, row.title, row.department, row.seniorityLevel, row.learningStyle],
    json: ({ id, title, department, seniorityLevel, learningStyle }) => ({
      id,
      title,
      department,
      seniorityLevel,
      learningStyle,
    }),
  },
  content: {
    csv: (row) => [
      row.id,
      row.title,
      row.description,
      row.domain,
      row.subtopic,
      row.difficultyLevel,
      row.contentType,
      row.language,
      listCell(row.tags),
      numberCell(row.durationMinutes),
      instantCell(row.publishedAt),
      instantCell(row.retiredAt),
      listCell(row.prerequisites),
    ],
    json: (row) => ({
      id: row.id,
      title: row.title,
      description: row.description,
      domain: row.domain,
      subtopic: row.subtopic,
      difficultyLevel: row.difficultyLevel,
      contentType: row.contentType,
      language: row.language,
      tags: row.tags,
      durationMinutes: row.durationMinutes,
      publishedAt: row.publishedAt,
      retiredAt: row.retiredAt,
      prerequisites: row.prerequisites,
    }),
  },
  engagements: {
    csv: (row) => [
      row.userId,
      row.contentId,
      instantCell(row.timestamp),
      numberCell(row.durationSeconds),
      row.liked === null ? null : String(row.liked),
      row.engagementType,
      row.idempotencyKey,
    ],
    json: (row) => ({
      userId: row.userId,
      contentId: row.contentId,
      timestamp: row.timestamp,
      durationSeconds: row.durationSeconds,
      liked: row.liked,
      engagementType: row.engagementType,
      idempotencyKey: row.idempotencyKey,
    }),
  },
  feedback: {
    csv: (row) => [row.userId, row.contentId, row.kind, instantCell(row.givenAt)],
    json: ({ userId, contentId, kind, givenAt }) => ({ userId, contentId, kind, givenAt }),
  },
};

const numberCell = (value: number | null): string | null => (value === null ? null : String(value));
const instantCell = (value: Date | null): string | null => (value === null ? null : value.toISOString());

/** Parted by `;` where that can be told apart again, else as a JSON list. */
function listCell(values: readonly string[]): string {
  const plain = values.every((value) => value !== '' && value === value.trim() && !/[;|]/.test(value));
  const text = values.join(';');
  const distinct = new Set(values).size === values.length;
  return plain && distinct && !text.startsWith('[') && !text.startsWith('(') ? text : JSON.stringify(values);
}
