import { Worker } from 'node:worker_threads';
import type { Engine } from '../model/kernels/engine.js';
import { AT_WORK, type JobBoard } from '../model/kernels/job-board.js';
import { createWasmEngine } from '../model/kernels/wasm-engine.js';

/** What a thread of the engine is started with. */
export interface KernelWorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** From 1; the calling thread is 0. */
  readonly thread: number;
}

/** The compiled thread entry: beside this file when compiled, in `dist` when this file runs from its TypeScript source. */
function workerEntry(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../dist/src/compute/kernel.worker.js', import.meta.url)
    : new URL('./kernel.worker.js', import.meta.url);
}

export interface ThreadedEngine extends Engine {
  /** Ends the threads; the engine and its arrays must not be used afterwards. */
  close(): void;
}

/**
 * An engine with `threads` threads, this one included. Its operations block the calling thread, so that a thread which
 * answers requests takes `threads` 1.
 */
export function createThreadedEngine(module: WebAssembly.Module, threads: number): ThreadedEngine {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const awaitOthers = ({ control }: JobBoard): void => {
    for (let busy; (busy = Atomics.load(control, AT_WORK)) > 0;) Atomics.wait(control, AT_WORK, busy);
  };
  const engine = createWasmEngine(module, memory, threads, awaitOthers);
  const workers = Array.from({ length: threads - 1 }, (_, n) => {
    const data: KernelWorkerData = { module, memory, thread: n + 1 };
    const worker = new Worker(workerEntry(), { workerData: data, env: {} });
    worker.unref();
    return worker;
  });
  return {
    ...engine,
    close() {
      engine.board.end();
      for (const worker of workers) void worker.terminate();
    },
  };
}
