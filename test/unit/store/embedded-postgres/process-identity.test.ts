import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { identify, isPostmasterOf, isRunning } from '../../../../src/store/embedded-postgres/process-identity.js';

it('knows a process while it runs, and not after', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const identity = identify(child.pid ?? 0);
  expect(identity?.pid).toBe(child.pid);
  expect(identity && isRunning(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(identify(child.pid ?? 0)).toBeNull();
  expect(identity && isRunning(identity)).toBe(false);
});

it('is not taken in by a number that was given away again', () => {
  const identity = identify(process.pid);
  expect(identity && isRunning(identity)).toBe(true);
  expect(isRunning({ pid: process.pid, started: 'at another time' })).toBe(false);
});

it('knows nothing of numbers that no process has', () => {
  for (const pid of [0, -1, NaN, 1.5, 2147483646]) expect(identify(pid)).toBeNull();
});

it('does not take another program for a Postgres server', () => {
  expect(isPostmasterOf(process.pid, '/')).not.toBe(true);
});
