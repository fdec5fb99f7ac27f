import { Worker } from 'node:worker_threads';
import { DomainError } from '../errors.js';
import { errorOf } from './failed-reply.js';
import type { Reply, ResultOf, Task, WorkerData } from './messages.js';
import type { TrialListener } from './trial-row.js';

/** The compiled thread entry: beside this file when compiled, in `dist` when this file runs from its TypeScript source. */
function workerEntry(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../dist/src/compute/train.worker.js', import.meta.url)
    : new URL('./train.worker.js', import.meta.url);
}

/** How long a cancelled task has to stop by itself before its thread is ended. */
const GRACE_MS = 600;

/**
 * Runs one task on a thread of its own, which is gone, with its memory, when the promise settles.
 * @param onProgress fraction 0-1 of the whole task
 * @param onTrial of a training that chooses: each trial as it is made
 * @param threads that a fit may take, this one's included; default 0: as many as the machine runs at once
 * @param signal aborting it stops the task within a second
 * @throws DomainError with the task's code; TRAINING_CANCELLED after an abort
 */
export function runTask<T extends Task>(
  task: T,
  options: {
    onProgress?: ((phase: string, fraction: number, detail: string) => void) | undefined;
    onTrial?: TrialListener | undefined;
    threads?: number | undefined;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<ResultOf<T>> {
  const { onProgress, onTrial, threads = 0, signal } = options;
  const cancelled = (): DomainError => new DomainError('TRAINING_CANCELLED', 'The work was cancelled.');
  if (signal?.aborted) return Promise.reject(cancelled());

  const cancelFlag = new SharedArrayBuffer(4);
  const worker = new Worker(workerEntry(), { workerData: { task, cancelFlag, threads } satisfies WorkerData, env: {} });
  return new Promise<ResultOf<T>>((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      grace = setTimeout(() => settle(() => reject(cancelled())), GRACE_MS);
    };
    const settle = (finish: () => void): void => {
      clearTimeout(grace);
      signal?.removeEventListener('abort', onAbort);
      void worker.terminate();
      finish();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (reply: Reply) => {
      if (reply.type === 'PROGRESS') onProgress?.(reply.phase, reply.fraction, reply.detail);
      else if (reply.type === 'TRIAL') onTrial?.(reply.row, reply.values);
      else if (reply.type === 'DONE') settle(() => resolve(reply.result as ResultOf<T>));
      else {
        settle(() => reject(errorOf(reply)));
      }
    });
    worker.on('error', (cause) =>
      settle(() => reject(new DomainError('INTERNAL', `The computing thread failed: ${cause.message}`, {}, { cause }))),
    );
    worker.on('exit', (code) =>
      settle(() => reject(new DomainError('INTERNAL', `The computing thread ended early with code ${code}.`))),
    );
  });
}
