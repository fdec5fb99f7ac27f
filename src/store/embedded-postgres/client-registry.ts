import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { giveToFolderOwner, writeOwned } from './owned-file.js';
import { identify, isRunning, type ProcessIdentity } from './process-identity.js';

/** Which processes use the embedded server: the last one to leave stops it. Use it under the folder's lock. */
export interface ClientRegistry {
  /** Enters this process; the token names the entry. */
  register(): Promise<string>;
  /** Removes an entry, and those of processes that are gone. @returns how many remain */
  leave(token: string): Promise<number>;
}

export function createClientRegistry(dataDir: string): ClientRegistry {
  const folder = join(dataDir, 'clients');

  const countLive = async (): Promise<number> => {
    let live = 0;
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      if (await isLive(file)) live++;
      else await unlink(file).catch(() => undefined);
    }
    return live;
  };

  return {
    async register() {
      const made = await mkdir(folder, { recursive: true, mode: 0o700 });
      if (made) await giveToFolderOwner(folder);
      const token = `${process.pid}-${randomUUID()}`;
      await writeOwned(join(folder, token), JSON.stringify(identify(process.pid)));
      await countLive();
      return token;
    },
    async leave(token) {
      await unlink(join(folder, token)).catch(() => undefined);
      return countLive();
    },
  };
}

async function isLive(file: string): Promise<boolean> {
  try {
    return isRunning(JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity);
  } catch {
    return false;
  }
}
