import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../errors.js';
import { runAs, spawnOptions, type Account } from './account.js';
import type { Binaries } from './binaries.js';
import { giveToFolderOwner } from './owned-file.js';
import { identify, isPostmasterOf } from './process-identity.js';
import type { ServerSettings } from './settings.js';

/** The role that owns everything in the embedded server. */
export const ROLE = 'learnrec';

export async function clusterExists(folder: string): Promise<boolean> {
  return stat(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** @throws DomainError CONFIGURATION when the data were written by another major version */
export async function checkVersion(folder: string, binaries: Binaries): Promise<void> {
  const major = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
  if (major === binaries.major) return;
  throw new DomainError(
    'CONFIGURATION',
    `${folder} was written by PostgreSQL ${major}, and this version brings PostgreSQL ${binaries.major}: dump it with the old one and restore it, or choose another data folder.`,
  );
}

/**
 * Makes a new cluster (initdb): UTF-8, text compared byte by byte, letter case by Unicode whatever the system's locales.
 * Appears at its place complete or not at all.
 */
export async function createCluster(
  folder: string,
  account: Account | null,
  binaries: Binaries,
  password: string,
): Promise<void> {
  const draft = `${folder}.new`;
  const passwordFile = join(dirname(folder), `.password-${randomUUID()}`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) for (const path of [draft, passwordFile]) await chown(path, account.uid, account.gid);
    const { code, output } = await runAs(account, binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]);
    if (code !== 0) throw new DomainError('CONFIGURATION', `The embedded Postgres could not be set up: ${output}`);
  } finally {
    await unlink(passwordFile).catch(() => undefined);
  }
  await rename(draft, folder);
}

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Whether it takes connections yet. */
  readonly ready: boolean;
}

/**
 * The server that runs on a cluster, whoever started it, or null. A lock file left behind by one that is gone is removed:
 * Postgres itself would refuse to start when another program of the same user now has its process number.
 */
export async function findServer(folder: string): Promise<RunningServer | null> {
  const file = join(folder, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text === '') return null;
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  // Null, where the system does not tell, counts as running: a wrong yes ends in a clear error, a wrong no in two servers.
  if (identify(pid) && isPostmasterOf(pid, folder) !== false)
    return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  await unlink(file).catch(() => undefined);
  return null;
}

/** Starts the server apart from this process: it outlives us, and an interrupt at the keyboard does not reach it. */
export async function launchServer(
  folder: string,
  account: Account | null,
  binaries: Binaries,
  options: { readonly port: number; readonly settings: ServerSettings; readonly logFile: string },
): Promise<RunningServer> {
  const log = await open(options.logFile, 'a', 0o600);
  const before = (await log.stat()).size;
  const settings = Object.entries(options.settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const ended = new Promise<string>((resolve) => {
    const child = spawn(binaries.postgres, ['-D', folder, '-p', String(options.port), ...settings], {
      ...spawnOptions(account),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.on('error', (error) => resolve(error.message));
    child.on('exit', () => resolve(''));
    child.unref();
  });
  try {
    await giveToFolderOwner(options.logFile);
    for (;;) {
      const end = await Promise.race([ended, sleep(15)]);
      if (end !== undefined) throw new LaunchFailure(end || (await readFile(options.logFile, 'utf8')).slice(before));
      const server = await readServer(folder);
      if (server?.ready) return server;
    }
  } finally {
    await log.close();
  }
}

/** The server ended before it was ready; the message is what it wrote. */
export class LaunchFailure extends Error {
  /** Another program took the port between our choice and the start. */
  get portTaken(): boolean {
    return /could not bind|Address already in use/.test(this.message);
  }
  /** Processes of a server that was killed are still going down. */
  get predecessorLives(): boolean {
    return /pre-existing shared memory block|lock file "postmaster.pid"/.test(this.message);
  }
}

/** The lock file as it stands, without judging whether it is stale: our own server has just written it, or will. */
async function readServer(folder: string): Promise<RunningServer | null> {
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines.length > 7
    ? { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7].trim() === 'ready' }
    : null;
}

/**
 * Fast shutdown: sessions are ended, data are written, no recovery at the next start. (Windows has no such signal: there it
 * is a hard stop, and the next start recovers.)
 * @returns whether it was down within a minute
 */
export async function stopServer(folder: string): Promise<boolean> {
  const deadline = Date.now() + 60_000;
  const server = await findServer(folder);
  if (!server) return true;
  try {
    process.kill(server.pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  while (Date.now() < deadline) {
    if (!(await findServer(folder))) return true;
    await sleep(20);
  }
  return false;
}
