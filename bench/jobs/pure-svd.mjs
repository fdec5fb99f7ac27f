import { fit, openEngine } from '../engine.mjs';
import { writeArrays } from '../exchange.mjs';
import { alternate, median, speedup } from '../measure.mjs';
import { startPeer } from '../peers.mjs';
import { referenceInteractions } from '../reference-data.mjs';
import { asRatio, inSeconds, line, withProcessor } from '../report.mjs';

const RANK = 64;
/** Every engaged pair counts 1: both sides then have the very same matrix. */
const OPTIONS = { factors: RANK, popularityExponent: 0, activityExponent: 0, strengthExponent: 0 };

/** The 64 largest singular values of who engaged with what. */
export async function run({ rounds, threads }) {
  const data = referenceInteractions();
  const engine = openEngine(threads);
  const peer = startPeer('scipy_svds', { threads, blasThreads: 1 });
  const { rowPtr, item } = data;
  const value = new Float32Array(item.length).fill(1);
  const shape = Int32Array.of(data.users, data.items);
  await peer.ask({ op: 'load', folder: writeArrays('pure-svd', { rowPtr, item, value, shape }) });

  let ours;
  let theirs;
  let seed = 0;
  const { seconds, cpu } = await alternate(rounds, {
    ours: () => {
      const { model, ...taken } = fit('PURE_SVD', data, OPTIONS, { engine, seed: ++seed });
      ours = model.state().arrays.singularValues;
      return taken;
    },
    peer: async () => {
      const answer = await peer.ask({ op: 'fit', rank: RANK, seed: ++seed });
      theirs = answer.singularValues;
      return answer;
    },
  });
  await peer.close();
  engine.close();

  const ratio = speedup(seconds.ours, seconds.peer);
  const worst = Math.max(...theirs.map((sigma, k) => Math.abs(ours[k] - sigma) / sigma));
  return [
    withProcessor(
      line(
        `PURE_SVD, rank ${RANK}`,
        inSeconds(median(seconds.ours)),
        `scipy svds ${inSeconds(median(seconds.peer))}`,
        asRatio(ratio),
        '1x',
        ratio >= 1,
      ),
      cpu.ours,
      cpu.peer,
    ),
    line(
      'PURE_SVD, singular values, largest relative difference',
      worst.toExponential(1),
      '',
      '',
      '1e-3',
      worst < 1e-3,
    ),
  ];
}
