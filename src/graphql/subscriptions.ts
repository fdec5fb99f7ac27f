import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Services } from '../services/services.js';
import type { Authenticator } from './access/authenticator.js';
import { recheckConnections, type HeldConnection } from './access/recheck-connections.js';
import type { Caller } from './auth.js';
import { checkComplexity } from './complexity.js';
import { createContext, type GraphQLContext } from './context.js';
import { toGraphQLError, type ErrorFormatter } from './format-error.js';
import { documentOf, type DocumentSources } from './documents/document-of.js';
import { limitRule, type Limits } from './limits.js';

const PATH = '/graphql';
/** A connection that does not introduce itself within so long is closed with the code 4408. */
const INTRODUCTION_MS = 5_000;
/** A connection that does not answer a ping within so long is ended. */
const KEEP_ALIVE_MS = 12_000;
/** Close code for a token that is not accepted, or no longer, beside those of the protocol. */
const UNAUTHENTICATED = 4401;
/** Close code of WebSockets for a server that cannot say now whether it accepts a token. */
const TRY_AGAIN = 1013;
/** WebSockets take reasons of at most 123 bytes. */
const LONGEST_REASON = 120;

export interface SubscriptionServer {
  /** Open connections. */
  connections(): number;
  /** Ends every subscription, and closes every connection with the code 1001 (going away). Can be called more than once. */
  close(): Promise<void>;
}

/**
 * Subscriptions over WebSocket on the same port and path (protocol graphql-transport-ws). The token comes as `authorization` in
 * the payload of `connection_init`, in the form of the HTTP header. What is asked for is measured as over HTTP.
 */
export function serveSubscriptions(options: {
  readonly http: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly authenticator: Authenticator;
  readonly learnerRecords: boolean;
  readonly limits: Limits;
  readonly documents: DocumentSources;
  readonly errors: ErrorFormatter;
  readonly logger: Logger;
}): SubscriptionServer {
  const { http, schema, services, authenticator, learnerRecords, limits, documents, errors, logger } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const refusal = refusalOf(request, sockets.clients.size, limits.connections);
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  };
  http.on('upgrade', upgrade);

  const prepare = (caller: Caller, open: number, payload: SubscribePayload): ExecutionArgs => {
    if (open > limits.subscriptions)
      throw new DomainError(
        'QUERY_TOO_COMPLEX',
        `The connection has ${open} subscriptions; at most ${limits.subscriptions} are allowed. Complete some, or open another connection.`,
        { limit: 'subscriptions', maximum: limits.subscriptions, asked: open },
      );
    const document = parsed(documentOf(payload, documents) ?? '', limits.tokens);
    const [invalid] = validate(schema, document, [...specifiedRules, limitRule(limits)]);
    if (invalid) throw withCode(invalid, 'GRAPHQL_VALIDATION_FAILED');
    const operation = getOperationAST(document, payload.operationName);
    if (!operation) throw new DomainError('BAD_USER_INPUT', 'operationName must name one of the operations.');
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
      throw new DomainError(
        'BAD_USER_INPUT',
        'Only subscriptions go over WebSocket: send queries and mutations by POST.',
      );
    const variables = payload.variables ?? {};
    checkComplexity(schema, limits.complexity, { document, operation, variables });
    const contextValue: GraphQLContext = createContext(services, {
      caller,
      requestId: randomUUID(),
      learnerRecords,
    });
    return { schema, document, variableValues: variables, operationName: payload.operationName, contextValue };
  };

  const format = (error: unknown) => {
    const graphql =
      error instanceof GraphQLError ? error : new GraphQLError(String(error), { originalError: error as Error });
    return errors.formatError(graphql.toJSON(), graphql);
  };

  const held = new Set<HeldConnection>();
  const stopRechecking = recheckConnections(authenticator, held, logger);
  const served = useServer<{ authorization?: unknown }, { caller?: Caller; held?: HeldConnection }>(
    {
      connectionInitWaitTimeout: INTRODUCTION_MS,
      onConnect: async ({ connectionParams, extra }) => {
        const given = connectionParams?.authorization;
        const authorization = given === undefined ? undefined : String(given);
        const refuse = ({ code, message }: DomainError): void =>
          extra.socket.close(
            code === 'UNAUTHENTICATED' ? UNAUTHENTICATED : TRY_AGAIN,
            message.slice(0, LONGEST_REASON),
          );
        try {
          extra.caller = await authenticator.authenticate(authorization);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          refuse(error);
          return false;
        }
        // It can be gone meanwhile.
        if (extra.socket.readyState !== extra.socket.OPEN) return false;
        extra.held = { authorization, refuse };
        held.add(extra.held);
        return true;
      },
      onClose: ({ extra }) => void (extra.held && held.delete(extra.held)),
      onSubscribe: ({ extra, subscriptions }, _id, payload) => {
        try {
          return prepare(extra.caller!, Object.keys(subscriptions).length, payload);
        } catch (error) {
          return [error instanceof GraphQLError ? error : toGraphQLError(error as DomainError, 400)];
        }
      },
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map(format) } : (result as object),
      onError: (_context, _id, _payload, failed) => failed.map(format),
    },
    sockets,
    KEEP_ALIVE_MS,
  );
  let closing: Promise<void> | undefined;
  sockets.on('error', (err) => logger.warn({ err }, 'WebSocket failed'));

  return {
    connections: () => sockets.clients.size,
    close: () => {
      http.off('upgrade', upgrade);
      stopRechecking();
      closing ??= Promise.resolve(served.dispose());
      return closing;
    },
  };
}

function parsed(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

/** As Apollo marks errors of the request over HTTP. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions: { code } });
}

/** Status line of a refusal; null to go on. */
function refusalOf(request: IncomingMessage, open: number, most: number): string | null {
  const { pathname } = new URL(request.url ?? '/', 'http://service');
  if (pathname !== PATH) return '404 Not Found';
  // A page of another site may open a WebSocket where it may not fetch; clients that are no browsers send no origin.
  const { origin, host } = request.headers;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) return '403 Forbidden';
  if (open >= most) return '503 Service Unavailable';
  return null;
}
