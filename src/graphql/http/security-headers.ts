import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { HttpStep } from './front.js';

/**
 * Headers that tell browsers to take every answer for what it is: data that is no page, is not to be framed, and is not to be
 * guessed at. Pages set a policy of their own, beside what they serve.
 * @param production also tells browsers to come by https only, which they heed where they came by https
 */
export function securityHeaders(production: boolean): HttpStep {
  const headers = headersOf(production);
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

/** They are the same for every answer: helmet is asked once. */
function headersOf(production: boolean): [name: string, value: string][] {
  const headers: [name: string, value: string][] = [];
  const setHeader = (name: string, value: string): void => void headers.push([name, value]);
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: production ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  });
  set(
    {} as IncomingMessage,
    { setHeader, removeHeader: () => undefined } as unknown as ServerResponse,
    () => undefined,
  );
  return headers;
}
