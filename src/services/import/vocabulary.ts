import {
  DIFFICULTY_LEVELS,
  ENGAGEMENT_TYPES,
  LEARNING_STYLES,
  SENIORITY_LEVELS,
  type DifficultyLevel,
  type EngagementType,
  type LearningStyle,
  type SeniorityLevel,
} from '../../model/engagement.js';
import { FEEDBACK_KINDS, type FeedbackKind } from '../../model/feedback.js';

/** Words that files use for the values of an enum; null stands for "no value". */
export interface Vocabulary<T extends string> {
  readonly values: readonly T[];
  readonly synonyms: Readonly<Record<string, T | null>>;
}

/** A word as it is compared: lower case, single spaces, without a closing "level". */
export function plain(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/ levels?$/, '');
}

/**
 * Looks a word up. A word that is neither a value nor a synonym gives `undefined`, and the row is refused: taking it for
 * "no value" would lose what the file says without anybody noticing.
 */
export function lookUp<T extends string>(vocabulary: Vocabulary<T>, word: string): T | null | undefined {
  const key = plain(word);
  if (Object.hasOwn(vocabulary.synonyms, key)) return vocabulary.synonyms[key];
  return vocabulary.values.find((value) => plain(value) === key);
}

const NONE = { none: null, null: null, unknown: null, 'n a': null, nan: null } as const;

function words<T extends string>(
  values: readonly T[],
  synonyms: Partial<Record<T, string>>,
  others: Record<string, null> = {},
): Vocabulary<T> {
  const table: Record<string, T | null> = { ...NONE, ...others };
  for (const value of values) for (const word of synonyms[value]?.split(', ') ?? []) table[word] = value;
  return { values, synonyms: table };
}

/** "All levels" is no level: such content suits everybody. */
export const DIFFICULTY_WORDS: Vocabulary<DifficultyLevel> = words(
  DIFFICULTY_LEVELS,
  {
    BEGINNER: 'basic, introductory, introduction, easy, novice, elementary, foundation, foundational, starter',
    INTERMEDIATE: 'medium, moderate, mid, average',
    ADVANCED: 'expert, hard, difficult, professional',
  },
  { all: null, any: null, mixed: null, general: null, everyone: null },
);

export const ENGAGEMENT_WORDS: Vocabulary<EngagementType> = words(ENGAGEMENT_TYPES, {
  VIEWED:
    'view, views, click, clicked, open, opened, watch, watched, read, play, played, started, launched, experienced, ' +
    'initialized, initialised, resumed, suspended, terminated, exited, paused, accessed, attempted, answered, interacted, ' +
    'progressed, failed, consumed, visited',
  BOOKMARKED: 'bookmark, save, saved, pinned, favorite, favourite, favorited, favourited, wishlisted',
  COMPLETED: 'complete, completion, finish, finished, passed, done, mastered, satisfied, earned',
  SHARED: 'share, recommended, forwarded',
  ENROLLED: 'enroll, enrol, enrolled, enrolment, enrollment, register, registered, joined, subscribed, purchased',
});

export const SENIORITY_WORDS: Vocabulary<SeniorityLevel> = words(SENIORITY_LEVELS, {
  STUDENT: 'intern, trainee, apprentice',
  FRESHER: 'entry, graduate, new graduate',
  JUNIOR: 'jr, associate',
  MID: 'middle, intermediate, regular',
  SENIOR: 'sr',
  LEAD: 'principal, staff, manager, head, director, executive, team lead',
});

export const STYLE_WORDS: Vocabulary<LearningStyle> = words(LEARNING_STYLES, {
  VISUAL: 'see, seeing',
  AUDITORY: 'aural, audio, hearing',
  KINESTHETIC: 'kinaesthetic, tactile, hands on',
  READING_WRITING: 'read write, read, reading, writing, reading and writing, verbal',
});

export const FEEDBACK_WORDS: Vocabulary<FeedbackKind> = words(FEEDBACK_KINDS, {
  NOT_RELEVANT: 'irrelevant, not interested, hide, hidden, dismiss, dismissed, less like this',
  ALREADY_KNOW: 'already known, known, already done',
  TOO_EASY: 'easy',
  TOO_HARD: 'hard, too difficult, difficult',
  MORE_LIKE_THIS: 'more, interested, more of this',
});

/** The vocabulary of each field that has one. */
export const VOCABULARIES: Readonly<Record<string, Vocabulary<string> | undefined>> = {
  difficultyLevel: DIFFICULTY_WORDS,
  engagementType: ENGAGEMENT_WORDS,
  seniorityLevel: SENIORITY_WORDS,
  learningStyle: STYLE_WORDS,
  kind: FEEDBACK_WORDS,
};

/**
 * Events that are an opinion rather than a kind of engagement: the engagement is a view, with that opinion where the row has
 * none of its own.
 */
const OPINION_WORDS: Readonly<Record<string, boolean>> = {
  like: true,
  liked: true,
  star: true,
  starred: true,
  upvote: true,
  upvoted: true,
  'thumbs up': true,
  dislike: false,
  disliked: false,
  downvote: false,
  downvoted: false,
  'thumbs down': false,
};

/** The opinion that an event's name expresses, or undefined where it is a kind of engagement. */
export function opinionFrom(word: string): boolean | undefined {
  const key = plain(word);
  return Object.hasOwn(OPINION_WORDS, key) ? OPINION_WORDS[key] : undefined;
}

const LIKED_WORDS: Readonly<Record<string, boolean | null>> = {
  ...NONE,
  true: true,
  t: true,
  yes: true,
  y: true,
  '1': true,
  like: true,
  liked: true,
  false: false,
  f: false,
  no: false,
  n: false,
  '0': false,
  dislike: false,
  disliked: false,
};

/** True, false, null for no opinion; undefined for a word that is none of them. */
export function likedFrom(word: string): boolean | null | undefined {
  const key = plain(word);
  return Object.hasOwn(LIKED_WORDS, key) ? LIKED_WORDS[key] : undefined;
}
