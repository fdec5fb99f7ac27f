import type { TypedDocumentString } from '../generated/operations.js';
import { ApiError } from './api-error.js';
import { BASE } from './base.js';
import { readToken } from './token.js';

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const ENDPOINT = new URL('graphql', BASE);

/**
 * Sends one operation.
 * @throws ApiError with the code of the first error; the error of `signal` when that is aborted
 */
export async function request<TResult, TVariables>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables,
  signal?: AbortSignal,
): Promise<TResult> {
  const token = readToken();
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document.toString(), variables }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError('UNREACHABLE', 'The service does not answer.', { cause: error });
  });
  const answer = (await response.json().catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError('UNREADABLE', `The service answered ${response.status} without GraphQL.`, { cause: error });
  })) as Answer<TResult>;
  const [error] = answer.errors ?? [];
  if (error) throw new ApiError(error.extensions?.code ?? 'INTERNAL', error.message);
  if (!answer.data) throw new ApiError('UNREADABLE', `The service answered ${response.status} without data.`);
  return answer.data;
}
