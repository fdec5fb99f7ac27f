import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import sirv from 'sirv';

/** What the build made of studio/; also when this file runs from its TypeScript source. */
const PAGE = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/studio' : '../../studio', import.meta.url),
);

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
  const files = sirv(PAGE, {
    gzip: true,
    brotli: true,
    etag: true,
    setHeaders: (response, path) => {
      // Names of assets hold a hash of their content; the document names them.
      const forever = path.startsWith('/assets/');
      response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
      response.setHeader('referrer-policy', 'same-origin');
    },
  });
  router.get(VIEWS, (request, response, next) => {
    request.url = '/index.html';
    files(request, response, next);
  });
  router.get('/assets/{*path}', files);
  return router;
}
