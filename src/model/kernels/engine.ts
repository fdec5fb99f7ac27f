/**
 * Where the heavy arithmetic runs: memory for large arrays, and threads that work on it. The operations are functions
 * beside this file, one file each (`gram.ts`, `spmm.ts`, ...), that take an engine first. Two engines stand behind them:
 * plain TypeScript (js-engine.ts, one thread: the reference, and the fallback) and WebAssembly over one shared memory
 * (wasm-engine.ts here, its threads in src/compute).
 *
 * Every operation gives the same bytes whatever the number of threads: a row's arithmetic is its own, and sums over rows
 * are cut and added up in an order that depends on the data's shape alone. Large operands must live in the engine's memory;
 * small ones (a Gram matrix, a square transformation) are ordinary arrays.
 */
export interface Engine {
  readonly name: 'TYPESCRIPT' | 'WEBASSEMBLY';
  /** Threads that share the rows of an operation, the calling one included. */
  readonly threads: number;
  /**
   * Zeroed arrays in the engine's memory, valid until the enclosing `scope` ends.
   * @throws DomainError BAD_USER_INPUT past the engine's 4 GiB, naming the remedy
   */
  float32(length: number): Float32Array;
  float64(length: number): Float64Array;
  int32(length: number): Int32Array;
  /** Runs `work`; what it allocated is free again afterwards, also when it throws. Scopes nest. */
  scope<T>(work: () => T): T;
  /** What runs compiled kernels; null where operations take their TypeScript twin. */
  readonly jobs: JobRunner | null;
}

/** Called between units of work, on the calling thread; an error that it throws stops the operation and passes through. */
export type Pause = (fraction: number) => void;

export interface JobRunner {
  /**
   * Calls the compiled function `kernel` for all of 0 to `total - 1` in chunks, as `kernel(...args, from, to, scratch)`,
   * on all threads; returns when all is done.
   * @param args numbers, and typed arrays in the engine's memory that stand for their offsets
   * @param scratchBytes memory of its own for each thread, with anything in it
   */
  run(
    kernel: string,
    total: number,
    chunk: number,
    args: readonly JobArgument[],
    scratchBytes?: number,
    pause?: Pause,
  ): void;
}

export type JobArgument = number | Float32Array | Float64Array | Int32Array;

/** Dense single-precision rows in an engine's memory. Rows start `stride` numbers apart; what pads them is and stays 0. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `columns` rounded up to a multiple of 8: the SIMD width, twice. */
  readonly stride: number;
  readonly values: Float32Array;
}

/** Compressed sparse rows in an engine's memory. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row bounds, length rows + 1. */
  readonly ptr: Int32Array;
  readonly column: Int32Array;
  readonly value: Float32Array;
}

export const strideOf = (columns: number): number => Math.ceil(columns / 8) * 8;

/** A zero matrix, valid until the enclosing scope ends. Its array holds rows up to the next multiple of 8. */
export function createMatrix(engine: Engine, rows: number, columns: number): Matrix {
  const stride = strideOf(columns);
  return { rows, columns, stride, values: engine.float32(Math.ceil(rows / 8) * 8 * stride) };
}

/** Copies rows of `matrix.columns` numbers each into the engine. */
export function writeMatrix(matrix: Matrix, rows: ArrayLike<number>): void {
  const { columns, stride, values } = matrix;
  for (let r = 0; r < matrix.rows; r++)
    for (let c = 0; c < columns; c++) values[r * stride + c] = rows[r * columns + c];
}

/** The rows without padding, in an array of their own. */
export function readMatrix(matrix: Matrix): Float32Array<ArrayBuffer> {
  const { rows, columns, stride, values } = matrix;
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) out.set(values.subarray(r * stride, r * stride + columns), r * columns);
  return out;
}

/** Copies compressed rows into the engine, valid until the enclosing scope ends. A null `value` stands for ones. */
export function createSparse(
  engine: Engine,
  source: {
    readonly columns: number;
    readonly ptr: Int32Array;
    readonly column: Int32Array;
    readonly value: ArrayLike<number> | null;
  },
): SparseMatrix {
  const { columns, value } = source;
  const ptr = engine.int32(source.ptr.length);
  ptr.set(source.ptr);
  const column = engine.int32(source.column.length);
  column.set(source.column);
  const values = engine.float32(source.column.length);
  if (value) values.set(value);
  else values.fill(1);
  return { rows: ptr.length - 1, columns, ptr, column, value: values };
}
