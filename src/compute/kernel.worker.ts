import { workerData } from 'node:worker_threads';
import { createJobBoard, POSTING } from '../model/kernels/job-board.js';
import { instantiateKernels } from '../model/kernels/wasm-engine.js';
import type { KernelWorkerData } from './thread-pool.js';

// A thread of the engine: joins each posted job until asked to end.
const { module, memory, thread } = workerData as KernelWorkerData;
const board = createJobBoard(memory.buffer, instantiateKernels(module, memory).kernels, thread);
while (!board.ended) {
  const posting = Atomics.load(board.control, POSTING);
  board.join();
  if (!board.ended) Atomics.wait(board.control, POSTING, posting);
}
