import cors from 'cors';
import type { HttpStep } from './front.js';
import { pathOf } from './path-of.js';

/** How long a browser may keep the answer to a preflight, in seconds. */
const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of other origins ask the API. They have to bring a token: cookies are neither taken nor sent.
 * @param origins as browsers send them, such as `https://learn.example`; `*` for all
 */
export function allowOrigins(origins: readonly string[]): HttpStep {
  const handle = cors({
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['content-type', 'authorization', 'accept', 'apollo-require-preflight', 'x-request-id'],
    exposedHeaders: ['x-request-id', 'retry-after', 'www-authenticate'],
    maxAge: PREFLIGHT_SECONDS,
  });
  return (request, response, next) => {
    if (origins.length === 0 || pathOf(request) !== '/graphql') return next();
    handle(request, response, next);
  };
}

/** Whether a page of this origin may open a WebSocket to a service at `host`. Clients that are no browsers send no origin. */
export function mayConnect(origin: string | undefined, host: string | undefined, origins: readonly string[]): boolean {
  if (origin === undefined || origins.includes('*') || origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
