import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** A process, told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words; empty where the system does not tell. */
  readonly started: string;
}

/** The running process of this number, or null. One that has ended and was not yet collected by its parent does not run. */
export function identify(pid: number): ProcessIdentity | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  if (process.platform === 'linux') return identifyOnLinux(pid);
  if (process.platform === 'win32') return { pid, started: '' };
  return { pid, started: ask('lstart=', pid) };
}

export function isRunning(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  if (!now) return false;
  return now.started === '' || identity.started === '' || now.started === identity.started;
}

/**
 * Whether a running process is the Postgres server of this data folder.
 * @returns null where the system does not tell
 */
export function isPostmasterOf(pid: number, folder: string): boolean | null {
  if (process.platform === 'win32') return null;
  if (process.platform !== 'linux') {
    const command = ask('command=', pid);
    return command === '' ? null : command.includes('postgres') && command.includes(folder);
  }
  const words = readOr(`/proc/${pid}/cmdline`, '').split('\0');
  if (words[0] === '') return null;
  if (!basename(words[0]).startsWith('postgres')) return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return words.includes(folder);
  }
}

function identifyOnLinux(pid: number): ProcessIdentity | null {
  const stat = readOr(`/proc/${pid}/stat`, '');
  if (stat === '') return { pid, started: '' };
  // The second field is the command in brackets, which may hold anything; the state is field 3, the start time field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return { pid, started: `${readOr('/proc/sys/kernel/random/boot_id', '').trim()}/${fields[19]}` };
}

function ask(column: string, pid: number): string {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}

function readOr(file: string, fallback: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fallback;
  }
}
