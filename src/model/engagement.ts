/** What a learner did, in the order of the wire and of the database enum; the index in this list is the code in typed arrays. */
export const ENGAGEMENT_TYPES = ['VIEWED', 'BOOKMARKED', 'COMPLETED', 'SHARED', 'ENROLLED'] as const;
export type EngagementType = (typeof ENGAGEMENT_TYPES)[number];

export const SENIORITY_LEVELS = ['STUDENT', 'FRESHER', 'JUNIOR', 'MID', 'SENIOR', 'LEAD'] as const;
export type SeniorityLevel = (typeof SENIORITY_LEVELS)[number];

export const LEARNING_STYLES = ['VISUAL', 'AUDITORY', 'KINESTHETIC', 'READING_WRITING'] as const;
export type LearningStyle = (typeof LEARNING_STYLES)[number];

export const DIFFICULTY_LEVELS = ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'] as const;
export type DifficultyLevel = (typeof DIFFICULTY_LEVELS)[number];

/** Marks a missing duration or like in the columns below. */
export const MISSING = -1;

/** Engagements as columns: one place per row in every array. Nothing per row is a JavaScript object. */
export interface EngagementColumns {
  readonly length: number;
  /** Surrogate keys of the learners. */
  readonly userPk: Int32Array;
  /** Surrogate keys of the content. */
  readonly contentPk: Int32Array;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: Float64Array;
  /** Seconds; `MISSING` where unknown. */
  readonly durationSeconds: Int32Array;
  /** 1 liked, 0 disliked, `MISSING` where no opinion was given. */
  readonly liked: Int8Array;
  /** Index into `ENGAGEMENT_TYPES`. */
  readonly type: Uint8Array;
  /** From this place on rows stand for feedback (see feedback.ts): they teach, and are never held out; default none do. */
  readonly feedbackFrom?: number;
}

/**
 * The engagement score, 0 to 10: `min(durationSeconds / 300, 5) + (liked ? 5 : 0)`; a dislike scores 0 whatever the duration.
 * A missing duration counts as 0 seconds.
 * @param durationSeconds seconds, or `MISSING`
 * @param liked 1, 0 or `MISSING`
 */
export function engagementScore(durationSeconds: number, liked: number): number {
  if (liked === 0) return 0;
  const time = durationSeconds > 0 ? Math.min(durationSeconds / 300, 5) : 0;
  return time + (liked === 1 ? 5 : 0);
}

/** How much each type says about interest, by its index in `ENGAGEMENT_TYPES`: VIEWED < BOOKMARKED < ENROLLED < COMPLETED < SHARED. */
export const TYPE_WEIGHTS: Readonly<Record<EngagementType, number>> = {
  VIEWED: 1,
  BOOKMARKED: 1.5,
  ENROLLED: 2,
  COMPLETED: 3,
  SHARED: 4,
};

const TYPE_WEIGHT_BY_CODE = ENGAGEMENT_TYPES.map((type) => TYPE_WEIGHTS[type]);

/**
 * Implicit strength of one engagement: `w_type * (1 + score / 10) * 2^(-age / halfLife)`. Where both duration and like are
 * missing the score's factor is 1: type and recency alone. A dislike has strength 0.
 * @param type index into `ENGAGEMENT_TYPES`
 * @param ageDays days between this engagement and the newest one of the data, not the clock
 * @param halfLifeDays days in which the strength halves; `Infinity` for no decay
 */
export function engagementStrength(
  type: number,
  durationSeconds: number,
  liked: number,
  ageDays: number,
  halfLifeDays: number,
): number {
  if (liked === 0) return 0;
  const decay = halfLifeDays === Infinity ? 1 : 2 ** (-Math.max(0, ageDays) / halfLifeDays);
  return (TYPE_WEIGHT_BY_CODE[type] ?? 1) * (1 + engagementScore(durationSeconds, liked) / 10) * decay;
}
