import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { DocumentGate } from '../documents/document-gate.js';
import { toErrorBody } from '../format-error.js';
import { acceptedBy } from './media-type.js';
import { bodyOf } from './read-json-body.js';
import { refusedStatus } from './refused-status.js';
import { factsOf } from './request-facts.js';
import { sendJson } from './send-json.js';

/** Refuses a request whose document asks for more than it may, before the document is validated. */
export function refuseDocuments(gate: DocumentGate, count: () => void): RequestHandler {
  return (request, response, next) => {
    const caller = factsOf(request).caller!;
    for (const text of documentsOf(request)) {
      const refusals = gate.refusalsOf(text, caller);
      if (refusals.length === 0) continue;
      const errors = refusals.flatMap((refusal) => toErrorBody(refusal).errors);
      count();
      sendJson(response, refusedStatus(acceptedBy(request.headers.accept), errors), { errors });
      return;
    }
    next();
  };
}

function documentsOf(request: IncomingMessage): string[] {
  if (request.method === 'GET') {
    const query = new URL(request.url ?? '/', 'http://service').searchParams.get('query');
    return query === null ? [] : [query];
  }
  const body = bodyOf(request);
  const operations: unknown[] = Array.isArray(body) ? body : [body];
  return operations.flatMap((operation) => {
    const { query } = (operation ?? {}) as { query?: unknown };
    return typeof query === 'string' ? [query] : [];
  });
}
