import type { EngagementType } from '../../model/engagement.js';
import type { FeedbackInput } from '../feedback.js';
import type { ContentInput, EngagementInput, UserInput } from '../services.js';
import type { Cells } from './cells.js';
import {
  DIFFICULTY_WORDS,
  ENGAGEMENT_WORDS,
  FEEDBACK_WORDS,
  opinionFrom,
  SENIORITY_WORDS,
  STYLE_WORDS,
} from './vocabulary.js';

/** Ids are kept exactly as the file has them. */
export function readUser(cells: Cells): UserInput {
  return {
    id: cells.raw('id') ?? '',
    title: cells.text('title'),
    department: cells.text('department'),
    seniorityLevel: cells.word('seniorityLevel', SENIORITY_WORDS),
    learningStyle: cells.word('learningStyle', STYLE_WORDS),
  };
}

export function readContent(cells: Cells): ContentInput {
  return {
    id: cells.raw('id') ?? '',
    // No value is left for validation to refuse.
    title: cells.text('title') as string | undefined,
    description: cells.text('description'),
    domain: cells.text('domain'),
    subtopic: cells.text('subtopic'),
    difficultyLevel: cells.word('difficultyLevel', DIFFICULTY_WORDS),
    contentType: cells.text('contentType'),
    language: cells.text('language'),
    tags: cells.list('tags'),
    durationMinutes: cells.integer('durationMinutes'),
    publishedAt: cells.instant('publishedAt'),
    retiredAt: cells.instant('retiredAt'),
    prerequisites: cells.list('prerequisites'),
  };
}

/** An engagement with its defaults filled in. */
export interface CompleteEngagement extends EngagementInput {
  readonly timestamp: Date;
  readonly durationSeconds: number | null;
  readonly liked: boolean | null;
  readonly engagementType: EngagementType;
}

/** @param defaultTimestamp for files without a timestamp column and for empty cells */
export function readEngagement(cells: Cells, defaultTimestamp: Date): CompleteEngagement {
  const event = cells.text('engagementType');
  const opinion = event == null ? undefined : opinionFrom(event);
  return {
    userId: cells.raw('userId') ?? '',
    contentId: cells.raw('contentId') ?? '',
    timestamp: cells.instant('timestamp') ?? defaultTimestamp,
    durationSeconds: cells.seconds('durationSeconds') ?? null,
    liked: cells.liked('liked') ?? opinion ?? null,
    engagementType: opinion === undefined ? (cells.word('engagementType', ENGAGEMENT_WORDS) ?? 'VIEWED') : 'VIEWED',
    idempotencyKey: cells.text('idempotencyKey') ?? undefined,
  };
}

/** @param defaultTimestamp for files without times and for empty cells */
export function readFeedback(cells: Cells, defaultTimestamp: Date): FeedbackInput {
  return {
    userId: cells.raw('userId') ?? '',
    contentId: cells.raw('contentId') ?? '',
    // No value is left for validation to refuse.
    kind: cells.word('kind', FEEDBACK_WORDS) as FeedbackInput['kind'],
    givenAt: cells.instant('givenAt') ?? defaultTimestamp,
  };
}
