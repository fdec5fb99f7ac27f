import { randomBytes } from 'node:crypto';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../errors.js';
import { writeOwned } from './owned-file.js';

/** What must be known about the embedded server from one start to the next; kept readable by its owner only. */
export interface SavedState {
  /** The port that it listened on last: taken again while it is free, so that addresses stay good. */
  readonly port: number | null;
  readonly password: string;
  /** Where the database lies when it is not in the data folder, else null. */
  readonly folder: string | null;
}

const fileIn = (dataDir: string): string => join(dataDir, 'postgres.json');

/**
 * @returns null when nothing was saved yet
 * @throws DomainError CONFIGURATION when the file cannot be understood
 */
export async function loadState(dataDir: string): Promise<SavedState | null> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    const { port, password, folder } = JSON.parse(text) as SavedState;
    if (typeof password === 'string') return { port: port ?? null, password, folder: folder ?? null };
  } catch {
    // Told below.
  }
  throw new DomainError('CONFIGURATION', `${fileIn(dataDir)} is damaged: restore it, or remove the whole folder.`);
}

export function newState(folder: string | null): SavedState {
  return { port: null, password: randomBytes(24).toString('base64url'), folder };
}

/** Replaces the file at once, so that a crash leaves the old or the new one. */
export async function saveState(dataDir: string, state: SavedState): Promise<void> {
  const draft = `${fileIn(dataDir)}.new`;
  await writeOwned(draft, `${JSON.stringify(state, null, 2)}\n`);
  await rename(draft, fileIn(dataDir));
}
