import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { DomainError } from '../../errors.js';

/** The system account that Postgres runs as; null: this process's own. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Postgres refuses to run as root, so root hands it to an account without rights.
 * @param candidates names to look for, the first that exists is taken
 * @returns null when this process is not root
 * @throws DomainError CONFIGURATION when root has none of them
 */
export async function chooseAccount(candidates: readonly string[]): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const candidate of candidates) {
    const line = lines.find(([name]) => name === candidate);
    if (line && Number(line[2]) > 0) return { name: candidate, uid: Number(line[2]), gid: Number(line[3]) };
  }
  throw new DomainError(
    'CONFIGURATION',
    `Postgres does not run as root, and there is none of the accounts ${candidates.join(', ')} to run it as. ` +
      'Start the service as an ordinary user, or set DATABASE_URL to a Postgres server.',
  );
}

export interface Outcome {
  /** Null when the program could not be started, or was ended by a signal. */
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** Options under which programs of Postgres run: a plain environment, so that they see none of the service's secrets. */
export function spawnOptions(account: Account | null): {
  uid?: number;
  gid?: number;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
} {
  if (process.platform === 'win32') return {};
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  // The working folder of the service may be one that the account cannot enter.
  return { cwd: '/', env, ...(account && { uid: account.uid, gid: account.gid }) };
}

/** Runs a program to its end as the account. Never rejects. */
export async function runAs(account: Account | null, program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const output: Buffer[] = [];
    const done = (code: number | null, more = ''): void =>
      resolve({ code, output: (Buffer.concat(output).toString('utf8') + more).trim() });
    try {
      const child = spawn(program, args, { ...spawnOptions(account), stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
      child.on('error', (error) => done(null, error.message));
      child.on('close', (code) => done(code));
    } catch (error) {
      done(null, String(error));
    }
  });
}

/** Whether the account can enter a folder. Tried, not read off the modes: access lists and mounts count too. */
export async function canEnter(account: Account | null, folder: string): Promise<boolean> {
  if (!account) return true;
  return (await runAs(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder])).code === 0;
}
