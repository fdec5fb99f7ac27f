import helmet from 'helmet';
import type { HttpStep } from './front.js';

/**
 * Headers that tell browsers to take every answer for what it is: data that is no page, is not to be framed, and is not to be
 * guessed at. Pages set a policy of their own, beside what they serve.
 * @param production also tells browsers to come by https only, which they heed where they came by https
 */
export function securityHeaders(production: boolean): HttpStep {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: production ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  });
}
