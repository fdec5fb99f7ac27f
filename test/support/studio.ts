import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { createGraphQLClient, type GraphQLClient } from './graphql-client.js';
import { startTestService, TEST_ADMIN_TOKEN, type TestService, type TestServiceOptions } from './service.js';

/** A browser in front of a service. What a page does wrong by itself fails the test that it is open in. */
export interface Studio {
  readonly service: TestService;
  readonly client: GraphQLClient;
  readonly admin: GraphQLClient;
  /**
   * Opens an address of the Studio in a new window.
   * @param path without a slash at its start
   */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Leads a window to another address of the Studio. */
  go(page: Page, path: string): Promise<void>;
  /** Names of the GraphQL operations that the pages of this test have sent, in order. */
  readonly sent: string[];
  /** What a page is allowed to complain of in this test. */
  allow(complaint: RegExp): void;
}

/** Milliseconds for which anything on a page is waited for: long, for machines that are busy with other tests. */
const PATIENCE = 30_000;

/**
 * Tests of the Studio in a Chromium, one for all of `body`. Where there is no browser they are skipped, and `npm test` says so.
 */
export function describeInBrowser(name: string, body: (browser: () => Browser) => void): void {
  const executablePath = process.env['LEARNREC_TEST_BROWSER'];
  const suite = executablePath ? describe : describe.skip;
  suite(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      // Where tests run as root, in a container for instance, Chromium has no sandbox.
      browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox', '--disable-gpu'] });
    });
    afterAll(() => browser?.close());
    body(() => browser);
  });
}

/** The Studio of a service of its own, real and with its database, for the tests of the block that calls it. */
export function useStudio(browser: () => Browser, options: TestServiceOptions): Studio {
  let service: TestService;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  const allowed: RegExp[] = [];
  const sent: string[] = [];

  beforeAll(async () => {
    service = await startTestService(options);
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    sent.length = 0;
    const unexpected = complaints.splice(0).filter((text) => !allowed.some((pattern) => pattern.test(text)));
    allowed.length = 0;
    if (unexpected.length > 0) throw new Error(`The page complained:\n${unexpected.join('\n')}`);
  });
  afterAll(() => service?.close());

  const watch = (page: Page): void => {
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(service.url).origin)
        complaints.push(`request to another host: ${request.url()}`);
      if (url.pathname !== '/graphql' || request.method() !== 'POST') return;
      const { query } = request.postDataJSON() as { query: string };
      sent.push(/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '');
    });
  };
  const go = async (page: Page, path: string): Promise<void> => {
    await page.goto(new URL(path, service.url).href, { waitUntil: 'domcontentloaded' });
  };

  return {
    get service() {
      return service;
    },
    get client() {
      return createGraphQLClient(service.url);
    },
    get admin() {
      return createGraphQLClient(service.url, TEST_ADMIN_TOKEN);
    },
    sent,
    allow: (complaint) => void allowed.push(complaint),
    go,
    open: async (path, contextOptions = {}) => {
      const context = await browser().newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE);
      context.setDefaultNavigationTimeout(PATIENCE);
      const page = await context.newPage();
      watch(page);
      await go(page, path);
      return page;
    },
  };
}
