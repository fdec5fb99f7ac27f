/**
 * Every error that a client may see, in one table. `DomainError` carries a code of this table; the only translation to
 * GraphQL errors is graphql/format-error.ts, the only one to exit codes is cli/main.ts.
 */
export const ERROR_CODES = {
  BAD_USER_INPUT: 'An argument or a field has a value that is not accepted; the message names it.',
  NOT_FOUND: 'Nothing has this id.',
  PREREQUISITE_CYCLE: 'Content would require itself, by way of its prerequisites; the message names the circle.',
  UNAUTHENTICATED: 'A token is needed, or the one sent is not known, has expired or was revoked.',
  FORBIDDEN: 'The token does not carry the role that this needs, or is for the data of another learner.',
  IDENTITY_PROVIDER_UNAVAILABLE: 'A JWT cannot be checked now, because the keys of its issuer cannot be read.',
  MODEL_NOT_READY: 'No model is active yet: add data, then train.',
  NOT_ENOUGH_DATA: 'There is too little data to train or to evaluate on.',
  TRAINING_IN_PROGRESS: 'A training already runs, and the request asked not to queue behind it.',
  TRAINING_CANCELLED: 'The training was cancelled.',
  SPARK_UNAVAILABLE:
    'Spark cannot be used: it is not configured, Java, Python or a package is missing, or SPARK_EXCHANGE cannot be reached.',
  SPARK_FAILED: 'Spark has not carried a training out; the message ends with the last lines of its log.',
  BUSY: 'As many works of this kind as the service takes at once run or wait already: try again later.',
  SNAPSHOT_DAMAGED: 'A stored model cannot be read: its checksum or its form is wrong.',
  SNAPSHOT_UNAVAILABLE: 'The folder or the bucket that holds a stored model cannot be reached, or is not configured.',
  SNAPSHOT_VERSION: 'A stored model was written in a format that this version does not read.',
  QUERY_TOO_COMPLEX: 'The operation asks for more than the configured limits allow; split it.',
  PERSISTED_QUERY_NOT_FOUND: 'No document is known by this hash (any more): send the hash with the document once.',
  DOCUMENT_NOT_TRUSTED: 'The service runs the documents of its manifest only, and this is not one of them.',
  RATE_LIMITED: 'Too much was asked for within a minute; `Retry-After` says when to try again.',
  DEADLINE_EXCEEDED: 'The operation took longer than is allowed, and was cancelled.',
  DATABASE_UNAVAILABLE: 'Postgres cannot be reached.',
  CONFIGURATION: 'The configuration is wrong; the message lists every fault.',
  INTERNAL: 'A fault of the service itself; it has been logged under the request id.',
} as const;

/** A stable, documented error code. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** An error that a client caused or can act on. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Further facts for machines: the field, the limit, the ids. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** One refused part of a mutation, or one refused row of an import; what was good is stored all the same. */
export interface UserError {
  /** Where it stands in the input, for example `['input', '3', 'title']`. */
  readonly path: readonly string[];
  readonly message: string;
  readonly code: ErrorCode;
}
