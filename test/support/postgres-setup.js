import { mkdtemp, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../scripts/find-browser.mjs';

/**
 * Once per run, before the test files: names the folder in which the first test that needs a database starts the server
 * (postgres.ts). Runs without such tests pay nothing.
 *
 * And names the browser that the tests of the Studio drive.
 */
export default async function setUp() {
  process.env.LEARNREC_TEST_BROWSER = findBrowser() ?? '';
  if (process.env.TEST_DATABASE_URL) return;
  const folder = await mkdtemp(join(tmpdir(), 'learnrec-test-'));
  // As root, Postgres runs as another account.
  await chmod(folder, 0o755);
  process.env.LEARNREC_TEST_POSTGRES = folder;
}
