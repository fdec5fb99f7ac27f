import { recordOperation } from './record-operations.js';

/** An error as the wire carries it. */
export interface WireError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: string;
    readonly details?: Record<string, unknown>;
    readonly [key: string]: unknown;
  };
}

export interface WireResponse<T> {
  readonly status: number;
  readonly headers: Headers;
  /** As sent, for checks on what must not be in it. */
  readonly text: string;
  readonly data: T | null | undefined;
  readonly errors: readonly WireError[];
}

export interface GraphQLClient {
  /** Sends one operation and returns whatever comes back. */
  send<T = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<WireResponse<T>>;
  /** The data of an operation that must have no errors. */
  data<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** The first error of an operation that must have one. */
  error(query: string, variables?: Record<string, unknown>): Promise<WireError>;
}

/**
 * A client over real HTTP.
 * @param url address of the service, with a slash at its end
 */
export function createGraphQLClient(url: string, token?: string): GraphQLClient {
  async function send<T>(query: string, variables: Record<string, unknown> = {}): Promise<WireResponse<T>> {
    recordOperation(query, variables);
    const response = await fetch(new URL('graphql', url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    const { data, errors = [] } = JSON.parse(text) as { data?: T | null; errors?: WireError[] };
    return { status: response.status, headers: response.headers, text, data, errors };
  }

  return {
    send,
    data: async <T>(query: string, variables?: Record<string, unknown>) => {
      const { data, errors } = await send<T>(query, variables);
      if (errors.length > 0 || data == null) throw new Error(`Unexpected errors: ${JSON.stringify(errors)}`);
      return data;
    },
    error: async (query, variables) => {
      const { errors, text } = await send(query, variables);
      if (!errors[0]) throw new Error(`Expected an error, got: ${text}`);
      return errors[0];
    },
  };
}
