import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { withFolderLock } from '../../../../src/store/embedded-postgres/folder-lock.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learnrec-lock-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

it('lets one in at a time, and everyone in the end', async () => {
  let inside = 0;
  const crowds: number[] = [];
  const visit = (): Promise<void> =>
    withFolderLock(folder, async () => {
      crowds.push(++inside);
      for (let i = 0; i < 5; i++) await turn();
      inside--;
    });
  await Promise.all(Array.from({ length: 12 }, visit));
  expect(crowds).toEqual(Array(12).fill(1));
  // One file remains, whatever came before.
  expect(await readdir(folder)).toHaveLength(1);
});

it('is free again after an error, which it passes on', async () => {
  await expect(withFolderLock(folder, () => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
  expect(await withFolderLock(folder, () => Promise.resolve('in'))).toBe('in');
});

it('takes over from a process that is gone, also when its number went to another', async () => {
  for (const owner of [
    { pid: 2147483646, started: '' },
    { pid: process.pid, started: 'at another time' },
  ]) {
    await writeFile(join(folder, 'lock.70'), JSON.stringify(owner));
    let entered = 0;
    const enter = (): Promise<void> =>
      withFolderLock(folder, async () => {
        expect(++entered).toBe(1);
        await turn();
        entered--;
      });
    await Promise.all([enter(), enter(), enter()]);
    await rm(join(folder, 'lock.70'), { force: true });
  }
});
