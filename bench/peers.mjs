import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CACHE } from './reference-data.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ENVIRONMENT = join(CACHE, 'peers');
/** Pinned, so that runs of different days compare. Built from source where there is no wheel. */
const PINS = ['numpy==1.26.4', 'scipy==1.13.1', 'scikit-surprise==1.1.4', 'implicit==0.7.2', 'threadpoolctl==3.8.0'];

/** Installs the peers into a virtual environment of their own, once. @returns its Python */
export function installPeers() {
  const python = join(ENVIRONMENT, 'bin/python');
  const stamp = join(ENVIRONMENT, PINS.join('_'));
  if (existsSync(stamp)) return python;
  mkdirSync(CACHE, { recursive: true });
  console.error(`Installing ${PINS.join(', ')} ...`);
  run('python3', ['-m', 'venv', '--clear', ENVIRONMENT]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--no-input', ...PINS]);
  writeFileSync(stamp, '');
  return python;
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`);
}

/**
 * Starts `peers/<name>.py`, which keeps its data loaded and answers one request a line. Its threads are pinned by the
 * libraries' own settings; BLAS has one, as implicit's documentation asks, where implicit has several of its own.
 */
export function startPeer(name, { threads, blasThreads = 1 }) {
  const child = spawn(installPeers(), ['-u', join(HERE, 'peers', `${name}.py`)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      OPENBLAS_NUM_THREADS: String(blasThreads),
      OMP_NUM_THREADS: String(threads),
      MKL_NUM_THREADS: String(blasThreads),
    },
  });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  child.on('close', (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`peers/${name}.py ended with code ${code}.`));
  });
  return {
    /** Sends one request and waits for its answer. */
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify({ threads, ...request })}\n`);
      }),
    close: () =>
      new Promise((resolve) => {
        child.on('close', resolve);
        child.stdin.end();
      }),
  };
}
