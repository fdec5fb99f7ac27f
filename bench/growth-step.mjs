import { fit, openEngine } from './engine.mjs';
import * as reference from './reference-data.mjs';

// One size of the growth job: prints seconds of an iteration, and bytes.
const [, , size, threads] = process.argv;
const data = reference.referenceInteractions(reference[size]);
// What building the data has left behind is not the fit's.
globalThis.gc();
const engine = openEngine(Number(threads));
let fitBytes = 0;
const { secondsPerEpoch, cpuPerEpoch } = fit(
  'IALS',
  data,
  { epochs: 4 },
  {
    engine,
    onCheckpoint: () => (fitBytes = Math.max(fitBytes, process.memoryUsage().rss)),
  },
);
engine.close();
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ secondsPerEpoch, cpuPerEpoch, fitBytes, peakBytes }));
