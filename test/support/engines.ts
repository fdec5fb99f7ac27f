import { afterAll } from '@jest/globals';
import { loadKernels } from '../../src/compute/load-kernels.js';
import { createThreadedEngine } from '../../src/compute/thread-pool.js';
import type { Engine } from '../../src/model/kernels/engine.js';
import { jsEngine } from '../../src/model/kernels/js-engine.js';

/** An engine of compiled kernels (from dist/, which `npm test` builds), whose threads end with the test file. */
export function wasmEngine(threads: number): Engine {
  const engine = createThreadedEngine(loadKernels()!, threads);
  afterAll(() => engine.close());
  // Kernels must not count on what their scratch memory holds.
  engine.scope(() => engine.float32(2 ** 20).fill(Number.NaN));
  return engine;
}

/** Every engine, for suites that hold on each: the reference first. */
export function allEngines(): readonly (readonly [string, Engine])[] {
  return [
    ['TypeScript', jsEngine],
    ['WebAssembly, 1 thread', wasmEngine(1)],
    ['WebAssembly, 2 threads', wasmEngine(2)],
  ];
}
