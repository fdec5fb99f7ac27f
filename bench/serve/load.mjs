/**
 * A process that sends requests: one job a line on standard input, its result as a line on standard output. Apart from the process
 * that is measured, so that the two do not share a thread.
 */
import { createInterface } from 'node:readline';
import { peer } from './peers.mjs';
import { createDraw, operations } from './operations.mjs';

const { default: autocannon } = await peer('autocannon');
/** Requests made before a run; they are sent again and again. */
const BODIES = 5000;

async function run({ url, token, kind, size, seconds, connections, rate, seed = 1 }) {
  const draw = createDraw(seed);
  const make = operations(size)[kind];
  const bodies = Array.from({ length: BODIES }, () => JSON.stringify(make(draw)));
  let next = 0;
  let failed = 0;
  const result = await autocannon({
    url: `${url}graphql`,
    method: 'POST',
    connections,
    duration: seconds,
    ...(rate && { overallRate: rate }),
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

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await run(JSON.parse(line)).catch((error) => ({ error: error.message }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
