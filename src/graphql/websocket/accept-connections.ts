import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { addressOf } from '../http/address-of.js';
import { mayConnect } from '../http/allow-origins.js';
import { pathOf } from '../http/path-of.js';
import type { Limits } from '../limits.js';

const PATH = '/graphql';
/** Close code of graphql-transport-ws for too many requests. */
const TOO_MANY_REQUESTS = 4429;
const MINUTE_MS = 60_000;

export interface AcceptOptions {
  readonly limits: Pick<Limits, 'connections' | 'connectionsPerAddress' | 'messageBytes' | 'messages'>;
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: number;
}

/**
 * Takes WebSocket connections at the path of the API: so many at once, so many of one address, with so many messages a minute, and
 * from pages of the service's own origin or one that may ask.
 * @returns the connections, and how to take no more
 */
export function acceptConnections(http: Server, options: AcceptOptions): { sockets: WebSocketServer; stop(): void } {
  const { limits, corsOrigins, trustedProxies } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes });
  const perAddress = new Map<string, number>();

  const statusOf = (request: IncomingMessage, address: string): number | null => {
    if (pathOf(request) !== PATH) return 404;
    // A page of another site may open a WebSocket where it may not fetch.
    if (!mayConnect(request.headers.origin, request.headers.host, corsOrigins)) return 403;
    if (sockets.clients.size >= limits.connections) return 503;
    return (perAddress.get(address) ?? 0) >= limits.connectionsPerAddress ? 429 : null;
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Nobody else listens, and a client may be gone at any time.
    socket.on('error', () => undefined);
    const address = addressOf(request, trustedProxies);
    const status = statusOf(request, address);
    if (status !== null) {
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
      client.once('close', () => {
        const left = perAddress.get(address)! - 1;
        if (left > 0) perAddress.set(address, left);
        else perAddress.delete(address);
      });
      limitMessages(client, limits.messages);
      sockets.emit('connection', client, request);
    });
  };
  http.on('upgrade', upgrade);
  return { sockets, stop: () => void http.off('upgrade', upgrade) };
}

/** Closes a connection that sends more messages than it may in a minute. */
function limitMessages(client: WebSocket, maximum: number): void {
  let [count, since] = [0, performance.now()];
  client.on('message', () => {
    const now = performance.now();
    if (now - since > MINUTE_MS) [count, since] = [0, now];
    if (++count > maximum) client.close(TOO_MANY_REQUESTS, `More than ${maximum} messages in a minute`);
  });
}
