import { DomainError, type ErrorCode } from '../errors.js';

/** How a thread says that its work failed. */
export interface FailedReply {
  readonly type: 'FAILED';
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly stack: string | undefined;
}

export function failedReply(error: unknown): FailedReply {
  const known = error instanceof DomainError;
  return {
    type: 'FAILED',
    code: known ? error.code : 'INTERNAL',
    message: error instanceof Error ? error.message : String(error),
    details: known ? error.details : {},
    stack: error instanceof Error ? error.stack : undefined,
  };
}

/** The error that the other thread had. */
export function errorOf({ code, message, details, stack }: FailedReply): DomainError {
  const error = new DomainError(code, message, details);
  if (stack !== undefined) error.stack = stack;
  return error;
}
