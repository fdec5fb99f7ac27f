import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '../../errors.js';
import type { Logger } from '../../logger.js';
import { toErrorBody } from '../format-error.js';
import { factsOf } from './request-facts.js';
import { sendJson } from './send-json.js';

export type AnswerHttpError = (error: unknown, request: IncomingMessage, response: ServerResponse) => void;

/** Answers for errors of reading a request, and for whatever else nobody has caught. */
export function answerHttpError(logger: Logger, bodyBytes: number): AnswerHttpError {
  return (error, request, response) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof DomainError && error.code === 'QUERY_TOO_COMPLEX') {
      sendJson(response, 400, toErrorBody(error));
      return;
    }
    const { status = 500, type, length } = error as { status?: number; type?: string; length?: number };
    if (type === 'entity.too.large') {
      const asked = length === undefined ? 'more' : `${length} bytes`;
      const message = `The request body has ${asked}; at most ${bodyBytes} bytes are allowed. Send the rows in several requests.`;
      const details = { limit: 'bodyBytes', maximum: bodyBytes, ...(length !== undefined && { asked: length }) };
      sendJson(response, 413, toErrorBody(new DomainError('QUERY_TOO_COMPLEX', message, details)));
    } else if (status < 500) {
      const message = error instanceof Error ? error.message : 'The request cannot be read.';
      sendJson(response, status, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
    } else {
      const { requestId } = factsOf(request);
      logger.error({ err: error, requestId }, 'HTTP request failed');
      const fault = new DomainError('INTERNAL', `Internal error, logged under request id ${requestId}.`);
      sendJson(response, 500, toErrorBody(fault));
    }
  };
}
