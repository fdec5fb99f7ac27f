import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { line } from '../report.mjs';

const STEP = fileURLToPath(new URL('../growth-step.mjs', import.meta.url));

/** Ten times the learners, the content and the engagements: an iteration of IALS, and the memory of the whole process. */
export async function run({ threads }) {
  const small = measure('FULL', threads);
  const large = measure('TENFOLD', threads);
  const growth = large.secondsPerEpoch / small.secondsPerEpoch;
  return [
    {
      ...line(
        'IALS, 30 M engagements, per iteration',
        `${large.secondsPerEpoch.toFixed(2)} s`,
        `ours at 3 M ${small.secondsPerEpoch.toFixed(2)} s`,
        `${growth.toFixed(1)}x the time`,
        '12x at most',
        growth <= 12,
      ),
      processor: `${(large.cpuPerEpoch / small.cpuPerEpoch).toFixed(1)}x the time (${large.cpuPerEpoch.toPrecision(3)} s)`,
    },
    line(
      'IALS, 30 M engagements, memory of the process while fitting',
      `${(large.fitBytes / 2 ** 30).toFixed(2)} GiB`,
      `at its peak, while reading the data ${(large.peakBytes / 2 ** 30).toFixed(2)} GiB`,
      '',
      'below 2 GiB',
      large.fitBytes < 2 ** 31,
    ),
  ];
}

/** In a process of its own, so that its peak is its own. */
function measure(size, threads) {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--expose-gc', '--max-old-space-size=4096', STEP, size, String(threads)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`growth-step.mjs ${size} failed`);
  return JSON.parse(stdout);
}
