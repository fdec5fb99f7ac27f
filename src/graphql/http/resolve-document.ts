import type { RequestHandler } from 'express';
import { DomainError } from '../../errors.js';
import { documentOf, type DocumentSources } from '../documents/document-of.js';
import { toErrorBody } from '../format-error.js';
import { acceptedBy } from './media-type.js';
import { sendJson } from './send-json.js';

/** Puts the text of the document in the place of what only names it, and refuses what may not run. */
export function resolveDocument(sources: DocumentSources): RequestHandler {
  return (request, response, next) => {
    try {
      if (request.method === 'GET') request.url = resolvedUrl(request.url, sources);
      else if (Array.isArray(request.body))
        request.body = request.body.map((operation: unknown) => resolvedBody(operation, sources));
      else request.body = resolvedBody(request.body, sources);
      next();
    } catch (error) {
      if (!(error instanceof DomainError)) return next(error);
      const status = acceptedBy(request.headers.accept)?.legacy ? 200 : 400;
      sendJson(response, status, toErrorBody(error));
    }
  };
}

function resolvedBody(body: unknown, sources: DocumentSources): unknown {
  if (!isObject(body)) return body;
  const query = documentOf(body, sources);
  const resolved = query === undefined || body['query'] === query ? body : { ...body, query };
  if (sources.trusted) delete (resolved as { extensions?: unknown }).extensions;
  return resolved;
}

function resolvedUrl(url: string, sources: DocumentSources): string {
  const { pathname, searchParams } = new URL(url, 'http://service');
  const query = documentOf(
    {
      query: searchParams.get('query') ?? undefined,
      documentId: searchParams.get('documentId') ?? undefined,
      extensions: parsed(searchParams.get('extensions')),
    },
    sources,
  );
  if (query === undefined || query === searchParams.get('query')) return url;
  searchParams.set('query', query);
  if (sources.trusted) searchParams.delete('extensions');
  return `${pathname}?${searchParams}`;
}

/** What is no JSON is left to the executor to refuse. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
