import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { toErrorBody } from '../format-error.js';
import { DomainError } from '../../errors.js';

const HEADERS_MS = 10_000;
/** How often connections are looked at that take too long to send a request. */
const CHECK_MS = 2_000;
/** Longer than load balancers keep a connection: else one would send a request into a connection that is being closed. */
const KEEP_ALIVE_MS = 65_000;

/** An HTTP server that waits for nobody for long, and answers in JSON what is no HTTP. */
export function createHttpServer(limits: { readonly uploadSeconds: number; readonly httpConnections: number }): Server {
  const requestTimeout = limits.uploadSeconds * 1000;
  const server = createServer({
    connectionsCheckingInterval: CHECK_MS,
    headersTimeout: Math.min(HEADERS_MS, requestTimeout),
    requestTimeout,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.maxConnections = limits.httpConnections;
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => void latest.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = latest.get(socket);
    // Into an answer that is half written nothing is to be put.
    if (response?.headersSent && !response.writableEnded) socket.destroy();
    else answerClientError(error, socket, limits.uploadSeconds);
  });
  return server;
}

function answerClientError({ code }: NodeJS.ErrnoException, socket: Duplex, uploadSeconds: number): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] =
    code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', `The request took too long to arrive; ${uploadSeconds} s are allowed.`]
      : code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'The headers of the request are too long.']
        : ['400 Bad Request', 'The request is not HTTP as this service understands it.'];
  const body = JSON.stringify(toErrorBody(new DomainError('BAD_USER_INPUT', message)));
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
