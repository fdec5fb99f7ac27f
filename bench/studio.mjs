/**
 * Measures the Studio in headless Chromium, before a service that runs (`npm start`):
 *
 *     node bench/studio.mjs
 *     node bench/studio.mjs --url http://127.0.0.1:4000/ --learner 7 --rounds 7
 *
 * What is loaded at first, how soon the page can be used (with the processor as it is, and four times slower, as Lighthouse does
 * for phones), and how long an interaction takes to be seen: the Event Timing API's time from the input to the next paint.
 */
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/find-browser.mjs';
import { median } from './measure.mjs';
import { describeMachine } from './report.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4000/' },
    learner: { type: 'string', default: '7' },
    rounds: { type: 'string', default: '5' },
  },
});
const executablePath = findBrowser();
if (!executablePath) {
  console.error('There is no Chromium on the PATH; CHROMIUM_PATH can name one.');
  process.exit(1);
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  await reportSize();
  await reportLoading();
  await reportInteractions();
  const { processor, cores, node, load, date } = describeMachine(1);
  console.log(
    `\n${processor}, ${cores} cores, Node ${node}, Chromium ${browser.version()}; load of the last 15 minutes ${load}; ${date}.`,
  );
} finally {
  await browser.close();
}

/** A new window without anything in its cache. */
async function openPage(path, { slowdown = 1, prepare } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  if (slowdown > 1) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }
  if (prepare) await page.addInitScript(prepare);
  await page.goto(new URL(path, values.url).href);
  return page;
}

async function reportSize() {
  const page = await openPage('explore');
  await page.getByRole('list', { name: 'Learners' }).getByRole('button').first().waitFor();
  const names = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('/assets/')),
  );
  let [plain, zipped] = [0, 0];
  for (const url of [values.url, ...names]) {
    const body = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
    plain += (await body.arrayBuffer()).byteLength;
    const packed = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
    zipped += Number(packed.headers.get('content-length'));
    await packed.body?.cancel();
  }
  console.log(
    `First load: ${names.length + 1} files, ${(zipped / 1000).toFixed(1)} kB gzipped, ${(plain / 1000).toFixed(0)} kB plain.`,
  );
  await page.context().close();
}

/** Notes when the content of the view is there, and what kept the page from answering. */
function watchLoading() {
  window.found = { content: null, blocked: 0, last: 0, largest: 0 };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      window.found.blocked += duration - 50;
      window.found.last = startTime + duration;
    }
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) window.found.largest = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  const wanted = '[aria-label=Learners] button, [aria-label=Recommendations] > li';
  new MutationObserver((_, observer) => {
    if (!document.querySelector(wanted)) return;
    observer.disconnect();
    requestAnimationFrame(() => (window.found.content = performance.now()));
  }).observe(document, { childList: true, subtree: true });
}

async function reportLoading() {
  console.log('\n| first load | slowdown | first paint ms | largest paint ms | interactive ms | blocked ms |');
  console.log('|---|---|---|---|---|---|');
  for (const [name, path] of [
    ['choosing a learner', 'explore'],
    ["a learner's list", `explore?learner=${values.learner}`],
  ]) {
    for (const slowdown of [1, 4]) {
      const rounds = [];
      // The first warms the service.
      for (let round = 0; round <= Number(values.rounds); round++) {
        const page = await openPage(path, { slowdown, prepare: watchLoading });
        await page.waitForFunction(() => window.found.content !== null);
        await page.waitForLoadState('networkidle');
        const found = await page.evaluate(() => ({
          ...window.found,
          first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
        }));
        if (round > 0) rounds.push({ ...found, interactive: Math.max(found.content, found.last) });
        await page.context().close();
      }
      const of = (key) => Math.round(median(rounds.map((round) => round[key])));
      console.log(
        `| ${name} | ${slowdown} | ${of('first')} | ${of('largest')} | ${of('interactive')} | ${of('blocked')} |`,
      );
    }
  }
}

function watchEvents() {
  window.events = [];
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) if (interactionId > 0) window.events.push(duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}

async function reportInteractions() {
  const page = await openPage(`explore?learner=${values.learner}`, { prepare: watchEvents });
  const list = page.getByRole('list', { name: 'Recommendations' });
  await page.getByRole('img', { name: /^Ranks 1 to/ }).waitFor();
  const slider = page.getByRole('slider', { name: /^Alpha/ });
  const interactions = {
    'alpha slider, 30 steps by keys': async () => {
      await slider.focus();
      for (let n = 0; n < 30; n++) await page.keyboard.press('ArrowLeft');
    },
    'alpha slider, dragged along': async () => {
      const { x, y, width, height } = await slider.boundingBox();
      await page.mouse.move(x + width - 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + 2, y + height / 2, { steps: 20 });
      await page.mouse.up();
    },
    'include seen': () => page.getByRole('checkbox', { name: 'Include seen' }).click(),
    'seen, and undo': async () => {
      await list.getByRole('button', { name: 'Seen' }).first().click();
      await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    },
    'open content': () => list.getByRole('heading').getByRole('button').first().click(),
    'to Insights': () => page.getByRole('link', { name: 'Insights' }).click(),
    'to Models': () => page.getByRole('link', { name: 'Models', exact: true }).click(),
    'to Evaluate': () => page.getByRole('link', { name: 'Evaluate' }).click(),
    'to Explore': () => page.getByRole('link', { name: 'Explore' }).click(),
    'typing a search': () => page.getByLabel('Find a learner').pressSequentially('data scientist'),
  };
  console.log('\n| interaction | inputs that took 16 ms or more | slowest ms |\n|---|---|---|');
  for (const [name, act] of Object.entries(interactions)) {
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => (window.events.length = 0));
    await act();
    // Entries come after the paint that they measure.
    await page.waitForTimeout(500);
    const found = await page.evaluate(() => window.events);
    console.log(`| ${name} | ${found.length} | ${found.length > 0 ? Math.max(...found) : 'under 16'} |`);
  }
  await page.context().close();
}
