import { randomUUID } from 'node:crypto';
import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { GraphQLContext } from './context.js';
import { nameOfLiteral } from './name-of-literal.js';

/** Codes of graphql-js and Apollo for requests that are wrong in themselves; their messages are meant for the client. */
const REQUEST_CODES: ReadonlySet<unknown> = new Set<unknown>(
  Object.values(ApolloServerErrorCode).filter((code) => code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR),
);

/** For errors raised outside of resolvers, where Apollo has no other way to learn the HTTP status. */
export function toGraphQLError(error: DomainError, status: number): GraphQLError {
  const wait = error.details['retryAfterSeconds'];
  // Apollo reads a map; another package declares a record in its place.
  const headers: unknown = wait === undefined ? undefined : new HeaderMap([['retry-after', String(wait)]]);
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { http: { status, ...(headers !== undefined && { headers: headers as Record<string, string> }) } },
  });
}

/** An error of the HTTP layer, in the form that GraphQL clients read. */
export function toErrorBody(error: DomainError): { errors: GraphQLFormattedError[] } {
  return { errors: [{ message: error.message, extensions: extensionsOf(error) }] };
}

function extensionsOf(error: DomainError): Record<string, unknown> {
  return { code: error.code, ...(Object.keys(error.details).length > 0 && { details: error.details }) };
}

export interface ErrorFormatter {
  /** For what is executed without Apollo. */
  readonly format: (error: GraphQLError, requestId: string) => GraphQLFormattedError;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Lets `formatError` know the request that an error belongs to. */
  readonly plugin: ApolloServerPlugin<GraphQLContext>;
}

/**
 * The one mapping of errors to what clients see. `DomainError`s keep code, message and details; errors of parsing,
 * validation and coercion keep theirs; everything else is a fault of ours: logged in full, shown as INTERNAL with the
 * request id. Stacks are never shown.
 */
export function createErrorFormatter(options: { logger: Logger; production: boolean }): ErrorFormatter {
  const requestIds = new WeakMap<object, string>();

  function formatFault(formatted: GraphQLFormattedError, error: unknown, cause: unknown): GraphQLFormattedError {
    const requestId = (isObject(error) && requestIds.get(error)) || randomUUID();
    options.logger.error({ err: cause, requestId, path: formatted.path }, 'GraphQL field failed');
    const hint = options.production ? '' : ` ${cause instanceof Error ? cause.message : String(cause)}`;
    return {
      ...formatted,
      message: `Internal error, logged under request id ${requestId}.${hint}`,
      extensions: { code: 'INTERNAL', requestId },
    };
  }

  const formatError: ErrorFormatter['formatError'] = (formatted, error) => {
    const cause = causeOf(error);
    if (cause instanceof DomainError && cause.code !== 'INTERNAL' && cause.code !== 'CONFIGURATION') {
      return { ...formatted, message: cause.message, extensions: extensionsOf(cause) };
    }
    if (!REQUEST_CODES.has(formatted.extensions?.['code'])) return formatFault(formatted, error, cause);
    return explainRequestError(formatted, error);
  };

  return {
    formatError,
    format: (error, requestId) => {
      requestIds.set(error, requestId);
      return formatError(error.toJSON(), error);
    },
    plugin: {
      async requestDidStart({ contextValue }) {
        return {
          async didEncounterErrors({ errors }) {
            for (const error of errors) requestIds.set(error, contextValue.requestId);
          },
        };
      },
    },
  };
}

/** GraphQL wraps what resolvers throw, sometimes more than once. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function explainRequestError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const tokens = /more that (\d+) tokens/.exec(formatted.message)?.[1];
  if (tokens !== undefined) {
    return {
      ...formatted,
      message: `The document has more than ${tokens} tokens, which is the most that is allowed. Split it.`,
      extensions: { code: 'QUERY_TOO_COMPLEX', details: { limit: 'tokens', maximum: Number(tokens) } },
    };
  }
  // A value that does not fit its type is the same mistake in the document as in the variables, where graphql-js names the field.
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  const name = node && nameOfLiteral(node);
  if (name == null) return formatted;
  return { ...formatted, message: `Value of "${name}": ${formatted.message}`, extensions: { code: 'BAD_USER_INPUT' } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
