import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Services } from '../services/services.js';
import { toErrorBody } from './format-error.js';
import { servePlayground } from './playground.js';

export interface HttpAppOptions {
  readonly services: Services;
  readonly logger: Logger;
  readonly bodyBytes: number;
  /** What happens before every request. */
  readonly timeRequests: RequestHandler;
  /** Answers /metrics; null where nobody may read it. */
  readonly metrics: RequestHandler | null;
  /** Answers GraphQL requests whose body has been read. */
  readonly graphql: RequestHandler;
}

/** The routes around GraphQL, and what is refused before GraphQL sees it. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { services, logger, bodyBytes, graphql, metrics } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(options.timeRequests);
  app.use(identifyRequest);
  app.use(logRequest(logger));
  app.get('/', (_request, response) => response.redirect('/graphql'));
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', answerReadiness(services, logger));
  if (metrics) app.get('/metrics', metrics);
  app.get('/graphql', servePlayground());
  app.all('/graphql', express.json({ limit: bodyBytes }), refuseBatch, graphql);
  app.use((request, response) => {
    response.status(404).json(toErrorBody(new DomainError('NOT_FOUND', `There is nothing at ${request.path}.`)));
  });
  app.use(answerHttpError(logger, bodyBytes));
  return app;
}

/** Takes the caller's `x-request-id`, or makes one up, and sends it back. */
const identifyRequest: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const id = given !== undefined && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
  response.set({ 'x-request-id': id, 'x-content-type-options': 'nosniff' });
  response.locals['requestId'] = id;
  next();
};

/** Paths that machines ask for every few seconds. */
const POLLED = new Set(['/healthz', '/readyz', '/metrics']);

/** One line a request, when its answer has ended; never its query, its variables or its headers. */
function logRequest(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const { method, path } = request;
    response.once('close', () => {
      const { operationName } = (request.body ?? {}) as { operationName?: unknown };
      const line = {
        requestId: response.locals['requestId'] as string,
        method,
        path,
        ...(typeof operationName === 'string' && /^\w{1,100}$/.test(operationName) && { operation: operationName }),
        status: response.statusCode,
        ms: Math.round((performance.now() - started) * 10) / 10,
        // The client has left before its answer was complete.
        ...(!response.writableFinished && { aborted: true }),
      };
      if (POLLED.has(path)) logger.debug(line, 'request');
      else logger.info(line, 'request');
    });
    next();
  };
}

/** Ready when the database answers. A service without a model is ready too: data has to come in before one can be trained. */
function answerReadiness(services: Services, logger: Logger): RequestHandler {
  return async (_request, response) => {
    const health = await services.health.check().catch((error: unknown) => {
      logger.warn({ err: error }, 'health check failed');
      return { database: false, model: null };
    });
    response.status(health.database ? 200 : 503).json({ status: health.database ? 'ready' : 'unavailable', ...health });
  };
}

const refuseBatch: RequestHandler = (request, response, next) => {
  const body: unknown = request.body;
  if (!Array.isArray(body)) return next();
  const error = new DomainError(
    'QUERY_TOO_COMPLEX',
    `The request is a batch of ${body.length}; a request takes 1 operation. Send them one by one, or as fields of one operation.`,
    { limit: 'operations', maximum: 1, asked: body.length },
  );
  response.status(400).json(toErrorBody(error));
};

/** Errors of reading the body, and whatever else Express catches. */
function answerHttpError(logger: Logger, bodyBytes: number): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const { status = 500, type, length } = error as { status?: number; type?: string; length?: number };
    if (type === 'entity.too.large') {
      const asked = length === undefined ? 'more' : `${length} bytes`;
      const message = `The request body has ${asked}; at most ${bodyBytes} bytes are allowed. Send the rows in several requests.`;
      const details = { limit: 'bodyBytes', maximum: bodyBytes, ...(length !== undefined && { asked: length }) };
      response.status(413).json(toErrorBody(new DomainError('QUERY_TOO_COMPLEX', message, details)));
    } else if (status < 500) {
      const message = error instanceof Error ? error.message : 'The request cannot be read.';
      response.status(status).json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
    } else {
      const requestId = response.locals['requestId'] as string;
      logger.error({ err: error, requestId }, 'HTTP request failed');
      const fault = new DomainError('INTERNAL', `Internal error, logged under request id ${requestId}.`);
      response.status(500).json(toErrorBody(fault));
    }
  };
}
