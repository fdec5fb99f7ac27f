/**
 * Measures what a swap of models costs the requests of a service, and whether memory comes back: recommendations are asked for
 * at a steady rate, first with one model in service, then while two models are activated in turn. Every answer is compared with
 * that of the model that it names.
 *
 *     node bench/life/swap.mjs                         100,000 learners, 10,000 contents, 3,000,000 engagements
 *     node bench/life/swap.mjs --size demo --swaps 4   quick
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildOrExit } from '../../scripts/build.mjs';
import { median, percentile } from '../measure.mjs';
import { describeMachine } from '../report.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'full' },
    swaps: { type: 'string', default: '10' },
    rate: { type: 'string', default: '50' },
  },
});
await buildOrExit();
const { openDatabase, SIZES } = await import('../serve/database.mjs');
const { CLI, startProbed } = await import('./probed-service.mjs');

const LIST =
  'query ($id: ID!) { recommendations(userId: $id, k: 10) { servedBy { modelVersion } items { score content { id } } } }';
const ACTIVATE =
  'mutation ($id: ID!) { activateModel(id: $id) { model { id algorithm sizeBytes } userErrors { message } } }';
/** What the two models are made of: the largest snapshot, and the one that takes most work to load. */
const ALGORITHMS = ['EASE', 'IALS'];
const LEARNERS = 50;
const SETTLE_MS = 3000;

const database = await openDatabase(values.size);
const service = await startProbed(database.environment);
try {
  const models = await twoModels();
  const users = Array.from({ length: LEARNERS }, (_, n) => String(((n * 7919) % SIZES[values.size].users) + 1));
  const lists = new Map();
  for (const id of [...models].reverse()) {
    await activate(id);
    for (const user of users) lists.set(`${id} ${user}`, (await list(user)).answer);
  }
  // Both have served now, and code is compiled.
  for (const id of [...models].reverse()) await activate(id);
  await sleep(SETTLE_MS);
  const before = await service.probe('collect');
  const quiet = await load(users, lists, async () => sleep(1000 * Number(values.swaps)));
  const swaps = [];
  const busy = await load(users, lists, async () => {
    for (let n = 0; n < Number(values.swaps); n++) {
      const started = performance.now();
      await activate(models[(n + 1) % 2]);
      swaps.push(performance.now() - started);
      await sleep(500);
    }
  });
  if (Number(values.swaps) % 2 === 1) await activate(models[0]);
  await sleep(SETTLE_MS);
  const after = await service.probe('collect');
  const middle = median(quiet.ms);
  const n = (value) => value.toFixed(1);
  const row = (what, { ms, stop, busy, failed, mixed }) =>
    `| ${what} | ${ms.length} | ${failed} | ${mixed} | ${n(median(ms))} | ${n(percentile(ms, 99))} | ${n(Math.max(...ms))} | ` +
    `${n(Math.max(...ms) - middle)} | ${n(stop)} | ${n(busy)} |`;
  console.log(
    `\n| | requests | failed | of another model | p50 ms | p99 ms | max ms | max over quiet p50 | longest stop of the main thread ms | of that computing |\n|---|---|---|---|---|---|---|---|---|---|`,
  );
  console.log(row('one model in service', quiet));
  console.log(row(`${swaps.length} swaps`, busy));
  const mb = (bytes) => n(bytes / 2 ** 20);
  console.log('\n| MiB, garbage collected | heap | outside of it | resident |\n|---|---|---|---|');
  for (const [what, memory] of [
    ['before', before],
    ['after', after],
  ])
    console.log(`| ${what} | ${mb(memory.heapUsed)} | ${mb(memory.external)} | ${mb(memory.rss)} |`);
  console.log(
    `\nA swap, its model checked and loaded: median ${n(median(swaps))} ms, longest ${n(Math.max(...swaps))} ms.`,
  );
} finally {
  await service.close();
  await database.close();
}
console.log(`\n${JSON.stringify(describeMachine(1))}`);

/** The newest model of each algorithm; trained where there is none. */
async function twoModels() {
  const newest = async () => {
    const { models } = await service.ask('{ models(first: 50) { nodes { id algorithm } } }');
    return ALGORITHMS.map((algorithm) => models.nodes.find((model) => model.algorithm === algorithm)?.id);
  };
  const found = await newest();
  for (const [n, id] of found.entries())
    if (!id)
      spawnSync(process.execPath, [CLI, 'train', '--algorithm', ALGORITHMS[n], '--quiet'], {
        env: { ...process.env, ...database.environment },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
  return found.includes(undefined) ? newest() : found;
}

/** Asks at a steady rate, whether or not answers come, until the work is done. */
async function load(users, lists, work) {
  await service.probe('reset');
  const ms = [];
  let failed = 0;
  let mixed = 0;
  let next = 0;
  const open = new Set();
  const timer = setInterval(
    () => {
      const user = users[next++ % users.length];
      const one = list(user)
        .then(({ answer, model, took }) => {
          ms.push(took);
          if (answer !== lists.get(`${model} ${user}`)) mixed++;
        })
        .catch(() => void failed++)
        .finally(() => open.delete(one));
      open.add(one);
    },
    1000 / Number(values.rate),
  );
  await work();
  clearInterval(timer);
  await Promise.all(open);
  const { stop, busy } = await service.probe('read');
  return { ms, failed, mixed, stop, busy };
}

async function activate(id) {
  const { activateModel } = await service.ask(ACTIVATE, { id });
  if (activateModel.model?.id !== id) throw new Error(JSON.stringify(activateModel));
  return activateModel.model;
}

async function list(user) {
  const started = performance.now();
  const { recommendations } = await service.ask(LIST, { id: user });
  const took = performance.now() - started;
  return { answer: JSON.stringify(recommendations.items), model: recommendations.servedBy.modelVersion, took };
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
