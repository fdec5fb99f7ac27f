import { loadKernels } from '../../dist/src/compute/load-kernels.js';
import { createThreadedEngine } from '../../dist/src/compute/thread-pool.js';
import { alternate as solveHalf } from '../../dist/src/model/algorithms/ials-half.js';
import { historyOf } from '../../dist/src/model/interactions.js';
import { createMatrix, writeMatrix } from '../../dist/src/model/kernels/engine.js';
import { createServingRows } from '../../dist/src/model/kernels/serving-rows.js';
import { topRows } from '../../dist/src/model/kernels/top-rows.js';
import { createWeightedRows } from '../../dist/src/model/kernels/weighted-rows.js';
import { getAlgorithm } from '../../dist/src/model/registry.js';
import { topK } from '../../dist/src/model/top-k.js';
import { fit, openEngine } from '../engine.mjs';
import { writeInteractions } from '../exchange.mjs';
import { alternate, median, percentile, speedup, timed } from '../measure.mjs';
import { startPeer } from '../peers.mjs';
import { referenceInteractions } from '../reference-data.mjs';
import { asRatio, inMicroseconds, inSeconds, line, withProcessor } from '../report.mjs';

const K = 10;
const OPTIONS = { factors: 64, regularization: 100, confidence: 40, epochs: 3 };
/** Learners asked for one at a time, after as many that warm up. */
const SINGLE = 1000;
/** The history of a folded-in learner. */
const FOLDED = 30;

/** Everything that answers learners, on the vectors of one fit a side. */
export async function run({ rounds, threads }) {
  const data = referenceInteractions();
  const engine = openEngine(threads);
  const { model } = fit('IALS', data, OPTIONS, { engine });
  const peer = startPeer('implicit_als', { threads });
  await peer.ask({ op: 'load', folder: writeInteractions('serve', data), confidence: OPTIONS.confidence });
  const { factors, regularization, epochs: iterations } = OPTIONS;
  await peer.ask({ op: 'fit', factors, regularization, iterations, cg: true, seed: 1 });

  const all = await compareAll(engine, peer, data, model, rounds);
  engine.close();
  const single = await compareSingle(peer, data, model);
  await peer.close();
  return [...all, ...single];
}

/** The best ten of the whole catalogue for every learner, what they have seen left out. */
async function compareAll(engine, peer, data, model, rounds) {
  const { users, items, seen } = vectorsOf(engine, data, model);
  const { seconds, cpu } = await alternate(rounds, {
    ours: () => timed(() => topRows(engine, users, items, seen, K)),
    peer: () => peer.ask({ op: 'recommend_all', k: K }),
  });
  const ratio = speedup(seconds.ours, seconds.peer);
  const taken = median(seconds.ours);
  return [
    withProcessor(
      line(
        `top ${K} of ${data.items} for ${data.users} learners`,
        inSeconds(taken),
        `implicit ${inSeconds(median(seconds.peer))}`,
        asRatio(ratio),
        '2.5 s and 5x',
        taken < 2.5 && ratio >= 5,
      ),
      cpu.ours,
      cpu.peer,
    ),
  ];
}

/** Learners' vectors by one exact half of an epoch against the model's contents. */
function vectorsOf(engine, data, model) {
  const { factors, confidence } = model.options;
  const { itemFactors } = model.state().arrays;
  const users = createMatrix(engine, data.users, factors);
  const items = createMatrix(engine, data.items, factors);
  writeMatrix(items, itemFactors);
  const { byUser } = createWeightedRows(engine, data, (e) => confidence * Math.log2(1 + data.strength[e]));
  const side = (matrix) => ({ matrix, root: null });
  solveHalf(engine, byUser, side(items), side(users), model.options, () => undefined);
  // Solving has turned the contents' rows; put them back.
  writeMatrix(items, itemFactors);
  return { users, items, seen: { ptr: byUser.ptr, column: byUser.place } };
}

/** One learner after the other, on one thread, as a request is answered. */
async function compareSingle(peer, data, model) {
  const engine = createThreadedEngine(loadKernels(), 1);
  const served = getAlgorithm('IALS').restore(model.state(), engine);
  const rows = createServingRows(engine, model.state().arrays.itemFactors, data.items, OPTIONS.factors);
  const scores = new Float64Array(data.items);
  const mask = new Uint8Array(data.items);
  const vector = new Float64Array(OPTIONS.factors).map((_, f) => Math.sin(f));
  const learners = Array.from({ length: data.users }, (_, user) => user).filter(
    (user) => data.rowPtr[user + 1] - data.rowPtr[user] === FOLDED,
  );
  const asked = Array.from({ length: 2 * SINGLE }, (_, n) => learners[n % learners.length]);
  const times = { whole: [], rank: [], fold: [] };
  const terms = { row: null, weight: new Float64Array(FOLDED).fill(40), pull: new Float64Array(FOLDED).fill(41) };
  for (const user of asked) {
    const history = historyOf(data, user);
    const started = performance.now();
    served.score(history, scores);
    for (const item of history.items) mask[item] = 1;
    topK(scores, K, mask, null);
    times.whole.push((performance.now() - started) / 1000);
    times.rank.push(
      timed(() => {
        rows.score(vector, scores);
        topK(scores, K, mask, null);
      }).seconds,
    );
    times.fold.push(timed(() => rows.solve(FOLDED, history.items, terms.weight, terms.pull, vector.slice())).seconds);
    for (const item of history.items) mask[item] = 0;
  }
  engine.close();
  const p50 = (values) => percentile(values.slice(-SINGLE), 50);
  const users = asked.slice(0, SINGLE);
  const theirs = async (request) => percentile((await peer.ask({ ...request, users })).seconds, 50);
  const peerOne = await theirs({ op: 'recommend_one', k: K });
  const peerFold = await theirs({ op: 'fold_in' });
  return [
    line(
      'one learner, score and rank, p50',
      inMicroseconds(p50(times.rank)),
      `implicit ${inMicroseconds(peerOne)}`,
      asRatio(peerOne / p50(times.rank)),
      '100 us',
      p50(times.rank) < 1e-4,
    ),
    line(
      `fold-in of ${FOLDED} engagements, p50`,
      inMicroseconds(p50(times.fold)),
      `implicit ${inMicroseconds(peerFold)}`,
      asRatio(peerFold / p50(times.fold)),
      '20 us',
      p50(times.fold) < 2e-5,
    ),
    line(
      'one learner, all of it as served, p50',
      inMicroseconds(p50(times.whole)),
      `implicit, both ${inMicroseconds(peerOne + peerFold)}`,
      asRatio((peerOne + peerFold) / p50(times.whole)),
    ),
  ];
}
