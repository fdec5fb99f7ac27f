import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stop } from '../serve/process.mjs';

const TOKEN = 'a-token-of-the-bench-0123456789';
export const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/**
 * The service as it is run, on all cores, with a probe inside.
 * @returns how to ask it, and its probe: see probe.mjs
 */
export async function startProbed(environment, { worker = false } = {}) {
  const probe = new URL('probe.mjs', import.meta.url).href;
  const args = ['serve', ...(worker ? [] : ['--no-worker']), '--port', '0'];
  const child = spawn(process.execPath, ['--expose-gc', '--import', probe, CLI, ...args], {
    env: {
      ...process.env,
      ...environment,
      ADMIN_TOKEN: TOKEN,
      RATE_LIMIT_TOKEN: '2000000000',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const url = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The service ended with code ${code} before it served.`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      const entry = line.startsWith('{') ? JSON.parse(line) : { msg: line, level: 50 };
      if (entry.msg === 'serving') resolve(entry.url);
      if (entry.level >= 40) console.error(line);
    });
  });
  return {
    close: () => stop(child),
    probe: (what) =>
      new Promise((resolve) => {
        child.once('message', resolve);
        child.send(what);
      }),
    async ask(query, variables) {
      const response = await fetch(`${url}graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = await response.json();
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
  };
}
