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
  /** Whether the service is ready without a model too. */
  readonly readyWithoutModel: boolean;
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
  app.get('/readyz', answerReadiness(services, logger, options.readyWithoutModel));
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

/** Ready when the database answers and a model serves, or none need do so. */
function answerReadiness(services: Services, logger: Logger, withoutModel: boolean): RequestHandler {
  return async (_request, response) => {
    const { database, model, missing } = await services.health.check().catch((error: unknown) => {
      logger.warn({ err: error }, 'health check failed');
      return { database: false, model: null, missing: null };
    });
    const ready = database && (model !== null || withoutModel);
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : database ? 'no model' : 'unavailable',
      database,
      model,
      ...(database && missing !== null && { message: missing }),
    });
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
