import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { hostileConnection, hostileWebSocket } from './hostile-connections.js';
import { hostileRequests } from './hostile-requests.js';
import type { GraphQLClient } from './graphql-client.js';
import type { ServingProcess } from './processes.js';

export interface AbuseOptions {
  /** Hostile requests over HTTP. */
  readonly requests: number;
  readonly sockets: number;
  readonly webSockets: number;
  /** Honest requests before and after. */
  readonly honest: number;
  readonly seed: number;
  /** How long a bad connection is held at most, in milliseconds. */
  readonly holdMs: number;
  /** Hostile requests under way at once. */
  readonly atOnce: number;
  /** Whether the process writes a snapshot of its heap at SIGUSR2, for which it collects its garbage. */
  readonly collects: boolean;
}

export interface AbuseReport {
  /** Hostile requests by kind and by status. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers that are no GraphQL answers, or say what they should not. */
  readonly illFormed: readonly string[];
  /** Honest requests that failed. */
  readonly honestFailures: readonly string[];
  /** 99th percentile of honest requests in milliseconds: alone, and beside the hostile ones. */
  readonly quietP99: number;
  readonly besideP99: number;
  readonly honestRequests: number;
  /** Resident memory in MiB: before, the highest while it went on, and afterwards. */
  readonly memory: { readonly before: number; readonly highest: number; readonly after: number };
  /** What the heap holds once its garbage is collected, in MiB; null where it cannot be told. */
  readonly live: { readonly before: number; readonly after: number } | null;
  readonly seconds: number;
}

const HONEST = '{ recommendations(userId: "u1", k: 5) { items { rank score content { id title } } } }';
const LEAKS = /node_modules|\bat .+\.(js|ts):\d+|postgres(ql)?:\/\/|SELECT |stack/;
const MEBI = 1024 * 1024;
const HONEST_PAUSE_MS = 10;

/** Sends everything hostile there is, with honest requests beside, and reports what came of it. Bounded in count, and in time by it. */
export async function abuse(service: ServingProcess, options: AbuseOptions): Promise<AbuseReport> {
  const started = performance.now();
  const requests = fc.sample(hostileRequests, { numRuns: options.requests, seed: options.seed });
  const honestFailures: string[] = [];
  await honest(service.client, options.honest, honestFailures);
  // Memory that the first requests make is not the abuse's.
  await send(service.url, requests.slice(0, Math.min(100, requests.length)), options.atOnce, () => undefined);
  const quiet = await honest(service.client, options.honest, honestFailures);
  const liveBefore = options.collects ? await liveHeap(service) : null;
  const before = await residentMemory(service);

  const [kinds, statuses, illFormed] = [new Map<string, number>(), new Map<string, number>(), [] as string[]];
  let [highest, over] = [before, false];
  const watch = setInterval(() => void residentMemory(service).then((now) => (highest = Math.max(highest, now))), 500);
  const beside = (async () => {
    const times: number[] = [];
    while (!over) times.push(...(await honest(service.client, 5, honestFailures)));
    return times;
  })();
  const port = Number(new URL(service.url).port);
  const [answers] = await Promise.all([
    inTurn(options.sockets, 20, (n) => hostileConnection(port, n, options.holdMs)),
    inTurn(options.webSockets, 10, (n) => hostileWebSocket(service.url, n)),
    send(service.url, requests, options.atOnce, (kind, status, text) => {
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1);
      const fault = faultOf(status, text);
      if (fault) illFormed.push(`${kind}: ${fault}`);
    }),
  ]);
  for (const answer of answers) {
    const fault = rawFaultOf(answer);
    if (fault) illFormed.push(`raw connection: ${fault}`);
  }
  over = true;
  clearInterval(watch);
  const times = await beside;

  // Garbage is collected when there is need; a quiet while with honest requests makes some.
  await honest(service.client, options.honest, honestFailures);
  const liveAfter = options.collects ? await liveHeap(service) : null;
  return {
    kinds: Object.fromEntries(kinds),
    statuses: Object.fromEntries(statuses),
    illFormed,
    honestFailures,
    quietP99: percentile(quiet, 0.99),
    besideP99: percentile(times, 0.99),
    honestRequests: quiet.length + times.length,
    memory: { before, highest, after: await residentMemory(service) },
    live: liveBefore !== null && liveAfter !== null ? { before: liveBefore, after: liveAfter } : null,
    seconds: (performance.now() - started) / 1000,
  };
}

async function inTurn<T>(count: number, atOnce: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) results.push(await work(next++));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

async function send(
  url: string,
  requests: readonly { readonly kind: string; readonly body: string }[],
  atOnce: number,
  onAnswer: (kind: string, status: number, text: string) => void,
): Promise<void> {
  await inTurn(requests.length, atOnce, async (n) => {
    const { kind, body } = requests[n]!;
    const headers = {
      'content-type': 'application/json',
      ...(n % 2 === 0 && { accept: 'application/graphql-response+json' }),
    };
    const response = await fetch(new URL('graphql', url), { method: 'POST', headers, body });
    onAnswer(kind, response.status, await response.text());
  });
}

async function honest(client: GraphQLClient, count: number, failures: string[]): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const started = performance.now();
    try {
      const { status, errors } = await client.send(HONEST);
      if (status !== 200 || errors.length > 0) failures.push(`${status} ${JSON.stringify(errors)}`);
    } catch (error) {
      failures.push(String(error));
    }
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, HONEST_PAUSE_MS));
  }
  return times;
}

/** What is wrong with an answer as an answer; null for nothing. */
function faultOf(status: number, text: string): string | null {
  if (LEAKS.test(text)) return `says too much: ${text.slice(0, 300)}`;
  if (status >= 500) return `${status} ${text.slice(0, 300)}`;
  try {
    const answers: unknown[] = [JSON.parse(text)].flat();
    for (const answer of answers) {
      const { data, errors } = answer as {
        data?: unknown;
        errors?: { message?: unknown; extensions?: { code?: unknown } }[];
      };
      if (data === undefined && !errors?.length) return `has neither data nor errors: ${text.slice(0, 300)}`;
      for (const error of errors ?? []) {
        if (typeof error.message !== 'string' || typeof error.extensions?.code !== 'string')
          return `has an error without a message or code: ${text.slice(0, 300)}`;
        if (error.extensions.code === 'INTERNAL') return `is a fault of the service: ${text.slice(0, 300)}`;
      }
    }
    return null;
  } catch {
    return `is no JSON: ${text.slice(0, 300)}`;
  }
}

/** The same for what came over a bare connection, which may be nothing. */
function rawFaultOf(answer: string): string | null {
  if (answer === '' || answer.startsWith('HTTP/1.1 101')) return null;
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
  if (status === undefined) return `is no HTTP: ${answer.slice(0, 100)}`;
  return Number(status) >= 500 || LEAKS.test(answer) ? answer.slice(0, 300) : null;
}

/** In MiB, as the system has it. */
async function residentMemory({ child }: ServingProcess): Promise<number> {
  try {
    const pages = (await readFile(`/proc/${child.pid}/statm`, 'utf8')).split(' ')[1];
    return Math.round((Number(pages) * 4096) / MEBI);
  } catch {
    // Only Linux tells of other processes so.
    return 0;
  }
}

/** In MiB, once the garbage is collected. */
async function liveHeap({ child, url }: ServingProcess): Promise<number> {
  child.kill('SIGUSR2');
  // Writing the snapshot holds everything up: the answer comes after it.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const metrics = await (await fetch(new URL('metrics', url))).text();
  return Math.round(Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(metrics)?.[1]) / MEBI);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN) * 10) / 10;
}
