import type { SeniorityLevel } from '../model/engagement.js';
import { ENGAGEMENT_TYPES, type EngagementColumns } from '../model/engagement.js';
import { buildInteractions, createVocabulary, EMPTY_HISTORY, historyOf, type History } from '../model/interactions.js';
import type { ServingModel } from './serving-model.js';

/** What a list for a learner rests on, over the places of the serving catalogue. */
export interface LearnerState {
  /** Undefined for an id never heard of. */
  readonly profile: LearnerProfile | undefined;
  readonly history: History;
  /** Places of content completed and not disliked. */
  readonly completed: Int32Array;
  /** Places of content completed, liked or not. */
  readonly finished: Int32Array;
  /** Places engaged since the instant that the list is taken from. */
  readonly since: Int32Array;
}

export interface LearnerProfile {
  readonly title: string | null;
  readonly department: string | null;
  readonly seniorityLevel: SeniorityLevel | null;
}

const COMPLETED = ENGAGEMENT_TYPES.indexOf('COMPLETED');
const NO_PLACES = new Int32Array(0);

export const UNKNOWN_LEARNER: LearnerState = {
  profile: undefined,
  history: EMPTY_HISTORY,
  completed: NO_PLACES,
  finished: NO_PLACES,
  since: NO_PLACES,
};

/**
 * Folds the engagements of some learners into their states.
 * @param asOf engagements later than this instant are kept apart, in `since`; default none
 * @returns by surrogate key
 */
export function learnerStates(
  serving: ServingModel,
  learners: readonly (LearnerProfile & { readonly pk: number })[],
  columns: EngagementColumns,
  asOf = Infinity,
): Map<number, LearnerState> {
  const keys = createVocabulary(Int32Array.from(learners, ({ pk }) => pk));
  const now = serving.version.lastEngagementAt?.getTime();
  const data = buildInteractions(columns, keys, serving.places, {
    halfLifeDays: serving.halfLifeDays,
    ...(now !== undefined && { now }),
    ...(asOf < Infinity && { rows: rowsUntil(columns, asOf) }),
  });
  const completed: number[][] = learners.map(() => []);
  const finished: number[][] = learners.map(() => []);
  const since: number[][] = learners.map(() => []);
  for (let row = 0; row < columns.length; row++) {
    const user = keys.indexOf(columns.userPk[row]);
    const place = serving.places.indexOf(columns.contentPk[row]);
    if (user < 0 || place < 0) continue;
    if (columns.timestamp[row] > asOf) since[user].push(place);
    else if (columns.type[row] === COMPLETED) {
      finished[user].push(place);
      if (columns.liked[row] !== 0) completed[user].push(place);
    }
  }
  return new Map(
    learners.map((learner, n) => [
      learner.pk,
      {
        profile: learner,
        history: historyOf(data, n),
        completed: Int32Array.from(completed[n]),
        finished: Int32Array.from(finished[n]),
        since: Int32Array.from(since[n]),
      },
    ]),
  );
}

function rowsUntil(columns: EngagementColumns, instant: number): Int32Array {
  const rows = new Int32Array(columns.length);
  let size = 0;
  for (let row = 0; row < columns.length; row++) if (columns.timestamp[row] <= instant) rows[size++] = row;
  return rows.subarray(0, size);
}
