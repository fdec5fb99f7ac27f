import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../dist/src/store/embedded-postgres.js';
import { CACHE } from '../reference-data.mjs';

export const SIZES = {
  demo: { users: 5_000, contents: 1_000, engagements: 100_000 },
  medium: { users: 20_000, contents: 3_000, engagements: 500_000 },
  full: { users: 100_000, contents: 10_000, engagements: 3_000_000 },
};

const LEARNREC = fileURLToPath(new URL('../../bin/learnrec.mjs', import.meta.url));

/**
 * A Postgres of the bench's own with made-up data and a trained model, kept between runs.
 * @returns its address, and how to leave it
 */
export async function openDatabase(name) {
  const dataDir = join(CACHE, `serve-${name}`);
  const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  const environment = { DATABASE_URL: postgres.url, LEARNREC_DATA_DIR: dataDir };
  const learnrec = (...args) => {
    const { status, stdout } = spawnSync(process.execPath, [LEARNREC, ...args], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return status === 0 ? JSON.parse(stdout) : null;
  };
  // A database that is not empty is refused, and is the one of the run before.
  learnrec('seed', '--size', name, '--json', '--quiet');
  if (!learnrec('recommend', '--user', '1', '--json', '--quiet')) learnrec('train', '--json', '--quiet');
  return { environment, close: () => postgres.stop() };
}
