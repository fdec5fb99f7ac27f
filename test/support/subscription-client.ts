import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { WireError } from './graphql-client.js';

export interface Subscription<T> {
  /** Values so far. */
  readonly values: T[];
  /** Errors of the operation, or why the connection ended. */
  readonly errors: WireError[];
  /** True once the server has completed it. */
  completed: boolean;
  /** Completes it from this side. */
  stop(): void;
}

export interface SubscriptionClient {
  readonly client: Client;
  /** Code and reason of the close, once the connection is closed. */
  closed: { readonly code: number; readonly reason: string } | undefined;
  /** Resolves when the server has taken the connection. */
  subscribe<T>(query: string, variables?: Record<string, unknown>): Subscription<T>;
  close(): Promise<void>;
}

/**
 * A client over a real WebSocket.
 * @param url address of the service, with a slash at its end
 */
export function createSubscriptionClient(url: string, token?: string): SubscriptionClient {
  const self: SubscriptionClient = {
    client: createClient({
      url: new URL('graphql', url).href.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: true,
      ...(token !== undefined && { connectionParams: { authorization: `Bearer ${token}` } }),
      on: {
        closed: (event) => {
          const { code, reason } = event as { code: number; reason: string };
          self.closed ??= { code, reason };
        },
      },
    }),
    closed: undefined,
    subscribe: <T>(query: string, variables: Record<string, unknown> = {}) => {
      const subscription: Subscription<T> = { values: [], errors: [], completed: false, stop: () => stop() };
      const stop = self.client.subscribe(
        { query, variables },
        {
          next: ({ data, errors }) => {
            if (errors) subscription.errors.push(...(errors as unknown as WireError[]));
            if (data) subscription.values.push(data as T);
          },
          error: (error) => {
            if (Array.isArray(error)) subscription.errors.push(...(error as WireError[]));
          },
          complete: () => (subscription.completed = true),
        },
      );
      return subscription;
    },
    close: async () => {
      await self.client.dispose();
    },
  };
  return self;
}
