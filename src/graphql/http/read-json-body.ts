import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../errors.js';
import { nestingOfJson } from '../documents/nesting.js';
import type { HttpStep } from './front.js';
import { factsOf } from './request-facts.js';
import { pathOf } from './path-of.js';

const PLAIN_JSON = /^application\/json *(; *charset="?utf-8"?)?$/i;

/** The body of a request that `readJsonBody` has read. */
export function bodyOf(request: IncomingMessage): unknown {
  return (request as { body?: unknown }).body;
}

/**
 * Reads the body of an ordinary GraphQL request: JSON in UTF-8 of a declared and accepted length, not compressed. Every other
 * one is left unread to Express, whose parser knows the rest and refuses what is wrong.
 * Here, as there, JSON that is nested too deep is refused before it is parsed.
 * @param limits longest body that is read here, and how deep it may be nested
 */
export function readJsonBody({
  bodyBytes,
  nesting,
}: {
  readonly bodyBytes: number;
  readonly nesting: number;
}): HttpStep {
  return (request, _response, next) => {
    if (request.method !== 'POST' || pathOf(request) !== '/graphql') return next();
    const { headers } = request;
    const length = Number(headers['content-length']);
    if (!(length > 0 && length <= bodyBytes)) return next();
    if (headers['content-encoding'] !== undefined || !PLAIN_JSON.test(headers['content-type'] ?? '')) return next();

    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A client that leaves early gets no answer, so that nothing has to be done about it.
    request.on('error', () => undefined);
    request.on('end', () => {
      if (!request.complete) return;
      const text = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8');
      const deep = nestingFault(text, nesting);
      if (deep) return next(deep);
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch (error) {
        return next(badRequest((error as Error).message));
      }
      if (typeof body !== 'object' || body === null) return next(badRequest('The request body must be a JSON object.'));
      (request as { body?: unknown }).body = body;
      const { operationName } = body as { operationName?: unknown };
      if (typeof operationName === 'string' && /^\w{1,100}$/.test(operationName))
        factsOf(request).operation = operationName;
      next();
    });
  };
}

/** @returns the refusal of a text whose brackets lie deeper in one another than they may; null where they do not */
export function nestingFault(text: string, maximum: number): Error | null {
  const asked = nestingOfJson(text);
  if (asked <= maximum) return null;
  const message = `The request body has ${asked} brackets within one another; at most ${maximum} are allowed.`;
  return new DomainError('QUERY_TOO_COMPLEX', message, { limit: 'nesting', maximum, asked });
}

function badRequest(message: string): Error {
  return Object.assign(new Error(message), { status: 400 });
}
