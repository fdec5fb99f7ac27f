import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DomainError } from '../../errors.js';
import type { Exchange } from './exchange.js';

/** A folder that Spark's workers see under the same path. @param root absolute path */
export function createFolderExchange(root: string): Exchange {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw new DomainError(
        'SPARK_UNAVAILABLE',
        `The folder of SPARK_EXCHANGE, ${root}, cannot be used: ${(cause as Error).message}.`,
        {},
        { cause },
      );
    }
  };
  /** What is there, nothing where the folder is not. */
  const entries = async (folder: string) => {
    try {
      return await readdir(folder, { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };
  return {
    write: (path, bytes) =>
      guarded(async () => {
        const file = join(root, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, bytes);
      }),
    read: (path) => guarded(() => readFile(join(root, path))),
    list: (folder) =>
      guarded(async () =>
        (await entries(join(root, folder)))
          .filter((entry) => entry.isFile())
          .map(({ name }) => `${folder}/${name}`)
          .sort(),
      ),
    remove: (folder) => guarded(() => rm(join(root, folder), { recursive: true, force: true })),
    folders: () =>
      guarded(async () => {
        const found = new Map<string, Date>();
        for (const entry of await entries(root))
          if (entry.isDirectory()) found.set(entry.name, (await stat(join(root, entry.name))).mtime);
        return found;
      }),
    url: (path) => pathToFileURL(join(root, path)).href,
    properties: {},
    close: () => undefined,
  };
}
