/** What a request was refused with, or why it did not come through. */
export class ApiError extends Error {
  /** A code of the API (`ErrorCode` in the schema), or UNREACHABLE, or UNREADABLE for an answer that is not GraphQL's. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.code = code;
  }
}

/** Whether a token, or another one, would help. */
export function needsToken(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
