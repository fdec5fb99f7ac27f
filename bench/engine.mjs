import { loadKernels } from '../dist/src/compute/load-kernels.js';
import { createThreadedEngine } from '../dist/src/compute/thread-pool.js';
import { getAlgorithm, resolveHyperParameters } from '../dist/src/model/registry.js';
import { median, processorSeconds } from './measure.mjs';

/** The engine that trainings run on. */
export function openEngine(threads) {
  const kernels = loadKernels();
  if (!kernels) throw new Error('This platform lacks WebAssembly SIMD or threads: there is nothing to measure.');
  return createThreadedEngine(kernels, threads);
}

/** Fits as a training does. @returns the model, all seconds, and the median seconds of one epoch where there are epochs */
export function fit(name, data, given, { engine, seed = 1, onCheckpoint = undefined }) {
  const algorithm = getAlgorithm(name);
  const options = resolveHyperParameters(algorithm, given);
  const starts = [];
  const before = processorSeconds();
  const started = performance.now();
  const checkpoint = (_fraction, detail) => {
    onCheckpoint?.();
    const epoch = /^epoch (\d+) of/.exec(detail)?.[1];
    if (epoch !== undefined && Number(epoch) > starts.length) starts.push(performance.now());
  };
  const model = algorithm.fit(data, options, { seed, checkpoint, engine });
  const ended = performance.now();
  const cpu = processorSeconds() - before;
  // The first epoch pays for what compiles and pages in; the last one ends with more than itself.
  const epochs = starts.slice(1).map((start, n) => (start - starts[n]) / 1000);
  return {
    model,
    seconds: (ended - started) / 1000,
    cpu,
    cpuPerEpoch: cpu / Math.max(1, starts.length),
    secondsPerEpoch: epochs.length > 1 ? median(epochs.slice(1)) : epochs[0],
  };
}
