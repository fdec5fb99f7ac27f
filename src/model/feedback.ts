import { ENGAGEMENT_TYPES, MISSING, type EngagementColumns, type EngagementType } from './engagement.js';

/** What a learner can say of a recommendation; the index in this list is the code in typed arrays. */
export const FEEDBACK_KINDS = ['NOT_RELEVANT', 'ALREADY_KNOW', 'TOO_EASY', 'TOO_HARD', 'MORE_LIKE_THIS'] as const;
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

/** What a kind is about. Of one learner, content and aspect the last feedback counts. */
export type FeedbackAspect = 'INTEREST' | 'LEVEL' | 'KNOWLEDGE';

export const ASPECT_OF: Readonly<Record<FeedbackKind, FeedbackAspect>> = {
  NOT_RELEVANT: 'INTEREST',
  MORE_LIKE_THIS: 'INTEREST',
  TOO_EASY: 'LEVEL',
  TOO_HARD: 'LEVEL',
  ALREADY_KNOW: 'KNOWLEDGE',
};

/** Feedback as columns: one place per row in every array. */
export interface FeedbackColumns {
  readonly length: number;
  /** Surrogate keys of the learners. */
  readonly userPk: Int32Array;
  /** Surrogate keys of the content. */
  readonly contentPk: Int32Array;
  /** When it was given, milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: Float64Array;
  /** Index into `FEEDBACK_KINDS`. */
  readonly kind: Uint8Array;
}

export const NO_FEEDBACK: FeedbackColumns = {
  length: 0,
  userPk: new Int32Array(0),
  contentPk: new Int32Array(0),
  timestamp: new Float64Array(0),
  kind: new Uint8Array(0),
};

/** An engagement that says as much of a learner's interest as a feedback does. */
interface Evidence {
  readonly type: EngagementType;
  readonly liked: 0 | 1 | typeof MISSING;
  /** Seconds. */
  readonly duration: number;
}

/** What each kind counts as, where interest is concerned: when serving, folded in, and when training. */
export const EVIDENCE: Readonly<Record<FeedbackKind, Evidence>> = {
  /** A dislike. */
  NOT_RELEVANT: { type: 'VIEWED', liked: 0, duration: MISSING },
  /** A completion about which nothing more is known. */
  ALREADY_KNOW: { type: 'COMPLETED', liked: MISSING, duration: MISSING },
  /** A look: the level was wrong, which says little of the topic. */
  TOO_EASY: { type: 'VIEWED', liked: MISSING, duration: MISSING },
  TOO_HARD: { type: 'VIEWED', liked: MISSING, duration: MISSING },
  /** As much as the strongest single engagement: shared, liked, and the full score for time. */
  MORE_LIKE_THIS: { type: 'SHARED', liked: 1, duration: 1500 },
};

const EVIDENCE_BY_CODE = FEEDBACK_KINDS.map((kind) => EVIDENCE[kind]);
const TYPE_CODE = EVIDENCE_BY_CODE.map(({ type }) => ENGAGEMENT_TYPES.indexOf(type));

/** Whether a kind takes its content out of every list, also of those that show what was seen. */
export function rejects(kind: number): boolean {
  return FEEDBACK_KINDS[kind] !== 'MORE_LIKE_THIS';
}

/**
 * The engagements, and behind them the feedback as engagements that say as much. `feedbackFrom` of the result is where they
 * begin. Without feedback, the engagements themselves.
 */
export function withFeedback(engagements: EngagementColumns, feedback: FeedbackColumns): EngagementColumns {
  if (feedback.length === 0) return engagements;
  const from = engagements.length;
  const length = from + feedback.length;
  const join = <T extends Int32Array | Float64Array>(out: T, first: T, second: T): T => {
    out.set(first.subarray(0, from));
    out.set(second.subarray(0, feedback.length), from);
    return out;
  };
  const durationSeconds = new Int32Array(length);
  const liked = new Int8Array(length);
  const type = new Uint8Array(length);
  durationSeconds.set(engagements.durationSeconds.subarray(0, from));
  liked.set(engagements.liked.subarray(0, from));
  type.set(engagements.type.subarray(0, from));
  for (let row = 0; row < feedback.length; row++) {
    const evidence = EVIDENCE_BY_CODE[feedback.kind[row]];
    durationSeconds[from + row] = evidence.duration;
    liked[from + row] = evidence.liked;
    type[from + row] = TYPE_CODE[feedback.kind[row]];
  }
  return {
    length,
    userPk: join(new Int32Array(length), engagements.userPk, feedback.userPk),
    contentPk: join(new Int32Array(length), engagements.contentPk, feedback.contentPk),
    timestamp: join(new Float64Array(length), engagements.timestamp, feedback.timestamp),
    durationSeconds,
    liked,
    type,
    feedbackFrom: from,
  };
}
