import { randomUUID } from 'node:crypto';
import { addressOf } from './address-of.js';
import type { HttpStep } from './front.js';
import { setFacts } from './request-facts.js';

/** Takes the caller's `x-request-id`, or makes one up, and sends it back. */
export function identifyRequest(trustedProxies: number): HttpStep {
  return (request, response, next) => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
    setFacts(request, {
      requestId,
      response,
      startedAt: performance.now(),
      operation: undefined,
      caller: undefined,
      address: addressOf(request, trustedProxies),
      charged: false,
      prepaid: 0,
    });
    response.setHeader('x-request-id', requestId);
    next();
  };
}
