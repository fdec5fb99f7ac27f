import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../errors.js';
import { chunkName, isSnapshotKey, type ChunkStore } from './chunk-store.js';

/** Chunks as files: one folder a key. All processes must see the same folder. @param folder absolute path */
export function createFolderChunks(folder: string): ChunkStore {
  const unavailable = (cause: unknown): DomainError =>
    new DomainError(
      'SNAPSHOT_UNAVAILABLE',
      `The folder of the snapshots, ${folder}, cannot be used: ${(cause as Error).message}.`,
      {},
      { cause },
    );
  const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
  const pathOf = (key: string, position: number): string => join(folder, key, chunkName(position));

  return {
    async write(key, position, bytes) {
      const path = pathOf(key, position);
      const part = `${path}.${randomUUID()}.part`;
      try {
        await mkdir(join(folder, key), { recursive: true });
        // Under its name it is whole, and it outlives a loss of power: a model in the database must have its bytes.
        const file = await open(part, 'w');
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        throw unavailable(error);
      }
    },

    async read(key, position) {
      try {
        return await readFile(pathOf(key, position));
      } catch (error) {
        if (!isMissing(error)) throw unavailable(error);
        // A folder that is not mounted has nothing in it either, and its snapshots are whole.
        await stat(folder).catch((missing: unknown) => {
          throw unavailable(missing);
        });
        throw new DomainError('SNAPSHOT_DAMAGED', `Chunk ${position} of snapshot ${key} is not in ${folder}.`);
      }
    },

    remove: (key) =>
      rm(join(folder, key), { recursive: true, force: true }).catch((error: unknown) => {
        throw unavailable(error);
      }),

    async keys() {
      const found = new Map<string, Date>();
      try {
        for (const name of (await readdir(folder)).filter(isSnapshotKey))
          found.set(name, (await stat(join(folder, name))).mtime);
      } catch (error) {
        if (!isMissing(error)) throw unavailable(error);
      }
      return found;
    },

    close: () => undefined,
  };
}
