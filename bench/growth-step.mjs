import { fit, openEngine } from './engine.mjs';
import * as reference from './reference-data.mjs';

// One size of the growth job: prints seconds of an iteration, and bytes.
const [, , size, threads] = process.argv;
const data = reference.referenceInteractions(reference[size]);
globalThis.gc?.();
const engine = openEngine(Number(threads));
const before = process.memoryUsage().rss;
let during = before;
const { secondsPerEpoch } = fit(
  'IALS',
  data,
  { epochs: 3 },
  {
    engine,
    onCheckpoint: () => (during = Math.max(during, process.memoryUsage().rss)),
  },
);
engine.close();
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ secondsPerEpoch, fitBytes: during - before, peakBytes }));
