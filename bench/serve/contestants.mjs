import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { memoryOf, processorSecondsOf, startOnCore, stop } from './process.mjs';

export const TOKEN = 'a-token-of-the-bench-0123456789';
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What answers: its process, started on a core of its own. */
const STARTS = {
  /** The service as it is run, every protection on, a line of log for every request. */
  learnrec: (env) =>
    startService(['serve', '--no-worker', '--port', '0'], {
      ...env,
      // Counted as for any client, and never used up.
      RATE_LIMIT_TOKEN: '2000000000',
      ADMIN_TOKEN: TOKEN,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
    }),
  stock: (env) => startScript('stock', { ...env, NODE_ENV: 'production' }),
  mercurius: (env) => startScript('mercurius', { ...env, NODE_ENV: 'production' }),
  ceiling: (env) => startScript('ceiling', env),
};

export const CONTESTANTS = Object.keys(STARTS);

/** Starts one and waits until it answers. */
export async function startContestant(name, env) {
  const { child, lines, find } = STARTS[name](env);
  const url = await new Promise((resolve, reject) => {
    const reader = createInterface({ input: lines });
    reader.on('line', (line) => {
      const found = find(line);
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with code ${code} before it served.`)));
  });
  const { pid } = child;
  return {
    url,
    processor: () => processorSecondsOf(pid),
    memory: () => memoryOf(pid),
    close: () => stop(child),
  };
}

function startScript(name, env) {
  const child = startOnCore(0, [at(`contestants/${name}.mjs`)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, lines: child.stdout, find: (line) => JSON.parse(line).url };
}

/** Tells its address in its log. */
function startService(args, env) {
  const child = startOnCore(0, [at('../../dist/src/cli/main.js'), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const find = (line) => {
    try {
      const { msg, url } = JSON.parse(line);
      return msg === 'serving' ? url : undefined;
    } catch {
      console.error(line);
      return undefined;
    }
  };
  return { child, lines: child.stderr, find };
}
