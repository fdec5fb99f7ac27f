import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TEST_ADMIN_TOKEN } from '../../support/service.js';
import { describeStudio } from '../../support/studio.js';
import { waitFor } from '../../support/wait-for.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds that keeps people out, or nearly. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ violations: Finding[] }>('axe.run(document)');
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
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}

describeStudio('The page of the Studio', {}, (studio) => {
  it.each(['light', 'dark'] as const)('has no serious barrier that axe-core finds, in %s', async (colorScheme) => {
    const page = await studio.open('', { colorScheme, reducedMotion: 'reduce' });
    for (const [path, text] of VIEWS) {
      await page.goto(new URL(path, studio.service.url).href);
      await ready(page, text);
      expect([path, await barriers(page)]).toEqual([path, []]);
    }
    await page.getByRole('button', { name: 'Give an access token' }).click();
    expect(['token', await barriers(page)]).toEqual(['token', []]);
  });

  it('fits from 360 pixels on', async () => {
    const page = await studio.open('', { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
    for (const [path, text] of VIEWS) {
      await page.goto(new URL(path, studio.service.url).href);
      await ready(page, text);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, 360]);
    }
  });

  it('works by keyboard alone', async () => {
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
    await titles.first().focus();
    await page.keyboard.press('Enter');
    await waitFor(async () => (await focused()) === (await titles.first().textContent()));
    // The focus is in what was opened.
    expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('H2');
    for (const [key, alpha] of [
      ['Home', '0'],
      ['ArrowRight', '0.01'],
      ['End', '1'],
    ] as const) {
      await page.getByRole('slider', { name: /^Alpha/ }).focus();
      await page.keyboard.press(key);
      await waitFor(() => new URL(page.url()).searchParams.get('alpha') === alpha);
    }
  });

  it('takes colours from the system, or as it is told', async () => {
    const page = await studio.open('', { colorScheme: 'dark' });
    const background = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await page.getByRole('button', { name: /^Colours: as the system/ }).click();
    await waitFor(async () => (await background()) !== dark);
    await page.getByRole('button', { name: /^Colours: light/ }).click();
    expect(await background()).toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: /^Colours: dark/ }).waitFor();
  });

  it('shows GraphiQL in a tab, and says so where there is no view', async () => {
    const page = await studio.open('graphiql?query=%7B%20__typename%20%7D');
    await page.frameLocator('iframe[title="GraphiQL"]').getByText('__typename').first().waitFor();
    const { status } = (await page.request.get(new URL('elsewhere', studio.service.url).href)) as unknown as {
      status(): number;
    };
    expect(status.call(await page.request.get(new URL('elsewhere', studio.service.url).href))).toBe(404);
  });

  it('says when the service does not answer, and goes on when it does', async () => {
    const page = await studio.open('explore?learner=u3');
    await page.getByRole('list', { name: 'Recommendations' }).waitFor();
    studio.allow(/Failed to load resource/);
    await page.route('**/graphql', (route) => route.abort());
    await page.getByLabel('Length').selectOption('5');
    await page.getByRole('heading', { name: 'The service does not answer' }).waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('list', { name: 'Recommendations' }).waitFor();
  });

  it('loads less than 300 kB at first, without another host', async () => {
    const page = await studio.open('');
    await page.getByText('40 learners').waitFor();
    const loaded = await page.evaluate<string[]>(
      "performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.includes('/assets/'))",
    );
    expect(loaded.length).toBeGreaterThan(1);
    let bytes = 0;
    for (const url of [studio.service.url, ...loaded])
      bytes += gzipSync(await (await page.request.get(url)).body()).length;
    expect(bytes).toBeLessThan(300_000);
  });
});

describeStudio('The Studio without data and without open roles', { data: false, openRoles: [] }, (studio) => {
  it('asks for a token, then says that there is no model and what to do', async () => {
    const page = await studio.open('explore?learner=u1');
    await page.getByRole('heading', { name: 'A token is needed' }).first().waitFor();
    await page.getByRole('button', { name: 'Give a token' }).first().click();
    await page.getByRole('dialog').getByLabel('Token').fill(TEST_ADMIN_TOKEN);
    await page.getByRole('button', { name: 'Use token' }).click();
    await page.getByRole('heading', { name: 'No model is in service yet' }).waitFor();
    await page.getByRole('link', { name: 'No model' }).waitFor();
    await page.getByRole('link', { name: 'Train a model' }).click();
    await page.getByRole('button', { name: 'Start training' }).click();
    const training = page.getByRole('region', { name: 'Training of AUTO' });
    await training.getByText(/There are no engagements to train on/).waitFor();
    await page.getByRole('link', { name: 'Evaluate' }).click();
    await page.getByText('An evaluation measures the model in service').waitFor();
    await page.getByRole('link', { name: 'Insights' }).click();
    await page.getByRole('heading', { name: 'There are no engagements yet' }).waitFor();
    await page.getByRole('link', { name: 'Explore' }).click();
    await page.getByText('No learner matches.').waitFor();
  });
});
