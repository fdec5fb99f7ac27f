/** Median of numbers. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The p-th percentile, 0 to 100, by the nearest rank. */
export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))];
}

/** Seconds of processor time that this process has used, all its threads together. */
export function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Seconds that the work takes, by the clock and of processor time, and its result. */
export function timed(work) {
  const before = processorSeconds();
  const started = performance.now();
  const result = work();
  return { seconds: (performance.now() - started) / 1000, cpu: processorSeconds() - before, result };
}

/**
 * Runs the contestants in turn, so that what else the machine does falls on all alike, the order turned round every second
 * time. A first round that is not counted warms up caches and compilers.
 * @param contestants functions that return `{ seconds, cpu }`, by name
 * @returns both by name, one number a round
 */
export async function alternate(rounds, contestants) {
  const names = Object.keys(contestants);
  const seconds = Object.fromEntries(names.map((name) => [name, []]));
  const cpu = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const taken = await contestants[name]();
      if (round < 0) continue;
      seconds[name].push(taken.seconds);
      cpu[name].push(taken.cpu);
    }
  }
  return { seconds, cpu };
}

/** How many times as fast as the other: the median of the ratios within rounds. */
export function speedup(ours, theirs) {
  return median(ours.map((taken, round) => theirs[round] / taken));
}
