import type { Client } from 'graphql-ws';
import { useEffect, useRef } from 'react';
import type { TypedDocumentString } from '../generated/operations.js';
import { BASE } from './base.js';
import { readToken } from './token.js';

let client: Promise<Client> | undefined;

/** One connection for all subscriptions, opened by the first and closed after the last. */
function connect(): Promise<Client> {
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

/**
 * Calls back for every value of a subscription, while the component stands. What cannot be followed is not an error of the
 * page: it then shows what it asks for by itself.
 * @param variables null: nothing is followed
 */
export function useSubscription<TResult, TVariables extends object>(
  document: TypedDocumentString<TResult, TVariables>,
  variables: TVariables | null,
  onValue: (value: TResult) => void,
): void {
  const latest = useRef(onValue);
  useEffect(() => {
    latest.current = onValue;
  });
  const key = variables && JSON.stringify(variables);
  useEffect(() => {
    if (key === null) return;
    let stop = (): void => {};
    let stopped = false;
    void connect().then((connection) => {
      if (stopped) return;
      const payload = { query: document.toString(), variables: JSON.parse(key) as Record<string, unknown> };
      stop = connection.subscribe<TResult>(payload, {
        next: ({ data }) => {
          if (data) latest.current(data);
        },
        error: () => {},
        complete: () => {},
      });
    });
    return () => {
      stopped = true;
      stop();
    };
  }, [document, key]);
}
