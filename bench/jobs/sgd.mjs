import { openEngine, fit } from '../engine.mjs';
import { writeArrays, writeInteractions } from '../exchange.mjs';
import { holdOut, pairsOf } from '../holdout.mjs';
import { alternate, median, speedup } from '../measure.mjs';
import { startPeer } from '../peers.mjs';
import { descentRmse, rmseOf } from '../quality.mjs';
import { asRatio, inSeconds, line, withProcessor } from '../report.mjs';

const OPTIONS = { factors: 100, epochs: 20 };

/** 100 factors, 20 epochs, the 0-10 scores of the reference data. */
export async function run({ rounds, threads }) {
  const { train, test } = holdOut();
  const pairs = pairsOf(test);
  const engine = openEngine(threads);
  const peer = startPeer('surprise_svd', { threads });
  await peer.ask({ op: 'load', folder: writeInteractions('sgd', train) });
  const testFolder = writeArrays('sgd-test', pairs);

  const errors = { ours: [], peer: [] };
  let seed = 0;
  let served;
  const { seconds, cpu } = await alternate(rounds, {
    ours: () => {
      const { model, ...taken } = fit('SVD', train, OPTIONS, { engine, seed: ++seed });
      if (errors.ours.length === 0) served = rmseOf(model, train, pairs);
      errors.ours.push(descentRmse(engine, train, OPTIONS, pairs, { seed }));
      return taken;
    },
    peer: async () => {
      const request = { op: 'fit', options: { n_factors: OPTIONS.factors, n_epochs: OPTIONS.epochs }, seed: ++seed };
      const answer = await peer.ask({ ...request, test: testFolder });
      errors.peer.push(answer.rmse);
      return answer;
    },
  });
  await peer.close();
  engine.close();

  const ratio = speedup(seconds.ours, seconds.peer);
  const [ours, theirs] = [median(errors.ours), median(errors.peer)];
  // Of the median of few seeds: the range of the peer's own seeds, and at least what the size of the test set leaves open.
  const noise = Math.max(0.01, Math.max(...errors.peer) - Math.min(...errors.peer));
  return [
    withProcessor(
      line(
        'SGD, 100 factors, 20 epochs',
        inSeconds(median(seconds.ours)),
        `Surprise ${inSeconds(median(seconds.peer))}`,
        asRatio(ratio),
        '12x',
        ratio >= 12,
      ),
      cpu.ours,
      cpu.peer,
    ),
    line(
      'SGD, RMSE of held-out scores',
      ours.toFixed(4),
      `Surprise ${theirs.toFixed(4)}`,
      (ours - theirs).toFixed(4),
      `within ${noise.toFixed(3)}`,
      Math.abs(ours - theirs) <= noise,
    ),
    line('SGD, the same as served (learners folded in)', served.toFixed(4), `Surprise ${theirs.toFixed(4)}`, ''),
  ];
}
