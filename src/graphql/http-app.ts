import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { DomainError } from '../errors.js';
import type { Logger } from '../logger.js';
import type { Services } from '../services/services.js';
import { toErrorBody } from './format-error.js';
import type { DocumentSources } from './documents/document-of.js';
import type { AnswerHttpError } from './http/answer-http-error.js';
import { compress } from './http/compress.js';
import { limitBatch } from './http/limit-batch.js';
import { nestingFault } from './http/read-json-body.js';
import { resolveDocument } from './http/resolve-document.js';
import type { Limits } from './limits.js';
import { servePlayground } from './playground.js';
import { serveStudio } from './studio.js';

export interface HttpAppOptions {
  readonly services: Services;
  readonly logger: Logger;
  readonly limits: Pick<Limits, 'bodyBytes' | 'batch' | 'nesting'>;
  readonly answerHttpError: AnswerHttpError;
  readonly documents: DocumentSources;
  /** Refuses documents that ask for too much. */
  readonly refuseDocuments: RequestHandler;
  /** Answers /metrics; empty where nobody may read it. */
  readonly metrics: readonly RequestHandler[];
  /** Answers GraphQL requests whose body has been read. */
  readonly graphql: RequestHandler;
}

/** The routes around GraphQL, and the requests of GraphQL that are not answered before. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { services, logger, limits, graphql, metrics } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(compress());
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', answerReadiness(services, logger));
  if (metrics.length > 0) app.get('/metrics', ...metrics);
  app.use(serveStudio());
  app.get('/graphql', servePlayground());
  app.all(
    '/graphql',
    express.json({ limit: limits.bodyBytes, verify: refuseDeep(limits.nesting) }),
    limitBatch(limits.batch),
    resolveDocument(options.documents),
    options.refuseDocuments,
    graphql,
  );
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

/** Express looks at the text of a body before it parses it. */
function refuseDeep(nesting: number): (request: unknown, response: unknown, body: Buffer) => void {
  return (_request, _response, body) => {
    const fault = nestingFault(body.toString('latin1'), nesting);
    if (fault) throw fault;
  };
}

/** Errors of reading the body, and whatever else Express catches. */
function answerError(answer: AnswerHttpError): ErrorRequestHandler {
  // Express knows a handler of errors by its four parameters.
  return (error, request, response, _next) => answer(error, request, response);
}
