/**
 * Measures what logging lists costs: the processor time of a list of ten with sampling off, at the default and of every list. Lists
 * are asked for without reasons, so that the logged ones are all that reasons are worked out for.
 *
 *     node bench/life/list-log.mjs                              100,000 learners, 10,000 contents, 3,000,000 engagements
 *     node bench/life/list-log.mjs --size demo --requests 500   quick
 */
import { parseArgs } from 'node:util';
import { buildOrExit } from '../../scripts/build.mjs';
import { alternate, median } from '../measure.mjs';
import { describeMachine } from '../report.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'full' },
    requests: { type: 'string', default: '1500' },
    rounds: { type: 'string', default: '5' },
  },
});
await buildOrExit();
const { openDatabase, SIZES } = await import('../serve/database.mjs');
const { startContestant, TOKEN } = await import('../serve/contestants.mjs');

const SHARES = ['0', '0.1', '1'];
const LIST = 'query ($id: ID!) { recommendations(userId: $id, k: 10) { id items { score content { id title } } } }';
const AT_ONCE = 8;

const database = await openDatabase(values.size);
const services = [];
try {
  for (const LIST_SAMPLE of SHARES)
    services.push(await startContestant('learnrec', { ...database.environment, LIST_SAMPLE }));
  const contestants = Object.fromEntries(SHARES.map((share, n) => [share, () => run(services[n])]));
  const { seconds, cpu } = await alternate(Number(values.rounds), contestants);
  console.log('\n| LIST_SAMPLE | processor ms a list | of that without logging | lists a second |\n|---|---|---|---|');
  for (const share of SHARES) {
    const each = (1000 * median(cpu[share])) / Number(values.requests);
    const ratio = median(cpu[share].map((taken, round) => taken / cpu['0'][round]));
    console.log(
      `| ${share} | ${each.toFixed(2)} | ${ratio.toFixed(2)} | ${(Number(values.requests) / median(seconds[share])).toFixed(0)} |`,
    );
  }
} finally {
  await Promise.all(services.map((service) => service.close()));
  await database.close();
}
console.log(`\n${JSON.stringify(describeMachine(1))}`);

/** The same learners for all; what is logged is written at the end of each second, and counts too. */
async function run({ url, processor }) {
  const before = processor();
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < Number(values.requests)) await list(url, String(((next++ * 7919) % SIZES[values.size].users) + 1));
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return { seconds, cpu: processor() - before };
}

async function list(url, id) {
  const response = await fetch(`${url}graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ query: LIST, variables: { id } }),
  });
  const { errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
}
