import type { Engine, JobRunner } from './engine.js';
import { createEngineMemory } from './engine-memory.js';
import { BOARD_BYTES, createJobBoard, type JobBoard } from './job-board.js';

type Kernel = (...args: number[]) => void;

/** A compiled module and its functions, in an order that is the same in every thread. */
export interface KernelInstance {
  readonly names: readonly string[];
  readonly kernels: readonly Kernel[];
}

export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelInstance {
  const { exports } = new WebAssembly.Instance(module, {
    env: {
      memory,
      abort: () => {
        throw new Error('A kernel gave up.');
      },
    },
  });
  const names = WebAssembly.Module.exports(module)
    .filter(({ kind }) => kind === 'function')
    .map(({ name }) => name);
  return { names, kernels: names.map((name) => exports[name] as Kernel) };
}

/** How the calling thread learns that the others are done with a posted job. */
export type AwaitOthers = (board: JobBoard) => void;

/**
 * The engine over one shared WebAssembly memory. The caller's thread takes part in each job; others that were started on
 * the same memory join in (src/compute/thread-pool.ts).
 */
export function createWasmEngine(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  threads: number,
  awaitOthers: AwaitOthers,
): Engine & { readonly board: JobBoard } {
  const { names, kernels } = instantiateKernels(module, memory);
  const board = createJobBoard(memory.buffer, kernels, 0);
  const store = createEngineMemory(memory, BOARD_BYTES);
  const jobs: JobRunner = {
    run(name, total, chunk, args, scratchBytes = 0, pause) {
      const kernel = names.indexOf(name);
      if (kernel < 0) throw new RangeError(`There is no kernel "${name}".`);
      if (total <= 0) return;
      store.scope(() => {
        const aligned = Math.ceil(scratchBytes / 64) * 64;
        const scratch = store.allocate(threads * aligned, false);
        board.post({ kernel, total, chunk, args, scratch, scratchBytes: aligned });
        try {
          board.work(pause);
        } finally {
          board.close();
          awaitOthers(board);
        }
        if (board.failed) throw new Error(`The kernel "${name}" failed.`);
      });
    },
  };
  return {
    name: 'WEBASSEMBLY',
    threads,
    float32(length) {
      // Before the buffer is asked for: allocating may grow the memory, and then there is a new buffer.
      const offset = store.allocate(4 * length);
      return new Float32Array(memory.buffer, offset, length);
    },
    float64(length) {
      const offset = store.allocate(8 * length);
      return new Float64Array(memory.buffer, offset, length);
    },
    int32(length) {
      const offset = store.allocate(4 * length);
      return new Int32Array(memory.buffer, offset, length);
    },
    scope: store.scope,
    jobs,
    board,
  };
}
