import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { ErrorCode } from './generated/operations.js';

/** An entry of `errors`. Codes that the schema does not list are of requests that are wrong in themselves. */
export interface WireError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: ErrorCode | 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'BAD_REQUEST';
    readonly details?: Readonly<Record<string, unknown>>;
    readonly requestId?: string;
  };
}

/** Thrown when there is no data at all. */
export class LearnRecError extends Error {
  constructor(
    readonly errors: readonly WireError[],
    readonly retryAfterSeconds: number,
  ) {
    super(errors.map(({ message }) => message).join(' '));
  }

  get code(): WireError['extensions']['code'] {
    return this.errors[0]!.extensions.code;
  }
}

export interface Answer<Data> {
  readonly data: Data;
  /** Of fields that failed, which are null in `data`. */
  readonly errors: readonly WireError[];
}

export interface Settings {
  readonly url: string;
  /** Asked before every request; it keeps a token as long as that holds. `renew`: the last one was refused. */
  readonly token: (renew: boolean) => Promise<string | null>;
}

export type Ask = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Answer<Data>>;

const RETRIED: readonly string[] = ['RATE_LIMITED', 'BUSY', 'DATABASE_UNAVAILABLE', 'IDENTITY_PROVIDER_UNAVAILABLE'];

/** Asks by POST: once more with a new token where the token was refused, once more later where that may help. */
export function createLearnRec({ url, token }: Settings): Ask {
  const send = async <Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    renew: boolean,
  ): Promise<Answer<Data>> => {
    const bearer = await token(renew);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors = [] } = (await response.json()) as { data?: Data | null; errors?: WireError[] };
    if (data == null) throw new LearnRecError(errors, Number(response.headers.get('retry-after') ?? 1));
    return { data, errors };
  };

  return async (document, variables) => {
    try {
      return await send(document, variables, false);
    } catch (error) {
      if (!(error instanceof LearnRecError)) throw error;
      if (error.code === 'UNAUTHENTICATED') return send(document, variables, true);
      if (!RETRIED.includes(error.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterSeconds * 1000));
      return send(document, variables, false);
    }
  };
}
