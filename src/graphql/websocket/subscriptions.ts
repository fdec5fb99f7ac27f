import type { Server } from 'node:http';
import { GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { DomainError } from '../../errors.js';
import type { Logger } from '../../logger.js';
import type { Authenticator } from '../access/authenticator.js';
import { recheckConnections, type HeldConnection } from '../access/recheck-connections.js';
import type { Caller } from '../auth.js';
import { toGraphQLError, type ErrorFormatter } from '../format-error.js';
import { addressOf } from '../http/address-of.js';
import { acceptConnections, type AcceptOptions } from './accept-connections.js';
import { prepareSubscription, type SubscriptionPreparation } from './prepare-subscription.js';

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

export interface SubscriptionOptions extends SubscriptionPreparation, AcceptOptions {
  readonly http: Server;
  readonly limits: SubscriptionPreparation['limits'];
  readonly authenticator: Authenticator;
  readonly errors: ErrorFormatter;
  readonly logger: Logger;
}

/**
 * Subscriptions over WebSocket on the same port and path (protocol graphql-transport-ws). The token comes as `authorization` in
 * the payload of `connection_init`, in the form of the HTTP header. What is asked for is measured as over HTTP.
 */
export function serveSubscriptions(options: SubscriptionOptions): SubscriptionServer {
  const { http, authenticator, rates, trustedProxies, errors, logger } = options;
  const { sockets, stop } = acceptConnections(http, options);
  sockets.on('error', (err) => logger.warn({ err }, 'WebSocket failed'));

  const format = (error: unknown) => {
    const graphql =
      error instanceof GraphQLError ? error : new GraphQLError(String(error), { originalError: error as Error });
    return errors.formatError(graphql.toJSON(), graphql);
  };

  const held = new Set<HeldConnection>();
  const stopRechecking = recheckConnections(authenticator, held, logger);
  const served = useServer<{ authorization?: unknown }, { caller?: Caller; address?: string; held?: HeldConnection }>(
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
        extra.address = addressOf(extra.request, trustedProxies);
        const nobody = { caller: null, address: extra.address };
        try {
          const refusal = authorization === undefined ? null : rates.refusalOf(nobody);
          if (refusal) throw refusal;
          extra.caller = await authenticator.authenticate(authorization);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          refuse(error);
          rates.noteRefusal(nobody);
          return false;
        }
        // It can be gone meanwhile.
        if (extra.socket.readyState !== extra.socket.OPEN) return false;
        extra.held = { authorization, refuse };
        held.add(extra.held);
        return true;
      },
      onClose: ({ extra }) => void (extra.held && held.delete(extra.held)),
      onSubscribe: async ({ extra, subscriptions }, _id, payload) => {
        const asker = { caller: extra.caller!, address: extra.address! };
        try {
          return await prepareSubscription(options, asker, Object.keys(subscriptions).length, payload);
        } catch (error) {
          if (error instanceof DomainError && error.code !== 'RATE_LIMITED') rates.noteRefusal(asker);
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

  return {
    connections: () => sockets.clients.size,
    close: () => {
      stop();
      stopRechecking();
      closing ??= Promise.resolve(served.dispose());
      return closing;
    },
  };
}
