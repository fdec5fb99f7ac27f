import { print } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { ListChangesDocument, type ListChangesSubscription } from './generated/operations.js';

/**
 * One connection for all that a page follows; it comes back by itself when it is cut off.
 * @param webSocketImpl for Node.js before 22, which has no WebSocket of its own
 */
export function createSubscriptions(
  url: string,
  token: () => Promise<string | null>,
  webSocketImpl: unknown = globalThis.WebSocket,
): Client {
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl,
    connectionParams: async () => {
      const bearer = await token();
      return bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    },
  });
}

/** Calls back each time that the list of a learner has changed. @returns how to stop */
export function followList(
  client: Client,
  userId: string,
  onChange: (list: ListChangesSubscription['recommendationsChanged']) => void,
): () => void {
  return client.subscribe<ListChangesSubscription>(
    { query: print(ListChangesDocument), variables: { userId } },
    {
      next: ({ data }) => data && onChange(data.recommendationsChanged),
      error: (error) => console.error('The list is not followed any more:', error),
      complete: () => undefined,
    },
  );
}
