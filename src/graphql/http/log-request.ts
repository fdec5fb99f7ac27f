import type { Logger } from '../../logger.js';
import type { HttpStep } from './front.js';
import { factsOf } from './request-facts.js';
import { pathOf } from './path-of.js';

/** Paths that machines ask for every few seconds. */
const POLLED = new Set(['/healthz', '/readyz', '/metrics']);

/** One line a request, when its answer has ended; never its query, its variables or its headers. */
export function logRequest(logger: Logger): HttpStep {
  return (request, response, next) => {
    const path = pathOf(request);
    const level = POLLED.has(path) ? 'debug' : 'info';
    if (logger.isLevelEnabled(level)) {
      response.once('close', () => {
        const { requestId, startedAt, operation, caller } = factsOf(request);
        const line = {
          requestId,
          method: request.method,
          path,
          ...(operation !== undefined && { operation }),
          ...(caller && { caller: caller.name }),
          status: response.statusCode,
          ms: Math.round((performance.now() - startedAt) * 10) / 10,
          // The client has left before its answer was complete.
          ...(!response.writableFinished && { aborted: true }),
        };
        logger[level](line, 'request');
      });
    }
    next();
  };
}
