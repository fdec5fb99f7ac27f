import type { CatalogueColumns, LearnerColumns } from '../compute/messages.js';
import { DomainError } from '../errors.js';
import type { EngagementColumns } from '../model/engagement.js';
import { createPrerequisites } from '../model/prerequisites/prerequisites.js';
import { NO_FEEDBACK, withFeedback } from '../model/feedback.js';
import type { ContentStore } from '../store/content.store.js';
import type { EngagementStore } from '../store/engagement.store.js';
import type { FeedbackStore } from '../store/feedback.store.js';
import type { UserStore } from '../store/user.store.js';
import { contentRecord } from './serving-model.js';

/** Share of the engagements that a training holds out. */
export const DEFAULT_TEST_SHARE = 0.2;

/** What a model was trained on: enough to tell two trainings apart, and to read the same rows again. */
export interface Fingerprint {
  readonly engagements: number;
  readonly users: number;
  readonly contents: number;
  /** Decimal digits: the largest key read. Later rows have larger ones. */
  readonly maxPk: string;
  /** What learners said of recommendations; left out by versions that did not learn from it. */
  readonly feedback?: number;
  /** As `maxPk`, of feedback. */
  readonly maxFeedbackPk?: string;
  /** ISO 8601, UTC. */
  readonly lastEngagementAt: string | null;
  /** Share that was held out; left out by versions that had no choice. */
  readonly testShare?: number;
  /** Where the collaborative half was fitted; left out: in this service. */
  readonly engine?: 'SPARK';
}

/** Whether two trainings read the same rows and held out the same share. */
export function isSameData(a: Omit<Fingerprint, 'users'>, b: Omit<Fingerprint, 'users'>): boolean {
  return (
    a.engagements === b.engagements &&
    a.contents === b.contents &&
    a.maxPk === b.maxPk &&
    (a.feedback ?? 0) === (b.feedback ?? 0) &&
    (a.maxFeedbackPk ?? '0') === (b.maxFeedbackPk ?? '0') &&
    a.lastEngagementAt === b.lastEngagementAt &&
    (a.testShare ?? DEFAULT_TEST_SHARE) === (b.testShare ?? DEFAULT_TEST_SHARE)
  );
}

export interface TrainingData {
  /** Engagements, and behind them feedback. */
  readonly columns: EngagementColumns;
  readonly catalogue: CatalogueColumns;
  readonly learners: LearnerColumns;
}

/** The newest rows that a training reads, so that a later reading can leave out what has come since. */
export interface TrainingBounds {
  readonly maxPk: bigint;
  readonly maxFeedbackPk: bigint;
}

/** The bounds of what a model was trained on. */
export function boundsOf({ maxPk, maxFeedbackPk }: Partial<Fingerprint>): TrainingBounds {
  return { maxPk: BigInt(maxPk ?? '0'), maxFeedbackPk: BigInt(maxFeedbackPk ?? '0') };
}

/**
 * Reads what the threads need.
 * @param signal aborting it ends the reading at once, with TRAINING_CANCELLED
 */
export async function readTrainingData(
  stores: { users: UserStore; contents: ContentStore; engagements: EngagementStore; feedback: FeedbackStore },
  { maxPk, maxFeedbackPk }: TrainingBounds,
  signal?: AbortSignal,
): Promise<TrainingData> {
  const reading = Promise.all([
    stores.engagements.readColumns({ maxPk, signal }),
    maxFeedbackPk > 0n ? stores.feedback.readColumns({ maxPk: maxFeedbackPk }) : NO_FEEDBACK,
    stores.contents.all(),
    stores.users.learners(),
  ]);
  const [columns, feedback, rows, learners] = await unlessAborted(reading, signal);
  const placeOf = new Map(rows.map(({ id }, place) => [id, place]));
  const requiredOf = rows.map(({ prerequisites }) => prerequisites.map((id) => placeOf.get(id) ?? -1));
  return {
    columns: withFeedback(columns, feedback),
    catalogue: {
      pk: Int32Array.from(rows, (row) => row.pk),
      id: rows.map((row) => row.id),
      records: rows.map(contentRecord),
      ...(requiredOf.some(({ length }) => length > 0) && { prerequisites: createPrerequisites(requiredOf) }),
    },
    learners,
  };
}

/** What the work gives, unless the signal comes first: then nobody waits for the work any more. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const cancelled = (): DomainError => new DomainError('TRAINING_CANCELLED', 'The work was cancelled.');
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  work.catch(() => undefined);
  try {
    if (signal.aborted) throw cancelled();
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop!);
  }
}
