import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError, messageOf } from '../api/api-error.js';
import { useAccess } from '../shell/access.js';
import { useNotice } from '../shell/notices.js';

interface Refusal {
  readonly message: string;
  readonly code: string;
}

interface Options<TInput, TResult> {
  /** What is said when it is done; null for nothing. */
  readonly done: (result: TResult, input: TInput) => string | null;
  readonly onDone?: (result: TResult, input: TInput) => void;
  /** Where what went wrong is shown: in a notice, unless somebody else shows it. */
  readonly quiet?: boolean;
}

/**
 * A change that needs the admin token: asks for it where it is missing, asks anew for everything on the screen when it is
 * done, and tells what was refused.
 */
export function useAdminAction<TInput, TResult>(
  act: (input: TInput) => Promise<TResult>,
  { done, onDone, quiet }: Options<TInput, TResult>,
) {
  const { withToken } = useAccess();
  const notice = useNotice();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: TInput) => withToken(() => act(input)),
    onSuccess: async (result, input) => {
      const text = done(result, input);
      if (text !== null) notice({ text });
      onDone?.(result, input);
      await client.invalidateQueries();
    },
    onError: (error) => {
      const cancelled = error instanceof ApiError && error.code === 'CANCELLED';
      if (!cancelled && !quiet) notice({ text: messageOf(error), tone: 'bad' });
    },
  });
}

/** The payload of a mutation that was not refused. @throws ApiError with the first refusal */
export function accepted<T extends { readonly userErrors: readonly Refusal[] }>(payload: T | null): T {
  const [error] = payload?.userErrors ?? [];
  if (error) throw new ApiError(error.code, error.message);
  if (!payload) throw new ApiError('UNREADABLE', 'The service answered without a result.');
  return payload;
}
