import type { RequestHandler } from 'express';
import { DomainError } from '../../errors.js';
import { toErrorBody } from '../format-error.js';
import { sendJson } from './send-json.js';

/** Refuses requests of more operations than one request may have. */
export function limitBatch(maximum: number): RequestHandler {
  return (request, response, next) => {
    const body: unknown = request.body;
    if (!Array.isArray(body) || (maximum > 1 && body.length <= maximum)) return next();
    const most = `${maximum} operation${maximum === 1 ? '' : 's'}`;
    const error = new DomainError(
      'QUERY_TOO_COMPLEX',
      `The request is a batch of ${body.length}; a request takes ${most}. Send them one by one, or as fields of one operation.`,
      { limit: 'batch', maximum, asked: body.length },
    );
    sendJson(response, 400, toErrorBody(error));
  };
}
