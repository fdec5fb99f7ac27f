import { Worker } from 'node:worker_threads';
import type { Engine } from '../model/kernels/engine.js';
import type { RankingJob } from './ranking-job.js';
import { rankChunks, resampleChunks, type Pause } from './ranking-work.js';

/** What a helping thread is started with. */
export interface RankingWorkerData {
  readonly job: RankingJob;
}

/** Places of the job's control beside those of `ranking-work.ts`. */
const AT_WORK = 2;
const STAGE = 3;
const FAILED = 4;

/** Stages in their order. A helper works on a stage while it stands, and waits for the next. */
export const STAGES = { RANKING: 0, RESAMPLING: 1, ENDED: 2 } as const;
type Stage = (typeof STAGES)[keyof typeof STAGES];

/** With fewer learners for each thread, starting one takes longer than it saves. */
const LEARNERS_A_THREAD = 4000;

/** The compiled thread entry: beside this file when compiled, in `dist` when this file runs from its TypeScript source. */
function workerEntry(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../dist/src/compute/ranking.worker.js', import.meta.url)
    : new URL('./ranking.worker.js', import.meta.url);
}

/**
 * Does a job on this thread and on helpers, which take chunks of it as they come. Blocks until all is done. The results are
 * the same whatever the number of threads.
 * @param threads this one included; fewer are used for few learners
 * @param ranking progress of the first stage; both may throw to stop
 * @param learnersAThread helpers are started where each has so many; default 4000
 */
export function runRankingJob(
  job: RankingJob,
  engine: Engine,
  threads: number,
  ranking: Pause,
  resampling: () => Pause,
  learnersAThread = LEARNERS_A_THREAD,
): void {
  const { control } = job;
  const helpers = Math.min(threads - 1, Math.floor(job.relevance.users.length / learnersAThread));
  const workers = Array.from({ length: Math.max(0, helpers) }, () => {
    const worker = new Worker(workerEntry(), { workerData: { job } satisfies RankingWorkerData, env: {} });
    worker.unref();
    return worker;
  });
  const awaitHelpers = (): void => {
    for (let busy; (busy = Atomics.load(control, AT_WORK)) > 0;) Atomics.wait(control, AT_WORK, busy);
    if (Atomics.load(control, FAILED) === 1) throw new Error('A ranking thread failed.');
  };
  const enter = (stage: Stage): void => {
    Atomics.store(control, STAGE, stage);
    Atomics.notify(control, STAGE);
  };
  try {
    rankChunks(job, engine, ranking);
    awaitHelpers();
    enter(STAGES.RESAMPLING);
    resampleChunks(job, resampling());
    awaitHelpers();
  } finally {
    enter(STAGES.ENDED);
    for (const worker of workers) void worker.terminate();
  }
}

/** A helper's life: the stages of one job. Never throws. */
export function helpWith(job: RankingJob, engine: Engine): void {
  const { control } = job;
  const stage = (): number => Atomics.load(control, STAGE);
  const during = (wanted: Stage): Pause => {
    return () => {
      if (stage() !== wanted) throw new Error('The stage is over.');
    };
  };
  const join = (wanted: Stage, work: (pause: Pause) => void): void => {
    // Counted first, looked at second: the caller waits for whoever may have seen the stage.
    Atomics.add(control, AT_WORK, 1);
    try {
      if (stage() === wanted) work(during(wanted));
    } catch {
      if (stage() === wanted) Atomics.store(control, FAILED, 1);
    } finally {
      Atomics.sub(control, AT_WORK, 1);
      Atomics.notify(control, AT_WORK);
    }
  };
  join(STAGES.RANKING, (pause) => rankChunks(job, engine, pause));
  Atomics.wait(control, STAGE, STAGES.RANKING);
  join(STAGES.RESAMPLING, (pause) => resampleChunks(job, pause));
}
