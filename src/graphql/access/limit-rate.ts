import type { IncomingMessage } from 'node:http';
import type { DomainError } from '../../errors.js';
import { toErrorBody } from '../format-error.js';
import type { HttpStep } from '../http/front.js';
import { pathOf } from '../http/path-of.js';
import { factsOf } from '../http/request-facts.js';
import { sendJson } from '../http/send-json.js';
import type { Asker, RateGate } from './rate-gate.js';

/** Who asks, as far as it has been found out. */
export function askerOf(request: IncomingMessage): Asker {
  const { caller, address } = factsOf(request);
  return { caller: caller ?? null, address };
}

/**
 * Refuses GraphQL requests of those who have used the minute up before their body is read, and has every request take points:
 * what is executed takes its cost, what is not takes little.
 */
export function limitRate(gate: RateGate): HttpStep {
  return (request, response, next) => {
    if (pathOf(request) !== '/graphql') return next();
    const refusal = gate.refusalOf(askerOf(request));
    if (refusal) return refuseRate(response, refusal);
    response.once('close', () => {
      const page = String(response.getHeader('content-type')).startsWith('text/html');
      if (!factsOf(request).charged && !page) gate.noteRefusal(askerOf(request));
    });
    next();
  };
}

export function refuseRate(response: Parameters<HttpStep>[1], refusal: DomainError): void {
  response.setHeader('retry-after', String(refusal.details['retryAfterSeconds']));
  sendJson(response, 429, toErrorBody(refusal));
}
