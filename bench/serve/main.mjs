/**
 * Measures the API of a real service process beside other ways to serve the same schema, in one session on one machine.
 *
 *     node bench/serve/main.mjs                                  100,000 learners, 10,000 contents, 3,000,000 engagements
 *     node bench/serve/main.mjs --size demo --seconds 3          quick
 *     node bench/serve/main.mjs --only list,many                 some operations
 *     node bench/serve/main.mjs --soak 600                       ten minutes at two thirds of the top rate
 *     node bench/serve/main.mjs --training                       with a training in a worker
 *
 * Data and peers are kept in a folder of the system's own for temporary files. See docs/performance.md.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildOrExit } from '../../scripts/build.mjs';
import { median } from '../measure.mjs';
import { describeMachine } from '../report.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'full' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string', default: 'list,many,similar,record' },
    contestants: { type: 'string', default: 'learnrec,stock,mercurius,ceiling' },
    soak: { type: 'string' },
    training: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

await buildOrExit();
const { installPeers } = await import('./peers.mjs');
installPeers();
const { openDatabase, SIZES } = await import('./database.mjs');
const { startContestant, TOKEN } = await import('./contestants.mjs');
const { startLoad, stopAll } = await import('./process.mjs');

const size = SIZES[values.size];
const seconds = Number(values.seconds);
const connections = Number(values.connections);
const database = await openDatabase(values.size);
const load = startLoad();
const report = { machine: describeMachine(1), size: values.size, seconds, rounds: Number(values.rounds), lines: [] };
try {
  if (values.soak) await soak(Number(values.soak));
  else if (values.training) await underTraining();
  else await compare();
} finally {
  await stopAll();
  await database.close();
}
console.log(`\n${JSON.stringify(report.machine)}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

/** One run, with the processor time that it took the contestant for a request: what is left of a ratio on a busy machine. */
async function measure(contestant, kind, options = {}) {
  const before = contestant.processor();
  const result = await load.run({ url: contestant.url, token: TOKEN, kind, size, seconds, connections, ...options });
  const used = contestant.processor() - before;
  return { ...result, processor: (1e6 * used) / Math.max(1, result.requests), memory: contestant.memory() };
}

async function compare() {
  const names = values.contestants.split(',');
  const kinds = values.only.split(',');
  const found = Object.fromEntries(kinds.map((kind) => [kind, Object.fromEntries(names.map((name) => [name, []]))]));
  const env = { ...database.environment };
  // The answer that the ceiling sends is one of the service's own.
  const answers = await sampleAnswers(kinds);
  for (let round = 0; round < report.rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      for (const kind of kinds) {
        const contestant = await startContestant(name, { ...env, ANSWER: answers[kind] });
        await measure(contestant, kind, { seconds: Math.max(2, seconds / 3), seed: 99 });
        found[kind][name].push(await measure(contestant, kind, { seed: round + 1 }));
        await contestant.close();
        const { rate, processor, p50, p99, failed } = found[kind][name].at(-1);
        console.error(
          `${kind} ${name}: ${rate.toFixed(0)}/s, ${processor.toFixed(0)} us of processor, p50 ${p50} p99 ${p99} ms, failed ${failed}`,
        );
      }
    }
  }
  for (const kind of kinds) {
    console.log(
      `\n${kind}\n| | requests/s | processor us/request | p50 ms | p99 ms | failed | memory MiB |\n|---|---|---|---|---|---|---|`,
    );
    for (const name of names) {
      const rounds = found[kind][name];
      const of = (key) => median(rounds.map((round) => round[key]));
      const cells = [
        of('rate').toFixed(0),
        of('processor').toFixed(0),
        of('p50'),
        of('p99'),
        of('failed'),
        (of('memory') / 2 ** 20).toFixed(0),
      ];
      console.log(`| ${name} | ${cells.join(' | ')} |`);
      report.lines.push({ kind, name, rounds });
    }
  }
  if (names.includes('learnrec')) await latencies(kinds, found);
}

/** At half the top rate, and for a single client. */
async function latencies(kinds, found) {
  console.log(
    '\n| learnrec | half the top rate: p50 ms | p99 ms | one client: p50 ms | p99 ms |\n|---|---|---|---|---|',
  );
  for (const kind of kinds) {
    const contestant = await startContestant('learnrec', database.environment);
    await measure(contestant, kind, { seconds: Math.max(2, seconds / 3), seed: 99 });
    const rate = Math.round(median(found[kind].learnrec.map((round) => round.rate)) / 2);
    const half = await measure(contestant, kind, { rate });
    const single = await measure(contestant, kind, { connections: 1 });
    await contestant.close();
    console.log(`| ${kind} | ${half.p50} | ${half.p99} | ${single.p50} | ${single.p99} |`);
    report.lines.push({ kind, half, single });
  }
}

async function sampleAnswers(kinds) {
  const { operations, createDraw } = await import('./operations.mjs');
  const contestant = await startContestant('learnrec', database.environment);
  const answers = {};
  for (const kind of kinds) {
    const body = JSON.stringify(operations(size)[kind](createDraw(1)));
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${contestant.url}graphql`, { method: 'POST', headers, body });
    answers[kind] = await response.text();
    if (answers[kind].includes('"errors"')) throw new Error(`${kind} fails: ${answers[kind].slice(0, 300)}`);
  }
  await contestant.close();
  return answers;
}

/** A long run at two thirds of the top rate, its memory looked at every so often. */
async function soak(total) {
  const contestant = await startContestant('learnrec', database.environment);
  await measure(contestant, 'mix', { seconds: 5, seed: 99 });
  const top = await measure(contestant, 'mix');
  const rate = Math.round((2 * top.rate) / 3);
  console.log(
    `top ${top.rate.toFixed(0)}/s; ${total} s at ${rate}/s\n| after s | requests/s | p50 ms | p99 ms | max ms | failed | memory MiB |\n|---|---|---|---|---|---|---|`,
  );
  const part = Math.min(30, total);
  for (let done = 0; done < total; done += part) {
    const one = await measure(contestant, 'mix', { seconds: part, rate, seed: done });
    report.lines.push({ soak: done + part, ...one });
    console.log(
      `| ${done + part} | ${one.rate.toFixed(0)} | ${one.p50} | ${one.p99} | ${one.max} | ${one.failed} | ${(one.memory / 2 ** 20).toFixed(0)} |`,
    );
  }
  await contestant.close();
}

/** The mix at half the top rate while a training runs in a worker of its own. */
async function underTraining() {
  const { startWorker, retrain } = await import('./training.mjs');
  const contestant = await startContestant('learnrec', database.environment);
  const worker = await startWorker({ ...database.environment, ADMIN_TOKEN: TOKEN });
  await measure(contestant, 'mix', { seconds: 5, seed: 99 });
  const top = await measure(contestant, 'mix');
  const rate = Math.round(top.rate / 2);
  const quiet = await measure(contestant, 'mix', { rate });
  const training = retrain(contestant.url, TOKEN);
  const parts = [];
  while (!(await training.ended())) {
    parts.push(await measure(contestant, 'mix', { rate, seconds: 5, seed: parts.length }));
    const { p50, p99, max, failed } = parts.at(-1);
    console.error(`after ${5 * parts.length} s of training: p50 ${p50} p99 ${p99} max ${max} ms, failed ${failed}`);
  }
  const worst = (key) => Math.max(...parts.map((one) => one[key]));
  console.log(`mix at ${rate}/s, quiet: p50 ${quiet.p50} p99 ${quiet.p99} max ${quiet.max} ms`);
  console.log(
    `while a training ran (${parts.length * 5} s): p99 at most ${worst('p99')}, max ${worst('max')} ms, failed ${parts.reduce((a, b) => a + b.failed, 0)}`,
  );
  report.lines.push({ quiet, parts });
  await worker.close();
  await contestant.close();
}
