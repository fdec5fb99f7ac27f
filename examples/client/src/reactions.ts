import type { ErrorCode } from './generated/operations.js';

/** What a frontend does about an error. */
export type Reaction =
  /** Show what is wrong beside the field that `userErrors.path` names. */
  | 'TELL'
  /** Get a new token, and ask again. */
  | 'SIGN_IN'
  /** Ask again after `Retry-After` seconds, or a little later. */
  | 'RETRY'
  /** Show something else in this place, for example `trending`. */
  | 'FALL_BACK'
  /** A fault of the frontend: mend the code. */
  | 'MEND'
  /** A fault of the service: note the request id, and tell who runs it. */
  | 'REPORT';

/** Does not compile when the schema has a code that is not here. */
export const REACTIONS: Readonly<Record<ErrorCode, Reaction>> = {
  BAD_USER_INPUT: 'TELL',
  NOT_FOUND: 'TELL',
  PREREQUISITE_CYCLE: 'TELL',
  UNAUTHENTICATED: 'SIGN_IN',
  FORBIDDEN: 'MEND',
  IDENTITY_PROVIDER_UNAVAILABLE: 'RETRY',
  MODEL_NOT_READY: 'FALL_BACK',
  NOT_ENOUGH_DATA: 'TELL',
  TRAINING_IN_PROGRESS: 'TELL',
  TRAINING_CANCELLED: 'TELL',
  SPARK_UNAVAILABLE: 'REPORT',
  SPARK_FAILED: 'REPORT',
  BUSY: 'RETRY',
  SNAPSHOT_DAMAGED: 'REPORT',
  SNAPSHOT_UNAVAILABLE: 'REPORT',
  SNAPSHOT_VERSION: 'REPORT',
  QUERY_TOO_COMPLEX: 'MEND',
  PERSISTED_QUERY_NOT_FOUND: 'RETRY',
  DOCUMENT_NOT_TRUSTED: 'MEND',
  RATE_LIMITED: 'RETRY',
  DEADLINE_EXCEEDED: 'FALL_BACK',
  DATABASE_UNAVAILABLE: 'RETRY',
  CONFIGURATION: 'REPORT',
  INTERNAL: 'REPORT',
};

/** Codes that the schema does not have are of requests that no version of it accepts. */
export function reactionTo(code: string): Reaction {
  return code in REACTIONS ? REACTIONS[code as ErrorCode] : 'MEND';
}
