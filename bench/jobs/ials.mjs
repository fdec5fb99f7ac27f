import { fit, openEngine } from '../engine.mjs';
import { writeInteractions } from '../exchange.mjs';
import { alternate, median, speedup } from '../measure.mjs';
import { startPeer } from '../peers.mjs';
import { referenceInteractions } from '../reference-data.mjs';
import { asRatio, inSeconds, line, withProcessor } from '../report.mjs';

const SHARED = { factors: 64, regularization: 100, confidence: 40 };
/** Of a timed fit: the first pays for what compiles, the median of the others counts. */
const TIMED = 5;
/** Steps of conjugate gradients: implicit's own number, and what preconditioned ones need for the same ranking (`movielens`). */
const CG_STEPS = [3, 2];

/** 64 factors, the same confidences on both sides; seconds of one iteration, that is both halves. */
export async function run({ rounds, threads }) {
  const train = referenceInteractions();
  const engine = openEngine(threads);
  const peer = startPeer('implicit_als', { threads });
  await peer.ask({ op: 'load', folder: writeInteractions('ials', train), confidence: SHARED.confidence });

  let seed = 0;
  const ours = (cgSteps) => () => {
    const { secondsPerEpoch: seconds, cpuPerEpoch: cpu } = fit(
      'IALS',
      train,
      { ...SHARED, epochs: TIMED, cgSteps },
      { engine, seed: ++seed },
    );
    return { seconds, cpu };
  };
  const theirs = (cg) => async () => {
    const answer = await peer.ask({ op: 'fit', ...peerOptions(TIMED), cg, seed: ++seed });
    return { seconds: answer.secondsPerIteration, cpu: answer.cpuPerIteration };
  };
  const { seconds, cpu } = await alternate(rounds, {
    exact: ours(0),
    peerExact: theirs(false),
    cg3: ours(CG_STEPS[0]),
    cg2: ours(CG_STEPS[1]),
    peerCg: theirs(true),
  });

  await peer.close();
  engine.close();

  const speed = (job, mine, peerName, other, least) => {
    const ratio = speedup(seconds[mine], seconds[other]);
    return withProcessor(
      line(
        job,
        inSeconds(median(seconds[mine])),
        `${peerName} ${inSeconds(median(seconds[other]))}`,
        asRatio(ratio),
        `${least}x`,
        ratio >= least,
      ),
      cpu[mine],
      cpu[other],
    );
  };
  return [
    speed('IALS exact, 64 factors, per iteration', 'exact', 'implicit Cholesky', 'peerExact', 4.5),
    speed('IALS exact, per iteration', 'exact', 'implicit CG', 'peerCg', 1),
    ...CG_STEPS.map((steps) =>
      speed(`IALS by ${steps} CG steps, per iteration`, `cg${steps}`, 'implicit CG of 3 steps', 'peerCg', 2),
    ),
  ];
}

const peerOptions = (iterations) => ({
  factors: SHARED.factors,
  regularization: SHARED.regularization,
  iterations,
});
