import { DomainError } from '../../errors.js';
import { toErrorBody } from '../format-error.js';
import type { HttpStep } from './front.js';
import { acceptedBy } from './media-type.js';
import { pathOf } from './path-of.js';
import { sendJson } from './send-json.js';

/** Refuses a client that accepts no type of ours before anything is executed. Pages are another matter: Express has them. */
export const refuseMediaType: HttpStep = (request, response, next) => {
  const { accept } = request.headers;
  if (accept === undefined || pathOf(request) !== '/graphql' || acceptedBy(accept) || accept.includes('text/html'))
    return next();
  const message =
    'The Accept header takes neither application/graphql-response+json nor application/json, which are what there is.';
  sendJson(response, 406, toErrorBody(new DomainError('BAD_USER_INPUT', message)));
};
