import type { Client } from 'graphql-ws';
import { BASE } from './base.js';
import { readToken } from './token.js';

let client: Promise<Client> | undefined;

/** One connection for all subscriptions, opened by the first and closed after the last. */
export function connect(): Promise<Client> {
  client ??= import('graphql-ws/client').then(({ createClient }) => {
    const url = new URL('graphql', BASE);
    url.protocol = url.protocol.replace('http', 'ws');
    return createClient({
      url: url.href,
      connectionParams: (): Record<string, unknown> => {
        const token = readToken();
        return token === null ? {} : { authorization: `Bearer ${token}` };
      },
      retryAttempts: Infinity,
      shouldRetry: () => true,
    });
  });
  return client;
}
