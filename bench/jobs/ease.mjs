import { fit, openEngine } from '../engine.mjs';
import { alternate, median, speedup } from '../measure.mjs';
import { startPeer } from '../peers.mjs';
import { referenceInteractions } from '../reference-data.mjs';
import { asRatio, inSeconds, line, withProcessor } from '../report.mjs';

/** The whole fit beside numpy's inverse alone of a matrix of that size: the heaviest part, by the machine's own BLAS. */
export async function run({ rounds, threads }) {
  const data = referenceInteractions();
  const engine = openEngine(threads);
  const peer = startPeer('numpy_ceiling', { threads, blasThreads: threads });
  const { seconds, cpu } = await alternate(Math.min(rounds, 3), {
    ours: () => fit('EASE', data, {}, { engine }),
    peer: () => peer.ask({ op: 'inverse', size: data.items }),
  });
  await peer.close();
  engine.close();
  return [
    withProcessor(
      line(
        `EASE, ${data.items} contents`,
        inSeconds(median(seconds.ours)),
        `numpy, the inverse alone ${inSeconds(median(seconds.peer))}`,
        asRatio(speedup(seconds.ours, seconds.peer)),
      ),
      cpu.ours,
      cpu.peer,
    ),
  ];
}
