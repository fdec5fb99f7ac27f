import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { TypedDocumentString } from '../generated/operations.js';
import { ApiError } from './api-error.js';
import { request } from './request.js';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A service that restarts is back in a moment; whatever it refused it would refuse again.
      retry: (failures, error) => error instanceof ApiError && error.code === 'UNREACHABLE' && failures < 2,
      retryDelay: 500,
    },
  },
});

const NAME = /(?:query|mutation|subscription)\s+(\w+)/;

/** The name of an operation: what its answers are cached under, together with its variables. */
export function nameOf(document: TypedDocumentString<unknown, never>): string {
  return NAME.exec(document.toString())?.[1] ?? '';
}

/** What useQuery needs to send an operation. */
export function operation<TResult, TVariables>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
) {
  return queryOptions({
    queryKey: [nameOf(document as unknown as TypedDocumentString<unknown, never>), variables],
    queryFn: ({ signal }) => request(document, variables, signal),
  });
}
