import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router, type RequestHandler } from 'express';
import sirv from 'sirv';

/** What the build made of studio/; also when this file runs from its TypeScript source. */
const PAGE = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/studio' : '../../studio', import.meta.url),
);

/** The documents that the page sends, as a manifest of trusted documents; undefined without a build of the page. */
export function studioDocuments(): string | undefined {
  const file = `${PAGE}-documents.json`;
  return existsSync(file) ? file : undefined;
}

/** The views of the page. Each has an address of its own, and all are the same document. */
const VIEWS = ['/', '/explore', '/evaluate', '/insights', '/models', '/graphiql'];

/** The page holds all that it shows; the browser is told to let it speak to this service only. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "connect-src 'self'",
  "script-src 'self'",
  // Plots and the layout set styles of single elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  // The playground, in a tab.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** LearnRec Studio, at the addresses of its views. Without a build of it, / leads to the playground. */
export function serveStudio(): Router {
  const router = Router();
  if (!existsSync(PAGE)) {
    router.get('/', (_request, response) => response.redirect('graphql'));
    return router;
  }
  const files = sirv(PAGE, { gzip: true, brotli: true, etag: true });
  // Before sirv, which sets none of these on the answer that nothing has changed: browsers take them from that answer too.
  const guard: RequestHandler = (request, response, next) => {
    // Names of assets hold a hash of their content; the document names them.
    const forever = request.path.startsWith('/assets/');
    response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    response.setHeader('referrer-policy', 'same-origin');
    response.vary('accept-encoding');
    next();
  };
  router.get(VIEWS, guard, (request, response, next) => {
    request.url = '/index.html';
    files(request, response, next);
  });
  router.get('/assets/{*path}', guard, files, (_request, response, next) => {
    // Of another version of the page: it may be here soon, when processes are exchanged one by one.
    response.setHeader('cache-control', 'no-store');
    next();
  });
  return router;
}
