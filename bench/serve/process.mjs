import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';

const CLOCK_TICKS = 100;
const PAGE = 4096;
const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

const running = new Set();

/** Ends everything that was started here: after a measurement that failed too. */
export async function stopAll() {
  for (const child of running) await stop(child);
}

/** Starts Node.js on one processor core, where the system lets it be chosen. @param givesWay to everything else on that core */
export function startOnCore(core, args, { env = {}, stdio = ['ignore', 'pipe', 'ignore'], givesWay = false } = {}) {
  const pinned = canPin ? ['taskset', '-c', String(core), process.execPath] : [process.execPath];
  const command = givesWay && canPin ? ['nice', '-n', '19', ...pinned] : pinned;
  const child = spawn(command[0], [...command.slice(1), ...args], { stdio, env: { ...process.env, ...env } });
  child.on('error', (error) => {
    throw error;
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Ends a process that was started here, and waits until it is gone. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
}

/** Seconds of processor time that a process has used, all its threads together; undefined where the system does not say. */
export function processorSecondsOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
  } catch {
    return undefined;
  }
}

/** Bytes of memory that a process holds now; undefined where the system does not say. */
export function memoryOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE;
  } catch {
    return undefined;
  }
}

/** The process that sends requests. */
export function startLoad() {
  const script = new URL('load.mjs', import.meta.url).pathname;
  const child = startOnCore(availableParallelism() - 1, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
  return {
    run: async (job) => {
      const answer = new Promise((resolve) => waiting.push(resolve));
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const result = await answer;
      if (result.error) throw new Error(`The load failed: ${result.error}`);
      return result;
    },
    close: () => stop(child),
  };
}
