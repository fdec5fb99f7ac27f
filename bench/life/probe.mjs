/**
 * Loaded into a service that is measured, beside its own code: tells the bench of its memory, and for how long its main thread was
 * not to be had at a stretch, by the clock and by what it computed itself meanwhile. The second does not depend on what else the
 * machine does.
 */
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Milliseconds of processor time that this thread has used; NaN where the system does not say. */
function computed() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return NaN;
  }
}

if (isMainThread) {
  let stop = 0;
  let busy = 0;
  let [clock, own] = [performance.now(), computed()];
  setInterval(() => {
    const [now, used] = [performance.now(), computed()];
    stop = Math.max(stop, now - clock);
    busy = Math.max(busy, used - own);
    [clock, own] = [now, used];
  }, 1).unref();
  process.on('message', (what) => {
    if (what === 'collect') globalThis.gc();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send({ stop, busy, rss, heapUsed, external });
    if (what === 'reset') [stop, busy] = [0, 0];
  });
  process.channel.unref();
}
