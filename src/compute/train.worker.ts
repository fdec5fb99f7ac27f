import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '../errors.js';
import { compareHoldoutTask } from './compare-holdout.js';
import { compareServingTask } from './compare-serving.js';
import { createEngine } from './create-engine.js';
import { cutTask } from './cut-task.js';
import { failedReply } from './failed-reply.js';
import type { Engine } from '../model/kernels/engine.js';
import { evaluateByProtocol } from './evaluate-by-protocol.js';
import type { Reply, WorkerData } from './messages.js';
import { createProgress } from './progress.js';
import { scoreFoldsTask } from './score-folds-task.js';
import { trainTask } from './train-model.js';

// The thread's entry: only dispatches.
const { task, cancelFlag, threads: fitThreads } = workerData as WorkerData;
const port = parentPort!;
const flag = new Int32Array(cancelFlag);
const send = (reply: Reply, transfer: ArrayBuffer[] = []): void => port.postMessage(reply, transfer);

const progress = createProgress({
  report: (phase, fraction, detail) => send({ type: 'PROGRESS', phase, fraction, detail }),
  cancelled: () => Atomics.load(flag, 0) !== 0,
  stop: () => new DomainError('TRAINING_CANCELLED', 'The work was cancelled.'),
  now: () => performance.now(),
});

/** Lends the engine of a fit. */
function withEngine<T>(use: (engine: Engine) => T): T {
  const engine = createEngine(fitThreads || undefined);
  try {
    return use(engine);
  } finally {
    engine.close();
  }
}

try {
  if (task.kind === 'TRAIN') {
    const result = withEngine((engine) =>
      trainTask(task, progress, engine, (row, values) => send({ type: 'TRIAL', row, values })),
    );
    send({ type: 'DONE', result }, [result.snapshot.buffer as ArrayBuffer]);
  } else if (task.kind === 'CUT') {
    send({ type: 'DONE', result: cutTask(task, progress) });
  } else if (task.kind === 'GATE') {
    send({ type: 'DONE', result: compareHoldoutTask(task, progress, createEngine(1)) });
  } else if (task.kind === 'COMPARE') {
    send({ type: 'DONE', result: compareServingTask(task, progress, createEngine(1)) });
  } else if (task.kind === 'SCORE_FOLDS') {
    send({ type: 'DONE', result: withEngine((engine) => scoreFoldsTask(task, progress, engine)) });
  } else {
    const threads = task.threads ?? availableParallelism();
    send({ type: 'DONE', result: evaluateByProtocol({ ...task, threads }, progress, createEngine(1), withEngine) });
  }
} catch (error) {
  send(failedReply(error));
}
