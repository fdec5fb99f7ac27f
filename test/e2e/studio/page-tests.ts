import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Studio } from '../../support/studio.js';
import { waitFor } from '../../support/wait-for.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds that keeps people out, or nearly. @param rules default: all */
async function barriers(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(`window.axe ?? (0, eval)(${JSON.stringify(AXE)})`);
  const options = rules ? { runOnly: rules, resultTypes: ['violations'] } : { resultTypes: ['violations'] };
  const { violations } = await page.evaluate<{ violations: Finding[] }>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => ({ violations }))`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html}\n${node.failureSummary}`).join('\n')}`);
}

/** Each view, and what shows that it is there. */
const VIEWS: readonly (readonly [path: string, ready: string])[] = [
  ['explore', '40 learners'],
  ['explore?learner=u3&alpha=0.2&item=c1', 'Similar content'],
  ['explore?profile=1&title=Analyst&liked=c1', 'Liked content'],
  ['evaluate?run=1&a=1&b=1', 'All measures at 10'],
  ['insights', 'Balance of the catalogue'],
  ['models?train=1', 'Collaborative half'],
];

async function ready(page: Page, text: string): Promise<void> {
  await page.getByText(text).or(page.getByLabel(text)).first().waitFor();
  await waitFor(async () => (await page.locator('.skeleton').count()) === 0);
}

/** What holds of every view. */
export function pageTests(studio: Studio): void {
  it.each(VIEWS)('has no serious barrier, light or dark, and fits 360 pixels: %s', async (path, text) => {
    const page = await studio.open(path, { colorScheme: 'light', reducedMotion: 'reduce' });
    await ready(page, text);
    expect(await barriers(page)).toEqual([]);
    // Only colours differ.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await barriers(page, ['color-contrast'])).toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    for (const width of [360, 768, 1920]) {
      await page.setViewportSize({ width, height: 740 });
      await waitFor(async () => (await page.evaluate<number>('document.documentElement.scrollWidth')) === width);
    }
  });

  it('is worked by keyboard alone', async () => {
    const page = await studio.open('');
    await page.getByText('40 learners').waitFor();
    const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    for (let n = 0; n < 40 && !(await focused()).startsWith('u1'); n++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Learner u1', exact: true }).waitFor();
    const titles = page.getByRole('list', { name: 'Recommendations' }).getByRole('heading').getByRole('button');
    const title = await titles.first().textContent();
    await titles.first().focus();
    await page.keyboard.press('Enter');
    // The focus is in what was opened.
    await waitFor(async () => (await page.evaluate<string>('document.activeElement.tagName')) === 'H2');
    await waitFor(async () => (await focused()) === title);
    for (const [key, alpha] of [
      ['Home', '0'],
      ['ArrowRight', '0.01'],
      ['End', '1'],
    ] as const) {
      await page.getByRole('slider', { name: /^Alpha/ }).focus();
      await page.keyboard.press(key);
      await waitFor(() => new URL(page.url()).searchParams.get('alpha') === alpha);
    }
    await page.getByRole('button', { name: 'Domain' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Cloud' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Cloud' }).waitFor({ state: 'hidden' });
    await waitFor(async () => (await focused()).startsWith('Domain'));
    await page.getByRole('button', { name: 'Give an access token' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('takes colours from the system, or as it is told', async () => {
    const page = await studio.open('', { colorScheme: 'dark' });
    const background = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await page.getByRole('button', { name: /^Colours: as the system/ }).waitFor();
    const dark = await background();
    await page.getByRole('button', { name: /^Colours: as the system/ }).click();
    await waitFor(async () => (await background()) !== dark);
    await page.getByRole('button', { name: /^Colours: light/ }).click();
    await waitFor(async () => (await background()) === dark);
    await page.reload();
    await page.getByRole('button', { name: /^Colours: dark/ }).waitFor();
  });

  it('shows GraphiQL in a tab, with the operation of the address', async () => {
    const page = await studio.open('graphiql?query=%7B%20__typename%20%7D');
    await page.frameLocator('iframe[title="GraphiQL"]').getByText('__typename').first().waitFor();
  });

  it.each([
    ['explore', 'Length'],
    ['evaluate', ''],
    ['insights', ''],
    ['models', ''],
  ])('shows that it waits, says when the service does not answer, and goes on when it does: %s', async (view) => {
    studio.allow(/Failed to load resource/);
    const page = await studio.open('graphiql?query=%7B__typename%7D');
    const held: (() => void)[] = [];
    let answers = false;
    await page.route('**/graphql', async (route) => {
      if (answers) return route.continue();
      await new Promise<void>((resolve) => held.push(resolve));
      return answers ? route.continue() : route.abort();
    });
    await studio.go(page, view === 'explore' ? 'explore?learner=u3' : view);
    await page.locator('main .skeleton, main [data-kind=loading]').first().waitFor();
    const failed = page.getByRole('heading', { name: 'The service does not answer' });
    // It asks again by itself before it says so.
    await waitFor(async () => {
      for (const release of held.splice(0)) release();
      return (await failed.count()) > 0;
    });
    answers = true;
    for (const release of held.splice(0)) release();
    // One is enough for all parts of the view. It is not waited for: a part that asks again by itself may be quicker.
    await page
      .getByRole('button', { name: 'Try again' })
      .evaluateAll((buttons: unknown) => (buttons as { click(): void }[])[0]?.click());
    await waitFor(async () => (await failed.count()) === 0);
    await waitFor(async () => (await page.locator('main .skeleton').count()) === 0);
  });

  it('loads less than 300 kB at first', async () => {
    const page = await studio.open('');
    await page.getByText('40 learners').waitFor();
    const loaded = await page.evaluate<string[]>(
      "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.includes('/assets/'))",
    );
    expect(loaded.length).toBeGreaterThan(1);
    const files = [studio.service.url, ...loaded];
    const sizes = files.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length);
    expect((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  });
}
