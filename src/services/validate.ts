import { DIFFICULTY_LEVELS, ENGAGEMENT_TYPES, LEARNING_STYLES, SENIORITY_LEVELS } from '../model/engagement.js';
import { FEEDBACK_KINDS } from '../model/feedback.js';
import { isLogged } from './list-id.js';
import type { FeedbackInput } from './feedback.js';
import type { ContentInput, EngagementInput, UserInput } from './services.js';

/** One field that is not accepted; the caller adds the row. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Limits of the stored fields. Text lengths are in UTF-16 code units. */
export const LIMITS = {
  id: 191,
  shortText: 500,
  longText: 20_000,
  tags: 100,
  prerequisites: 20,
  int32: 2_147_483_647,
  earliest: Date.UTC(1900, 0, 1),
  latest: Date.UTC(2200, 0, 1),
} as const;

/** What Postgres text cannot hold, or would hold as something else. */
function textFault(value: string): string | null {
  if (value.includes('\u0000')) return 'must not contain the character U+0000';
  if (!value.isWellFormed()) return 'must not contain half of a surrogate pair';
  return null;
}

type Check = (value: unknown) => string | null;

const id: Check = (value) => {
  if (typeof value !== 'string') return 'must be a string';
  if (value.length === 0) return 'must not be empty';
  if (value.length > LIMITS.id) return `must have at most ${LIMITS.id} characters, not ${value.length}`;
  return textFault(value);
};

const text =
  (maximum: number): Check =>
  (value) => {
    if (typeof value !== 'string') return 'must be a string';
    if (value.length > maximum) return `must have at most ${maximum} characters, not ${value.length}`;
    return textFault(value);
  };

const integer =
  (minimum: number, maximum: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum
      ? null
      : `must be an integer from ${minimum} to ${maximum}, not ${String(value)}`;

const oneOf =
  (names: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && names.includes(value)
      ? null
      : `must be one of ${names.join(', ')}, not ${String(value)}`;

const instant: Check = (value) => {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return 'must be a date and time';
  const ms = value.getTime();
  return ms >= LIMITS.earliest && ms < LIMITS.latest ? null : 'must lie between the years 1900 and 2200';
};

const boolean: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false');

const listId: Check = (value) =>
  typeof value === 'string' && isLogged(value) !== null ? null : 'must be the id of a list of recommendations';

const tagList: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list of strings';
  if (value.length > LIMITS.tags) return `must have at most ${LIMITS.tags} entries, not ${value.length}`;
  for (const tag of value) {
    const fault = text(LIMITS.shortText)(tag);
    if (fault) return `has an entry that ${fault}`;
  }
  return null;
};

const idList: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list of ids';
  if (value.length > LIMITS.prerequisites)
    return `must have at most ${LIMITS.prerequisites} entries, not ${value.length}`;
  for (const [place, one] of value.entries()) {
    const fault = id(one);
    if (fault) return `has an entry that ${fault}`;
    if (value.indexOf(one) < place) return `must not name "${one}" twice`;
  }
  return null;
};

interface Rule {
  readonly check: Check;
  /** Undefined is refused. Null is always refused with it. */
  readonly required?: true;
  /** Null is refused, undefined is not. */
  readonly notNull?: true;
}

function check(input: object, rules: Readonly<Record<string, Rule>>): FieldError[] {
  const errors: FieldError[] = [];
  for (const [field, rule] of Object.entries(rules)) {
    const value = (input as Record<string, unknown>)[field];
    if (value === undefined || value === null) {
      if (rule.required || (rule.notNull && value === null))
        errors.push({ field, message: `${field} ${value === null ? 'must not be null' : 'is required'}` });
      continue;
    }
    const fault = rule.check(value);
    if (fault) errors.push({ field, message: `${field} ${fault}` });
  }
  return errors;
}

const short: Rule = { check: text(LIMITS.shortText) };

const USER_RULES: Record<keyof UserInput, Rule> = {
  id: { check: id, required: true },
  title: short,
  department: short,
  seniorityLevel: { check: oneOf(SENIORITY_LEVELS) },
  learningStyle: { check: oneOf(LEARNING_STYLES) },
};

const CONTENT_RULES: Record<keyof ContentInput, Rule> = {
  id: { check: id, required: true },
  title: { check: text(LIMITS.shortText), notNull: true },
  description: { check: text(LIMITS.longText) },
  domain: short,
  subtopic: short,
  difficultyLevel: { check: oneOf(DIFFICULTY_LEVELS) },
  contentType: short,
  language: short,
  tags: { check: tagList, notNull: true },
  durationMinutes: { check: integer(0, LIMITS.int32) },
  publishedAt: { check: instant },
  retiredAt: { check: instant },
  prerequisites: { check: idList, notNull: true },
};

const ENGAGEMENT_RULES: Record<keyof EngagementInput, Rule> = {
  userId: { check: id, required: true },
  contentId: { check: id, required: true },
  timestamp: { check: instant },
  durationSeconds: { check: integer(0, LIMITS.int32) },
  liked: { check: boolean },
  engagementType: { check: oneOf(ENGAGEMENT_TYPES), notNull: true },
  idempotencyKey: { check: id },
  listId: { check: listId },
};

const FEEDBACK_RULES: Record<keyof FeedbackInput, Rule> = {
  userId: { check: id, required: true },
  contentId: { check: id, required: true },
  kind: { check: oneOf(FEEDBACK_KINDS), required: true },
  givenAt: { check: instant, required: true },
};

/** Every fault of one learner row; empty when it can be stored. Messages start with the field's name. */
export const validateUser = (input: UserInput): FieldError[] => check(input, USER_RULES);

/** Every fault of one content row. Whether a missing title is a fault depends on what is stored; see contents.ts. */
export const validateContent = (input: ContentInput): FieldError[] => check(input, CONTENT_RULES);

/** Every fault of one engagement row. */
export const validateEngagement = (input: EngagementInput): FieldError[] => check(input, ENGAGEMENT_RULES);

/** Every fault of one feedback row. */
export const validateFeedback = (input: FeedbackInput): FieldError[] => check(input, FEEDBACK_RULES);
