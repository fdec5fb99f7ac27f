/**
 * Measures how soon a training that runs inside a service stops when it is cancelled, and whether memory comes back.
 *
 *     node bench/life/cancel.mjs                100,000 learners, 10,000 contents, 3,000,000 engagements
 *     node bench/life/cancel.mjs --size demo    quick
 */
import { parseArgs } from 'node:util';
import { buildOrExit } from '../../scripts/build.mjs';
import { describeMachine } from '../report.mjs';

const { values } = parseArgs({ options: { size: { type: 'string', default: 'full' } } });
await buildOrExit();
const { openDatabase } = await import('../serve/database.mjs');
const { startProbed } = await import('./probed-service.mjs');

/** What is cancelled, and in which phase. */
const CASES = [
  ['reading engagements', '{ algorithm: POPULARITY }'],
  [
    'fitting',
    '{ algorithm: IALS, hyperParameters: [{ name: "factors", value: 256 }, { name: "epochs", value: 100 }] }',
  ],
  ['fitting', '{ algorithm: EASE }'],
  [
    'fitting',
    '{ algorithm: SVD, hyperParameters: [{ name: "factors", value: 200 }, { name: "epochs", value: 1000 }] }',
  ],
  ['choosing', '{ algorithm: AUTO }'],
];
/** In the phase for so long before it is cancelled. */
const WITHIN_MS = 1500;
const SETTLE_MS = 2000;

const database = await openDatabase(values.size);
const service = await startProbed(database.environment, { worker: true });
try {
  const mb = (bytes) => (bytes / 2 ** 20).toFixed(0);
  const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
  const memory = async () => {
    const { heapUsed, external, rss } = await service.probe('collect');
    return `${mb(heapUsed + external)} / ${mb(rss)}`;
  };
  await sleep(SETTLE_MS);
  console.log('\nMiB: the heap and what is outside of it, garbage collected / resident\n');
  row(['cancelled while', 'ms to CANCELLED', 'MiB before', 'running', 'after']);
  row(['---', '---', '---', '---', '---']);
  for (const [phase, input] of CASES) {
    const before = await memory();
    const { retrain } = await service.ask(`mutation { retrain(input: ${input}) { trainingJob { id } } }`);
    const { id } = retrain.trainingJob;
    await until(async () => (await job(id)).phase.startsWith(phase));
    if (phase !== 'reading engagements') await sleep(WITHIN_MS);
    const { rss } = await service.probe('read');
    const started = performance.now();
    await service.ask('mutation ($id: ID!) { cancelTraining(jobId: $id) { userErrors { message } } }', { id });
    await until(async () => (await job(id)).finishedAt !== null);
    const took = performance.now() - started;
    const { status } = await job(id);
    if (status !== 'CANCELLED') throw new Error(`The training is ${status}.`);
    await sleep(SETTLE_MS);
    row([`${phase}: \`${input.slice(13, -2).split(',')[0]}\``, took.toFixed(0), before, mb(rss), await memory()]);
  }
} finally {
  await service.close();
  await database.close();
}
console.log(`\n${JSON.stringify(describeMachine(1))}`);

async function job(id) {
  const { trainingJob } = await service.ask('query ($id: ID!) { trainingJob(id: $id) { status phase finishedAt } }', {
    id,
  });
  return trainingJob;
}

async function until(holds) {
  while (!(await holds())) await sleep(10);
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
