import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { DomainError } from '../../errors.js';
import { checkRole, type Role } from '../auth.js';
import { toErrorBody } from '../format-error.js';
import type { HttpStep } from '../http/front.js';
import { pathOf } from '../http/path-of.js';
import { factsOf } from '../http/request-facts.js';
import { sendJson } from '../http/send-json.js';
import type { Authenticator } from './authenticator.js';

/**
 * Finds out who sends a request before its body is read. Whoever sends a token that is not accepted is answered 401, whatever is
 * open without one.
 * @param paths where it matters who asks
 */
export function identifyCaller(authenticator: Authenticator, paths: readonly string[]): HttpStep {
  return (request, response, next) => {
    if (!paths.includes(pathOf(request))) return next();
    authenticator.authenticate(request.headers.authorization).then(
      (caller) => {
        factsOf(request).caller = caller;
        next();
      },
      (error: unknown) => (error instanceof DomainError ? refuse(response, error) : next(error)),
    );
  };
}

/** Lets only holders of a role go on; `identifyCaller` comes before it. */
export function requireRole(role: Role): RequestHandler {
  return (request, response, next) => {
    try {
      checkRole(factsOf(request).caller!, role);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refuse(response, error);
      return;
    }
    next();
  };
}

function refuse(response: ServerResponse, error: DomainError): void {
  const status = error.code === 'UNAUTHENTICATED' ? 401 : error.code === 'FORBIDDEN' ? 403 : 503;
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  sendJson(response, status, toErrorBody(error));
}
