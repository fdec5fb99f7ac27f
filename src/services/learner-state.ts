import { ENGAGEMENT_TYPES, type EngagementColumns, type SeniorityLevel } from '../model/engagement.js';
import { FEEDBACK_KINDS, rejects, withFeedback, type FeedbackColumns } from '../model/feedback.js';
import type { LevelEvent } from '../model/hybrid/judged-levels.js';
import { buildInteractions, createVocabulary, EMPTY_HISTORY, historyOf, type History } from '../model/interactions.js';
import type { ServingModel } from './serving-model.js';

/** What a list for a learner rests on, over the places of the serving catalogue. */
export interface LearnerState {
  /** Undefined for an id never heard of. */
  readonly profile: LearnerProfile | undefined;
  /** What they engaged with, and what their feedback says of their interest. */
  readonly history: History;
  /** Places of content completed and not disliked, or said to be known. */
  readonly completed: readonly Timed[];
  /** Places of content completed, liked or not, or said to be known. */
  readonly finished: readonly number[];
  /** What they said of the level of content. */
  readonly judged: readonly (Timed & { readonly kind: 'TOO_EASY' | 'TOO_HARD' })[];
  /** Places that feedback takes out of every list. */
  readonly rejected: readonly number[];
  /** Places of which they want more. */
  readonly wanted: ReadonlySet<number>;
  /** Places engaged since the instant that the list is taken from. */
  readonly since: readonly number[];
  /** Places rejected since then. */
  readonly rejectedSince: readonly number[];
}

/** A place, and when (milliseconds since 1970). */
export interface Timed {
  readonly place: number;
  readonly at: number;
}

export interface LearnerProfile {
  readonly title: string | null;
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
}

const COMPLETED = ENGAGEMENT_TYPES.indexOf('COMPLETED');

export const UNKNOWN_LEARNER: LearnerState = {
  profile: undefined,
  history: EMPTY_HISTORY,
  completed: [],
  finished: [],
  judged: [],
  rejected: [],
  wanted: new Set(),
  since: [],
  rejectedSince: [],
};

/** A state while it is read; the history comes at the end. */
interface Reading {
  readonly completed: Timed[];
  readonly finished: number[];
  readonly judged: (Timed & { readonly kind: 'TOO_EASY' | 'TOO_HARD' })[];
  readonly rejected: number[];
  readonly wanted: Set<number>;
  readonly since: number[];
  readonly rejectedSince: number[];
}

/**
 * Folds what some learners did and said into their states.
 * @param asOf what is later than this instant is kept apart, in `since` and `rejectedSince`; default nothing
 * @returns by surrogate key
 */
export function learnerStates(
  serving: ServingModel,
  learners: readonly (LearnerProfile & { readonly pk: number })[],
  { engagements, feedback }: { readonly engagements: EngagementColumns; readonly feedback: FeedbackColumns },
  asOf = Infinity,
): Map<number, LearnerState> {
  const keys = createVocabulary(Int32Array.from(learners, ({ pk }) => pk));
  const now = serving.version.lastEngagementAt?.getTime();
  const columns = withFeedback(engagements, feedback);
  const data = buildInteractions(columns, keys, serving.places, {
    halfLifeDays: serving.halfLifeDays,
    ...(now !== undefined && { now }),
    ...(asOf < Infinity && { rows: rowsUntil(columns, asOf) }),
  });
  const readings = learners.map((): Reading => ({
    completed: [],
    finished: [],
    judged: [],
    rejected: [],
    wanted: new Set(),
    since: [],
    rejectedSince: [],
  }));
  for (let row = 0; row < engagements.length; row++) {
    const user = keys.indexOf(engagements.userPk[row]);
    const place = serving.places.indexOf(engagements.contentPk[row]);
    if (user < 0 || place < 0) continue;
    const at = engagements.timestamp[row];
    if (at > asOf) readings[user].since.push(place);
    else if (engagements.type[row] === COMPLETED) {
      readings[user].finished.push(place);
      if (engagements.liked[row] !== 0) readings[user].completed.push({ place, at });
    }
  }
  for (let row = 0; row < feedback.length; row++) {
    const user = keys.indexOf(feedback.userPk[row]);
    const place = serving.places.indexOf(feedback.contentPk[row]);
    if (user >= 0 && place >= 0) readFeedback(readings[user], place, feedback.kind[row], feedback.timestamp[row], asOf);
  }
  return new Map(
    learners.map((learner, n) => [learner.pk, { profile: learner, history: historyOf(data, n), ...readings[n] }]),
  );
}

function readFeedback(state: Reading, place: number, code: number, at: number, asOf: number): void {
  const kind = FEEDBACK_KINDS[code];
  if (at > asOf) {
    state.since.push(place);
    if (rejects(code)) state.rejectedSince.push(place);
    return;
  }
  if (rejects(code)) state.rejected.push(place);
  if (kind === 'MORE_LIKE_THIS') state.wanted.add(place);
  else if (kind === 'ALREADY_KNOW') {
    state.completed.push({ place, at });
    state.finished.push(place);
  } else if (kind !== 'NOT_RELEVANT') state.judged.push({ kind, place, at });
}

/** What the learner completed and said of levels, for content that is still there. */
export function levelEvents(serving: ServingModel, { completed, judged }: LearnerState): LevelEvent[] {
  return [...completed.map((event) => ({ kind: 'COMPLETED' as const, ...event })), ...judged].flatMap(
    ({ kind, place, at }) => {
      const content = serving.rows[place];
      return content ? [{ kind, content, at }] : [];
    },
  );
}

function rowsUntil(columns: EngagementColumns, instant: number): Int32Array {
  const rows = new Int32Array(columns.length);
  let size = 0;
  for (let row = 0; row < columns.length; row++) if (columns.timestamp[row] <= instant) rows[size++] = row;
  return rows.subarray(0, size);
}
