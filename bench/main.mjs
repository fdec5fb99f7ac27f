/**
 * Measures LearnRec beside the libraries of the field, in one session on one machine.
 *
 *     node bench/main.mjs                              every job but `growth`
 *     node bench/main.mjs sgd ials                     some
 *     node bench/main.mjs --rounds 5 --threads 2 --json result.json
 *     node bench/main.mjs movielens --movielens FOLDER ratings.csv of MovieLens small
 *     node bench/main.mjs quality --data FOLDER         how well every algorithm ranks on real data; see docs/quality.md
 *
 * Data, peers and exchange files are kept in a folder of the system's own for temporary files. See docs/performance.md.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildOrExit } from '../scripts/build.mjs';
import { describeMachine, toTable } from './report.mjs';

const JOBS = {
  ceiling: 'dense products by numpy: what the machine can do',
  sgd: "matrix factorization by stochastic descent against Surprise's SVD",
  ials: 'alternating least squares against implicit, exact and by conjugate gradients',
  serve: 'the ten best of the catalogue for all learners and for one, and fold-in, against implicit',
  'pure-svd': "truncated singular value decomposition against scipy's svds",
  ease: 'the closed form on the whole catalogue',
  notebook: "the notebook's own figures",
  movielens: 'five-fold error on MovieLens small against Surprise (needs --movielens)',
  quality: 'NDCG@10 of every algorithm, or of what an ablation leaves, on real data (needs --data)',
  attainable: 'what histories can tell at most on the realistic made-up data (--size demo, medium or full)',
  growth: 'a million learners, thirty million engagements: time and memory',
};
/** Takes long and much memory: only by name. */
const ON_REQUEST = new Set(['growth', 'quality', 'attainable']);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '2' },
    movielens: { type: 'string' },
    data: { type: 'string', multiple: true },
    algorithms: { type: 'string' },
    seeds: { type: 'string' },
    size: { type: 'string' },
    budget: { type: 'string', default: '600' },
    ablations: { type: 'boolean' },
    inner: { type: 'boolean' },
    cold: { type: 'boolean' },
    'without-twins': { type: 'boolean' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(JOBS, name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no job "${unknown[0]}".`);
  for (const [name, what] of Object.entries(JOBS)) console.error(`  ${name.padEnd(10)} ${what}`);
  process.exit(values.help ? 0 : 2);
}

await buildOrExit();
const names = positionals.length > 0 ? positionals : Object.keys(JOBS).filter((name) => !ON_REQUEST.has(name));
const options = {
  rounds: Number(values.rounds),
  threads: Number(values.threads),
  movielens: values.movielens,
  data: values.data,
  algorithms: values.algorithms?.split(','),
  seeds: values.seeds && Number(values.seeds),
  budget: Number(values.budget),
  ablations: values.ablations,
  inner: values.inner,
  cold: values.cold,
  size: values.size,
  withoutTwins: values['without-twins'],
};
const lines = [];
for (const name of names) {
  console.error(`${name}: ${JOBS[name]} ...`);
  const { run } = await import(`./jobs/${name}.mjs`);
  const found = await run(options);
  if (found.length > 0) console.error(`${toTable(found)}\n`);
  lines.push(...found);
}
const machine = describeMachine(options.threads);
if (lines.length > 0) console.log(toTable(lines));
console.log(
  `\n${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}; ` +
    `${machine.threads} threads on both sides; load of the last 15 minutes ${machine.load}; medians of ${options.rounds} alternating rounds; ${machine.date}.`,
);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, rounds: options.rounds, lines }, null, 2)}\n`);
