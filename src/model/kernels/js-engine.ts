import type { Engine } from './engine.js';

/** The engine in plain TypeScript: one thread, ordinary arrays, every operation by its TypeScript twin. */
export const jsEngine: Engine = {
  name: 'TYPESCRIPT',
  threads: 1,
  float32: (length) => new Float32Array(length),
  float64: (length) => new Float64Array(length),
  int32: (length) => new Int32Array(length),
  scope: (work) => work(),
  jobs: null,
};
