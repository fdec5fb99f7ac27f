import { DomainError } from '../../errors.js';

const PAGE = 65_536;
/** What 32-bit addresses reach. */
export const MEMORY_LIMIT = 65_536 * PAGE;
/** Cache lines, so that two threads never write to one. */
const ALIGNMENT = 64;
/** Memory grows by at least this much: growing costs a system call and a new buffer object. */
const GROWTH = 256;

/**
 * Hands out parts of one shared WebAssembly memory, as a stack: what a scope allocated is free when it ends. Views stay
 * valid while the memory grows. Offsets pass 2^31, so that all arithmetic on them is in doubles.
 */
export interface EngineMemory {
  readonly memory: WebAssembly.Memory;
  /** Bytes in use. */
  used(): number;
  /**
   * The offset of `bytes` bytes, all 0 unless `cleared` is false.
   * @throws DomainError BAD_USER_INPUT past 4 GiB
   */
  allocate(bytes: number, cleared?: boolean): number;
  scope<T>(work: () => T): T;
}

/** @param reserved bytes at the start that are not handed out */
export function createEngineMemory(memory: WebAssembly.Memory, reserved: number): EngineMemory {
  const align = (n: number): number => Math.ceil(n / ALIGNMENT) * ALIGNMENT;
  let top = align(reserved);
  /** Above it memory has never been written. */
  let highest = top;
  return {
    memory,
    used: () => top,
    allocate(bytes, cleared = true) {
      const offset = top;
      const end = align(offset + bytes);
      if (!(end <= MEMORY_LIMIT)) throw tooLarge(end);
      const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
      if (missing > 0) grow(memory, missing, end);
      if (cleared && offset < highest) new Uint8Array(memory.buffer, offset, Math.min(highest, end) - offset).fill(0);
      top = end;
      highest = Math.max(highest, end);
      return offset;
    },
    scope(work) {
      const before = top;
      try {
        return work();
      } finally {
        top = before;
      }
    },
  };
}

function grow(memory: WebAssembly.Memory, missing: number, end: number): void {
  const free = (MEMORY_LIMIT - memory.buffer.byteLength) / PAGE;
  try {
    memory.grow(Math.min(free, Math.max(missing, GROWTH)));
  } catch (cause) {
    throw tooLarge(end, cause);
  }
}

function tooLarge(bytes: number, cause?: unknown): DomainError {
  const size = (bytes / 2 ** 30).toFixed(1);
  return new DomainError(
    'BAD_USER_INPUT',
    `The fit needs ${size} GiB of working memory, more than one process has for it (4 GiB at most). Choose fewer factors, ` +
      'train on fewer engagements, learners or content, or use the Spark trainer.',
    { field: 'factors', bytes, limit: MEMORY_LIMIT },
    { cause },
  );
}
