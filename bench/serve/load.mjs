/**
 * A process that sends requests: one job a line on standard input, its result as a line on standard output. Apart from the process
 * that is measured, so that the two do not share a thread.
 */
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { peer } from './peers.mjs';
import { createDraw, operations } from './operations.mjs';

const { default: autocannon } = await peer('autocannon');
/** Requests made before a run; they are sent again and again. */
const BODIES = 5000;

/** Bodies of one kind, the same for the same seed. */
function bodiesOf({ kind, size, seed = 1 }) {
  const draw = createDraw(seed);
  const make = operations(size)[kind];
  return Array.from({ length: BODIES }, () => JSON.stringify(make(draw)));
}

/** As many requests as come back: each connection sends the next one when it has its answer. */
async function runClosed({ url, token, seconds, connections, ...rest }) {
  const bodies = bodiesOf(rest);
  let next = 0;
  let failed = 0;
  const result = await autocannon({
    url: `${url}graphql`,
    method: 'POST',
    connections,
    duration: seconds,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    requests: [{ setupRequest: (request) => ({ ...request, body: bodies[next++ % BODIES] }) }],
    setupClient: (client) => {
      client.on('body', (body) => {
        if (body.toString().startsWith('{"errors"')) failed++;
      });
    },
  });
  const { latency, requests, errors, timeouts, non2xx } = result;
  return {
    rate: requests.total / result.duration,
    requests: requests.total,
    p50: latency.p50,
    p99: latency.p99,
    max: latency.max,
    failed: failed + errors + timeouts + non2xx,
  };
}

/** So many requests a second at even distances, whether answers have come or not; a time runs from when its request was due. */
async function runPaced({ url, token, seconds, connections, rate, ...rest }) {
  const bodies = bodiesOf(rest).map((body) => Buffer.from(body));
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const times = [];
  let [failed, open] = [0, 0];
  const send = (body, due) => {
    open++;
    const done = (ok) => {
      open--;
      if (ok) times.push(performance.now() - due);
      else failed++;
    };
    const sent = request(
      `${url}graphql`,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
      (response) => {
        let start = '';
        response.on('data', (chunk) => (start ||= chunk.toString('latin1', 0, 9)));
        response.on('end', () => done(response.statusCode === 200 && start !== '{"errors"'));
      },
    );
    sent.on('error', () => done(false));
    sent.end(body);
  };
  const started = performance.now();
  const total = Math.round(rate * seconds);
  for (let n = 0; n < total;) {
    const now = performance.now() - started;
    for (; n < total && (1000 * n) / rate <= now; n++) send(bodies[n % BODIES], started + (1000 * n) / rate);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const last = performance.now();
  while (open > 0 && performance.now() - last < 10_000) await new Promise((resolve) => setTimeout(resolve, 5));
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share) =>
    Math.round(10 * (times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN)) / 10;
  const requests = times.length + failed + open;
  return { rate: requests / seconds, requests, p50: at(0.5), p99: at(0.99), max: at(1), failed: failed + open };
}

const run = (job) => (job.rate ? runPaced(job) : runClosed(job));

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await run(JSON.parse(line)).catch((error) => ({ error: error.message }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
