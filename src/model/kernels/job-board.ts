import type { JobArgument } from './engine.js';

/**
 * The start of the shared memory, where the calling thread posts one job at a time and all threads take chunks of it.
 *
 *     int32 at 64:    posting number, open, threads at work, next row, kernel, total, chunk, argument count, failed, end
 *     float64 at 512: scratch bytes per thread, scratch offset, arguments
 */
const CONTROL = 64;
const ARGUMENTS = 512;
const MOST_ARGUMENTS = 32;
/** Bytes that the board takes. */
export const BOARD_BYTES = 1024;

export const POSTING = 0;
const OPEN = 1;
export const AT_WORK = 2;
const NEXT = 3;
const KERNEL = 4;
const TOTAL = 5;
const CHUNK = 6;
const COUNT = 7;
const FAILED = 8;
const END = 9;

export interface Job {
  readonly kernel: number;
  readonly total: number;
  readonly chunk: number;
  readonly args: readonly JobArgument[];
  /** Each thread `t` works in `scratch + t * scratchBytes`. */
  readonly scratch: number;
  readonly scratchBytes: number;
}

type Kernel = (...args: number[]) => void;

/** One thread's view of the board. `thread` 0 posts, the others only take. */
export interface JobBoard {
  /** For waiting on `POSTING` and `AT_WORK`. */
  readonly control: Int32Array;
  post(job: Job): void;
  /** No thread takes a further chunk. */
  close(): void;
  /** Takes chunks of the open job until none is left. @param pause called after each chunk */
  work(pause?: (fraction: number) => void): void;
  /** `work` for a thread that may come late: counts itself among those at work. Never throws. */
  join(): void;
  readonly failed: boolean;
  /** Asks the other threads to end. */
  end(): void;
  readonly ended: boolean;
}

export function createJobBoard(buffer: ArrayBufferLike, kernels: readonly Kernel[], thread: number): JobBoard {
  const control = new Int32Array(buffer, CONTROL, 16);
  const numbers = new Float64Array(buffer, ARGUMENTS, MOST_ARGUMENTS + 2);
  const get = (place: number): number => Atomics.load(control, place);

  const work = (pause?: (fraction: number) => void): void => {
    const kernel = kernels[control[KERNEL]];
    const total = control[TOTAL];
    const chunk = control[CHUNK];
    const args = Array.from(numbers.subarray(2, 2 + control[COUNT]));
    const scratch = numbers[1] + thread * numbers[0];
    // Looked at before a chunk is taken, never after: a chunk that was taken must be done.
    while (get(OPEN) === 1) {
      const from = Atomics.add(control, NEXT, chunk);
      if (from >= total) return;
      const to = Math.min(total, from + chunk);
      kernel(...args, from, to, scratch);
      pause?.(to / total);
    }
  };

  return {
    control,
    work,
    post({ kernel, total, chunk, args, scratch, scratchBytes }) {
      if (args.length > MOST_ARGUMENTS) throw new RangeError('Too many arguments for a kernel.');
      control[KERNEL] = kernel;
      control[TOTAL] = total;
      control[CHUNK] = chunk;
      control[COUNT] = args.length;
      control[FAILED] = 0;
      numbers[0] = scratchBytes;
      numbers[1] = scratch;
      args.forEach((arg, place) => (numbers[2 + place] = typeof arg === 'number' ? arg : arg.byteOffset));
      Atomics.store(control, NEXT, 0);
      Atomics.store(control, OPEN, 1);
      Atomics.add(control, POSTING, 1);
      Atomics.notify(control, POSTING);
    },
    close() {
      Atomics.store(control, OPEN, 0);
    },
    join() {
      // Counted first, looked at second: the poster waits for whoever may have seen the job open.
      Atomics.add(control, AT_WORK, 1);
      try {
        if (get(OPEN) === 1) work();
      } catch {
        Atomics.store(control, FAILED, 1);
        Atomics.store(control, OPEN, 0);
      } finally {
        Atomics.sub(control, AT_WORK, 1);
        Atomics.notify(control, AT_WORK);
      }
    },
    get failed() {
      return get(FAILED) === 1;
    },
    end() {
      Atomics.store(control, END, 1);
      Atomics.add(control, POSTING, 1);
      Atomics.notify(control, POSTING);
    },
    get ended() {
      return get(END) === 1;
    },
  };
}
