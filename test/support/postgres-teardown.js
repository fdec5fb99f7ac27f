import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Once per run, after the test files: stops the server if one was started, whoever still uses it, and removes its data. */
export default async function tearDown() {
  const folder = process.env.LEARNREC_TEST_POSTGRES;
  if (!folder) return;
  const state = await readFile(join(folder, 'postgres.json'), 'utf8').catch(() => '{}');
  const place = JSON.parse(state).folder ?? folder;
  const lockFile = join(place, 'postgres', 'postmaster.pid');
  const pid = async () => Number((await readFile(lockFile, 'utf8').catch(() => '')).split('\n')[0]);
  const server = await pid();
  if (server > 0) {
    process.kill(server, 'SIGINT');
    for (const end = Date.now() + 30_000; Date.now() < end && (await pid()) > 0;) await sleep(20);
  }
  for (const path of [folder, place]) await rm(path, { recursive: true, force: true });
}
