import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';
import { PLAYGROUND_EXAMPLES } from './playground-examples.js';

/** The page holds all of its code, styles, fonts and workers; the browser is told to let it speak to this service only. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "connect-src 'self'",
  // The page compiles JSON schemas and starts its editor's workers from blobs.
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  // The Studio shows the page in a tab.
  "frame-ancestors 'self'",
].join('; ');

interface Page {
  readonly html: Buffer;
  readonly compressed: Buffer;
  readonly etag: string;
}

/** GraphiQL, with examples in its tabs. */
export async function renderPlayground(): Promise<string> {
  // Nine megabytes of code in strings: loaded when somebody looks, not when the service starts.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return withTokenOfSubscriptions(
    renderGraphiQL({
      title: 'LearnRec',
      endpoint: '/graphql',
      subscriptionsProtocol: 'WS',
      defaultTabs: PLAYGROUND_EXAMPLES.map((example) => ({ ...example })),
      // An admin token typed into the page is not to stay in the browser.
      shouldPersistHeaders: false,
    }),
  );
}

/** Where the page's WebSocket client takes parameters of a connection from an operation, which the page itself never gives. */
const PARAMETERS =
  /(\w+)\?\.connectionParams&&typeof \1\?\.connectionParams=="object"&&\((\w+)=Object\.assign\(\2,\1\.connectionParams\)\)/;

/**
 * Lets subscriptions of the page send its headers, the token among them, with `connection_init`: browsers send no headers with a
 * WebSocket, and GraphiQL gives headers to requests only.
 * @throws Error where the page has another form, after a change of its version
 */
function withTokenOfSubscriptions(html: string): string {
  if (!PARAMETERS.test(html)) throw new Error('The playground has no place for the parameters of connections.');
  return html.replace(
    PARAMETERS,
    (_, extensions: string, parameters: string) =>
      `(${parameters}=Object.fromEntries(Object.entries(${extensions}?.headers??{}).map(([name,value])=>[name.toLowerCase(),value])))`,
  );
}

async function renderPage(): Promise<Page> {
  const html = Buffer.from(await renderPlayground());
  return {
    html,
    compressed: await promisify(gzip)(html),
    etag: `"${createHash('sha256').update(html).digest('base64url')}"`,
  };
}

/** Serves the page to browsers; leaves every other request to the next handler. */
export function servePlayground(): RequestHandler {
  let page: Promise<Page> | undefined;
  return async (request, response, next) => {
    const types = ['application/json', 'application/graphql-response+json', 'text/html'];
    if (request.accepts(types) !== 'text/html') return next();
    page ??= renderPage();
    const { html, compressed, etag } = await page;
    response.set({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-cache',
      vary: 'Accept, Accept-Encoding',
      etag,
    });
    if (request.fresh) {
      response.status(304).end();
    } else if (request.acceptsEncodings('gzip')) {
      response.set('content-encoding', 'gzip').end(compressed);
    } else {
      response.end(html);
    }
  };
}
