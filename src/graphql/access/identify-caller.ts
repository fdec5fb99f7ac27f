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
import { refuseRate } from './limit-rate.js';
import type { RateGate } from './rate-gate.js';

/**
 * Finds out who sends a request before its body is read. Whoever sends a token that is not accepted is answered 401, whatever is
 * open without one; an address that keeps sending such tokens is told to wait before they are looked up.
 * @param paths where it matters who asks
 */
export function identifyCaller(authenticator: Authenticator, rates: RateGate, paths: readonly string[]): HttpStep {
  return (request, response, next) => {
    if (!paths.includes(pathOf(request))) return next();
    const { authorization } = request.headers;
    const nobody = { caller: null, address: factsOf(request).address };
    const refusal = authorization === undefined ? null : rates.refusalOf(nobody);
    if (refusal) return refuseRate(response, refusal);
    authenticator.authenticate(authorization).then(
      (caller) => {
        factsOf(request).caller = caller;
        next();
      },
      (error: unknown) => {
        if (!(error instanceof DomainError)) return next(error);
        refuse(response, error);
        rates.noteRefusal(nobody);
      },
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
