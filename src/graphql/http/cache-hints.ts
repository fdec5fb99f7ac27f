import type { ApolloServerPlugin } from '@apollo/server';

/**
 * Lets a client keep the answer to a query by GET, to ask by its ETag whether it still holds. Never a cache that others share:
 * answers depend on the token, and may be about a person. What is sent by POST, or has failed, is kept by nobody.
 */
export const cacheHintsPlugin: ApolloServerPlugin = {
  async requestDidStart({ request }) {
    return {
      async willSendResponse({ response: { http, body } }) {
        const kept = request.http?.method === 'GET' && body.kind === 'single' && !body.singleResult.errors?.length;
        http.headers.set('cache-control', kept ? 'private, no-cache' : 'no-store');
        if (kept) http.headers.set('vary', 'Accept, Authorization');
      },
    };
  },
};
