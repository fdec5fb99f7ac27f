/**
 * Measures how soon an engagement that is sent to one process changes the list that another answers, and the one that it sends
 * by a subscription. Both are real services over one Postgres.
 *
 *     node bench/life/instant.mjs                           100,000 learners, 10,000 contents, 3,000,000 engagements
 *     node bench/life/instant.mjs --size demo --posts 100   quick
 */
import { parseArgs } from 'node:util';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { buildOrExit } from '../../scripts/build.mjs';
import { median, percentile } from '../measure.mjs';
import { describeMachine } from '../report.mjs';

const { values } = parseArgs({
  options: { size: { type: 'string', default: 'full' }, posts: { type: 'string', default: '100' } },
});
await buildOrExit();
const { openDatabase, SIZES } = await import('../serve/database.mjs');
const { startContestant, TOKEN } = await import('../serve/contestants.mjs');

const LIST = 'query ($id: ID!) { recommendations(userId: $id, k: 10) { items { content { id } } } }';
const RECORD = `mutation ($id: ID!, $content: ID!) {
  recordEngagements(input: [{ userId: $id, contentId: $content, engagementType: COMPLETED, durationSeconds: 900, liked: true }]) {
    recorded userErrors { message } } }`;
const FOLLOW = 'subscription ($id: ID!) { recommendationsChanged(userId: $id, k: 10) { items { content { id } } } }';
/** For a subscription to begin: what comes before it has, it does not send. */
const SETTLE_MS = 60;

const database = await openDatabase(values.size);
const [a, b] = [
  await startContestant('learnrec', database.environment),
  await startContestant('learnrec', database.environment),
];
try {
  const answered = [];
  const sent = [];
  for (let n = 0; n < Number(values.posts); n++) {
    const id = String(((n * 7919) % SIZES[values.size].users) + 1);
    const live = follow(b.url, id);
    const [best] = await list(b.url, id);
    await sleep(SETTLE_MS);
    const started = performance.now();
    const { recordEngagements } = await ask(a.url, RECORD, { id, content: best });
    if (recordEngagements.recorded !== 1) throw new Error(JSON.stringify(recordEngagements));
    const now = await list(b.url, id);
    answered.push(performance.now() - started);
    if (now.includes(best)) throw new Error(`The list of ${id} still has ${best}.`);
    const pushed = await live.next;
    sent.push(pushed.at - started);
    if (pushed.ids.includes(best)) throw new Error(`The list sent to ${id} still has ${best}.`);
    await live.close();
  }
  const row = (what, ms) =>
    `| ${what} | ${median(ms).toFixed(1)} | ${percentile(ms, 99).toFixed(1)} | ${Math.max(...ms).toFixed(1)} |`;
  console.log(`\n| ${values.posts} engagements posted to process A | p50 ms | p99 ms | max ms |\n|---|---|---|---|`);
  console.log(row('posted, and the next list asked of process B without it', answered));
  console.log(row('posted, and the new list sent by a subscription of process B', sent));
} finally {
  await Promise.all([a.close(), b.close()]);
  await database.close();
}
console.log(`\n${JSON.stringify(describeMachine(1))}`);

async function ask(url, query, variables) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${url}graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function list(url, id) {
  const { recommendations } = await ask(url, LIST, { id });
  return recommendations.items.map(({ content }) => content.id);
}

/** Follows a learner's list. `next`: the first list that is sent, and when. */
function follow(url, id) {
  const client = createClient({
    url: `${url.replace('http', 'ws')}graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    connectionParams: { authorization: `Bearer ${TOKEN}` },
  });
  const next = new Promise((resolve, reject) => {
    client.subscribe(
      { query: FOLLOW, variables: { id } },
      {
        next: ({ data, errors }) =>
          errors
            ? reject(new Error(JSON.stringify(errors)))
            : resolve({
                at: performance.now(),
                ids: data.recommendationsChanged.items.map(({ content }) => content.id),
              }),
        error: reject,
        complete: () => undefined,
      },
    );
  });
  next.catch(() => undefined);
  return { next, close: () => client.dispose() };
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
