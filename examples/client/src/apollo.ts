import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { ErrorLink } from '@apollo/client/link/error';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { reactionTo } from './reactions.js';

declare module '@apollo/client' {
  export namespace ApolloClient {
    export namespace DeclareDefaultOptions {
      interface Query {
        errorPolicy: 'all';
      }
      interface WatchQuery {
        errorPolicy: 'all';
      }
    }
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** One key for all types, and `node(id:)` answered from what any other query has brought. */
const createCache = (): InMemoryCache =>
  new InMemoryCache({
    possibleTypes: { Node: ['User', 'Content', 'Model', 'TrainingJob'] },
    dataIdFromObject: ({ nodeId }) => (typeof nodeId === 'string' ? nodeId : undefined),
    typePolicies: {
      Query: {
        fields: { node: { read: (known, { args, toReference }) => known ?? toReference(String(args?.['id'])) } },
      },
    },
  });

/** Sends hashes in place of documents, by GET, so that a browser keeps answers with their ETag. */
export function createApolloClient(url: string, token: () => Promise<string | null>): ApolloClient {
  const identify = new SetContextLink(async ({ headers }) => {
    const bearer = await token();
    return { headers: { ...headers, ...(bearer !== null && { authorization: `Bearer ${bearer}` }) } };
  });
  const report = new ErrorLink(({ error, operation }) => {
    if (!CombinedGraphQLErrors.is(error)) return;
    for (const { message, extensions } of error.errors)
      console.error(`${operation.operationName}: ${message} (${reactionTo(String(extensions?.['code']))})`);
  });
  return new ApolloClient({
    cache: createCache(),
    link: ApolloLink.from([
      report,
      identify,
      new PersistedQueryLink({ sha256, useGETForHashedQueries: true }),
      new HttpLink({ uri: url, headers: { 'apollo-require-preflight': 'yes' } }),
    ]),
    // A row that failed is null; the rest of the page is shown.
    defaultOptions: { query: { errorPolicy: 'all' }, watchQuery: { errorPolicy: 'all' } },
  });
}
