import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildOrExit } from '../build.mjs';
import { openSchemaEngine } from './schema-engine.mjs';

/** The SQL that leads from prisma/migrations to prisma/schema.prisma; empty when they say the same. */
export function findMissingMigration() {
  return withScratchDatabase(async (url) => {
    const engine = await openSchemaEngine(url);
    try {
      return await engine.missingMigration();
    } finally {
      await engine.close();
    }
  });
}

/**
 * Runs `work` with the address of a server on which it may make databases: the one of DATABASE_URL, on which only databases
 * of passing names are made, else an embedded one that is thrown away afterwards.
 * @template T
 * @param {(url: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withScratchDatabase(work) {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  await buildOrExit();
  const { startEmbeddedPostgres } = await import('../../dist/src/store/embedded-postgres.js');
  const dataDir = await mkdtemp(join(tmpdir(), 'learnrec-drift-'));
  try {
    // As root, Postgres runs as another account.
    await chmod(dataDir, 0o755);
    const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    try {
      return await work(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
