import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 1_000;
/** A lock whose holder has not renewed it for this long is abandoned; generous, for machines that stall. */
const ABANDONED_MS = 30_000;
const POLL_MS = 100;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Whether this process holds the lock. */
function isHeld(path) {
  try {
    return readFileSync(path, 'utf8') === String(process.pid);
  } catch {
    return false;
  }
}

/** Takes an abandoned lock away. The rename lets one of several waiting processes win. */
function removeIfAbandoned(path) {
  try {
    const holder = Number(readFileSync(path, 'utf8'));
    const age = Date.now() - statSync(path).mtimeMs;
    // An empty file is a lock whose holder has created it and not yet written its id.
    const abandoned = age > ABANDONED_MS || (holder > 0 && !isAlive(holder));
    if (!abandoned) return;
    const taken = `${path}.${process.pid}`;
    renameSync(path, taken);
    rmSync(taken, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/**
 * Runs `work` while no other process holds the lock file at `path`; waits for one that does.
 * @param onWait called once when there is something to wait for
 */
export async function withBuildLock(path, work, onWait) {
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!waited) onWait();
    removeIfAbandoned(path);
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => isHeld(path) && utimesSync(path, new Date(), new Date()), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    // After a pause of this machine another process may have taken the lock over; then it is not ours to remove.
    if (isHeld(path)) rmSync(path, { force: true });
  }
}
