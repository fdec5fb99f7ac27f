import { Worker } from 'node:worker_threads';
import { errorOf } from '../../compute/failed-reply.js';
import type { ReadyModel } from '../../compute/ready-model.js';
import { DomainError } from '../../errors.js';
import type { ContentRow } from '../../store/content.store.js';
import type { ModelSource } from '../../store/model-reader.js';
import type { SnapshotRow } from '../../store/snapshots/snapshot-bytes.js';
import type { LoadReply, LoadTask } from './load-messages.js';

/** A stored model with nothing left to do but to put it together, and the catalogue that it was made ready for. */
export interface LoadedModel {
  readonly ready: ReadyModel;
  /** Every row, in the order of their keys; empty where the catalogue was not asked for. */
  readonly content: readonly ContentRow[];
}

export interface LoadOptions {
  readonly withCatalogue: boolean;
  /** Whether requests are answered meanwhile, which go before; default false. */
  readonly inBackground?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** @throws DomainError of a code that begins with SNAPSHOT; DATABASE_UNAVAILABLE */
export type LoadModel = (row: SnapshotRow, options: LoadOptions) => Promise<LoadedModel>;

/** The compiled thread entry: beside this file when compiled, in `dist` when this file runs from its TypeScript source. */
function workerEntry(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../../dist/src/services/loading/load-model.worker.js', import.meta.url)
    : new URL('./load-model.worker.js', import.meta.url);
}

/**
 * Loads on a thread of its own, which reads, checks and computes, and is gone, with its memory, when the promise settles. Taking over
 * what it made costs the calling thread some milliseconds in all, in slices.
 * @param environment variables that the thread gets: the AWS SDK looks for credentials there
 */
export function createModelLoader(
  source: ModelSource,
  environment: Readonly<Record<string, string | undefined>> = {},
): LoadModel {
  return async (
    { id, sizeBytes, checksum, snapshotPlace, snapshotKey },
    { withCatalogue, inBackground = false, signal },
  ) => {
    signal?.throwIfAborted();
    const row = { id, sizeBytes, checksum, snapshotPlace, snapshotKey };
    const workerData: LoadTask = { source, row, withCatalogue, inBackground };
    const worker = new Worker(workerEntry(), { workerData, env: environment });
    const content: ContentRow[] = [];
    let stop: (() => void) | undefined;
    try {
      const ready = await new Promise<ReadyModel>((resolve, reject) => {
        const fail = (message: string, cause?: unknown): void =>
          reject(new DomainError('INTERNAL', message, {}, { cause }));
        stop = () => reject(signal!.reason as Error);
        signal?.addEventListener('abort', stop);
        worker.on('message', (reply: LoadReply) => {
          if (reply.type === 'READY') resolve(reply.ready);
          else if (reply.type === 'FAILED') reject(errorOf(reply));
          else {
            content.push(...reply.rows);
            setImmediate(() => worker.postMessage('next'));
          }
        });
        worker.on('error', (cause) => fail(`The thread that loads a model failed: ${cause.message}`, cause));
        worker.on('exit', (code) => fail(`The thread that loads a model ended early with code ${code}.`));
      });
      return { ready, content };
    } finally {
      signal?.removeEventListener('abort', stop!);
      void worker.terminate();
    }
  };
}
