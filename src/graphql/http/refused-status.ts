import type { ApolloServerPlugin } from '@apollo/server';
import { acceptedBy, type Accepted } from './media-type.js';

/** Codes of requests that are well-formed, and refused for what they ask. */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'QUERY_TOO_COMPLEX',
]);

/** The status of a request that was refused with 400 for these errors. */
export function refusedStatus(
  accepted: Accepted | null,
  errors: readonly { readonly extensions?: { readonly code?: unknown } }[],
): number {
  return accepted?.legacy && errors.every((error) => REFUSALS.has(error.extensions?.code)) ? 200 : 400;
}

export const refusedStatusPlugin: ApolloServerPlugin = {
  async requestDidStart({ request }) {
    return {
      async willSendResponse({ response: { http, body } }) {
        if (http.status !== 400 || body.kind !== 'single') return;
        const accepted = acceptedBy(request.http?.headers.get('accept'));
        http.status = refusedStatus(accepted, body.singleResult.errors ?? []);
      },
    };
  },
};
