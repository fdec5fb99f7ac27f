/**
 * Screenshots of the Studio of a service that runs, for the README and for looking at them:
 *
 *     node scripts/screenshots.mjs                              the two of the README, into docs/images
 *     node scripts/screenshots.mjs --all --out FOLDER           every view, light and dark, wide and narrow
 *     node scripts/screenshots.mjs --url http://127.0.0.1:4000/ --learner 7
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from './find-browser.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4000/' },
    learner: { type: 'string', default: '7' },
    out: { type: 'string', default: 'docs/images' },
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 360, height: 740 };
const { learner } = values;

/** Name, address, and the region whose content tells that the view is complete. */
const VIEWS = [
  ['start', 'explore', 'Learners'],
  ['explore', `explore?learner=${learner}&alpha=0.25`, 'Recommendations'],
  ['content', `explore?learner=${learner}&item=1`, 'Similar content'],
  ['profile', 'explore?profile=1&title=Data+Analyst&department=Finance&seniority=MID&liked=1', 'Recommendations'],
  ['evaluate', 'evaluate?run=1', 'By segment'],
  ['insights', 'insights', 'Balance of the catalogue'],
  ['models', 'models', 'Stored models'],
  ['train', 'models?train=1', 'Stored models'],
];

/** What the README shows. */
const README = [
  { name: 'studio-explore', view: 'explore', scheme: 'light', size: WIDE, whole: false },
  { name: 'studio-insights', view: 'insights', scheme: 'dark', size: WIDE, whole: false },
];
const EVERYTHING = VIEWS.flatMap(([view]) =>
  [WIDE, NARROW].flatMap((size) =>
    ['light', 'dark'].map((scheme) => ({ name: `${view}-${scheme}-${size.width}`, view, scheme, size, whole: true })),
  ),
);

const executablePath = findBrowser();
if (!executablePath) {
  console.error('There is no Chromium on the PATH; CHROMIUM_PATH can name one.');
  process.exit(1);
}
mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const wanted = (values.all ? EVERYTHING : README).filter(({ name }) => !values.only || name.includes(values.only));
  for (const shot of wanted) await take(shot);
} finally {
  await browser.close();
}

async function take({ name, view, scheme, size, whole }) {
  const [, path, region] = VIEWS.find(([id]) => id === view);
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(new URL(path, values.url).href);
  await page
    .getByLabel(region)
    .or(page.getByRole('heading', { name: region }))
    .first()
    .waitFor();
  await page.waitForFunction(() => !document.querySelector('.skeleton, [aria-busy=true], main [data-kind=loading]'));
  // Plots are drawn when their place has its width.
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const file = join(values.out, `${name}.png`);
  await page.screenshot({ path: file, fullPage: whole });
  console.log(file);
  await context.close();
}
