import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../errors.js';
import { writeOwned } from './owned-file.js';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';

const PREFIX = 'lock.';
const POLL = 25;
/** Longer than a first start, crash recovery included, usually takes. */
const PATIENCE = 180_000;

/**
 * Runs `work` while no other process does so for this folder. The lock of a process that died is taken over.
 *
 * Node has no lock that the system releases by itself, and removing a dead owner's lock file is a race between those who
 * saw it. So the files are numbered: the owner is who made the highest one, a free or dead highest one is followed by the
 * next number, and only the owner removes lower ones. A file appears complete (by `link`), at most once for a number.
 * @throws DomainError DATABASE_UNAVAILABLE after three minutes of waiting
 */
export async function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const number = await acquire(folder);
  try {
    return await work();
  } finally {
    await release(folder, number);
  }
}

async function acquire(folder: string): Promise<number> {
  const me = JSON.stringify(identify(process.pid));
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const number = (await highest(folder)) + 1;
    if (number > 1 && (await isHeld(join(folder, PREFIX + (number - 1))))) {
      await sleep(POLL);
      continue;
    }
    const draft = join(folder, `.lock-${randomUUID()}`);
    await writeOwned(draft, me);
    const mine = join(folder, PREFIX + number);
    const made = await link(draft, mine).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
    await unlink(draft);
    if (!made) continue;
    // The number may have been used and removed since we looked; then a higher one stands.
    if ((await highest(folder)) === number) {
      for (const lower of await numbers(folder)) if (lower < number) await remove(join(folder, PREFIX + lower));
      return number;
    }
    await remove(mine);
  }
  throw new DomainError(
    'DATABASE_UNAVAILABLE',
    `Another process has been starting or stopping the embedded Postgres in ${folder} for three minutes.`,
  );
}

async function release(folder: string, number: number): Promise<void> {
  const draft = join(folder, `.lock-${randomUUID()}`);
  await writeOwned(draft, 'null');
  await rename(draft, join(folder, PREFIX + number));
}

async function isHeld(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  // Removed since: a higher one stands, so look again.
  if (text === null) return true;
  const owner = JSON.parse(text) as ProcessIdentity | null;
  return owner !== null && isRunning(owner);
}

async function numbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.filter((name) => /^lock\.\d+$/.test(name)).map((name) => Number(name.slice(PREFIX.length)));
}

async function highest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbers(folder)));
}

async function remove(file: string): Promise<void> {
  await unlink(file).catch(() => undefined);
}
