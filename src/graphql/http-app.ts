import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Services } from '../services/services.js';
import { toErrorBody } from './format-error.js';
import type { DocumentSources } from './documents/document-of.js';
import type { AnswerHttpError } from './http/answer-http-error.js';
import { compress } from './http/compress.js';
import { resolveDocument } from './http/resolve-document.js';
import { servePlayground } from './playground.js';
import { serveStudio } from './studio.js';

export interface HttpAppOptions {
  readonly services: Services;
  readonly logger: Logger;
  readonly bodyBytes: number;
  readonly answerHttpError: AnswerHttpError;
  readonly documents: DocumentSources;
  /** Answers /metrics; empty where nobody may read it. */
  readonly metrics: readonly RequestHandler[];
  /** Answers GraphQL requests whose body has been read. */
  readonly graphql: RequestHandler;
}

/** The routes around GraphQL, and the requests of GraphQL that are not answered before. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { services, logger, bodyBytes, graphql, metrics } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(compress());
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', answerReadiness(services, logger));
  if (metrics.length > 0) app.get('/metrics', ...metrics);
  app.use(serveStudio());
  app.get('/graphql', servePlayground());
  app.all('/graphql', express.json({ limit: bodyBytes }), refuseBatch, resolveDocument(options.documents), graphql);
  app.use((request, response) => {
    response.status(404).json(toErrorBody(new DomainError('NOT_FOUND', `There is nothing at ${request.path}.`)));
  });
  app.use(answerError(options.answerHttpError));
  return app;
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
function answerError(answer: AnswerHttpError): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  return (error, request, response, _next) => answer(error, request, response);
}
