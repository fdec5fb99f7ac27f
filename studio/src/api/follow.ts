import { ApiError } from './api-error.js';
import type { TypedDocumentString } from '../generated/operations.js';
import { connect } from './connection.js';

interface Follower<TResult> {
  readonly onValue: (value: TResult) => void;
  readonly onEnd: () => void;
  readonly onError: (error: ApiError) => void;
}

interface WireError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/**
 * Follows a subscription.
 * @returns ends it
 */
export function follow<TResult, TVariables extends object>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
  { onValue, onEnd, onError }: Follower<TResult>,
): () => void {
  let stopped = false;
  let stop = (): void => {};
  const fail = (errors: readonly WireError[]): void => {
    const [error] = errors;
    onError(new ApiError(error?.extensions?.code ?? 'INTERNAL', error?.message ?? 'The subscription failed.'));
  };
  void connect().then((connection) => {
    if (stopped) return;
    const payload = { query: document.toString(), variables: variables as Record<string, unknown> };
    stop = connection.subscribe<TResult>(payload, {
      next: ({ data, errors }) => {
        if (errors) fail(errors as readonly WireError[]);
        else if (data) onValue(data);
      },
      error: (error) => {
        if (Array.isArray(error)) fail(error as readonly WireError[]);
        else onError(new ApiError('UNREACHABLE', 'The connection for live values is closed.'));
      },
      complete: onEnd,
    });
  });
  return () => {
    stopped = true;
    stop();
  };
}
