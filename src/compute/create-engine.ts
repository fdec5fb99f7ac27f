import { availableParallelism } from 'node:os';
import type { Engine } from '../model/kernels/engine.js';
import { jsEngine } from '../model/kernels/js-engine.js';
import { loadKernels } from './load-kernels.js';
import { createThreadedEngine, type ThreadedEngine } from './thread-pool.js';

/**
 * The engine for a task: compiled kernels on `threads` threads, or plain TypeScript on this one where the platform lacks
 * WebAssembly's SIMD or threads. Blocks the calling thread while it computes.
 * @param threads default: as many as the machine runs at once
 */
export function createEngine(threads = availableParallelism()): ThreadedEngine {
  const kernels = loadKernels();
  return kernels ? createThreadedEngine(kernels, threads) : { ...jsEngine, close: () => undefined };
}

/** An engine for one model that answers on this thread; it goes with the model. */
export function createServingEngine(): Engine {
  return createEngine(1);
}
