import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '../errors.js';

/** One folder of prisma/migrations. */
export interface Migration {
  /** Name of the folder: `<time stamp>_<what it does>`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file as it lies there, in hexadecimal, as Prisma records it. */
  readonly checksum: string;
}

/**
 * The migrations, in the order of their names.
 * @param directory default: prisma/migrations of this package, whether it runs from src or from dist
 * @throws DomainError CONFIGURATION when there are none
 */
export async function readMigrations(directory = findMigrations()): Promise<readonly Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.length === 0)
    throw new DomainError('CONFIGURATION', `No migrations in ${directory}: the installation is incomplete.`);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(directory, name, 'migration.sql'));
      return { name, sql: bytes.toString('utf8'), checksum: sha256(bytes) };
    }),
  );
}

/** Whether the file is the one that was applied. Line ends do not count: a checkout may have changed them. */
export function matchesChecksum(migration: Migration, checksum: string): boolean {
  const unix = migration.sql.replaceAll('\r\n', '\n');
  return [migration.checksum, sha256(unix), sha256(unix.replaceAll('\n', '\r\n'))].includes(checksum);
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}

function findMigrations(): string {
  const relative = join('prisma', 'migrations');
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, relative, 'migration_lock.toml')) && dirname(folder) !== folder)
    folder = dirname(folder);
  return join(folder, relative);
}
