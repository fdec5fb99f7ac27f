import type { Engine, Matrix, Pause } from './engine.js';
import { jsKernels } from './js-kernels.js';
import { createTiles } from './tiles.js';
import type { WeightedRows } from './weighted-rows.js';

export interface SolveOptions {
  /** `columns` x `columns`, row-major: what every row's system starts from; null: the identity, which allows the dual form. */
  readonly base: Float64Array | null;
  /** A number per row that its system's diagonal gains, in the engine's memory; only with a `base`. */
  readonly ridge: Float32Array | null;
  /** 0: exact. Else steps of conjugate gradients, from what `out` holds, for rows too long for the dual form; without `base`. */
  readonly cgSteps: number;
}

/** Rows with fewer entries are solved exactly also where longer ones are not: it costs no more. */
const DUAL_BEFORE_CG = 16;
/** Work of one chunk, in entries. */
const CHUNK_ENTRIES = 1024;

/**
 * The exact half of an alternating fit: for every row r writes to `out` the x that minimises
 * `x'(base + ridge_r I)x + sum over entries of w (z . x)^2 - 2 p (1 + w) z . x`, that is
 * `x = (base + ridge_r I + sum |w| z z')^-1 sum p (1 + w) z` over the rows z of `fixed`; rows without entries get 0.
 * By Cholesky factorisation of the d x d system, O(n d^2 + d^3) for n entries, or with the identity as base and n < d by
 * the n x n system `x = S'(I + SS')^-1 q`, O(n^2 d + n^3).
 */
export function solveRows(
  engine: Engine,
  side: WeightedRows,
  fixed: Matrix,
  options: SolveOptions,
  out: Matrix,
  pause?: Pause,
): void {
  const { columns: d, stride } = fixed;
  if (!engine.jobs) return solveInTypeScript(side, fixed, options, out, pause);
  const { jobs } = engine;
  engine.scope(() => {
    const { ptr, place, weight } = side;
    const chunk = Math.max(1, Math.min(64, Math.round((CHUNK_ENTRIES * side.rows) / Math.max(1, side.entries))));
    const square = 4 * stride * stride;
    if (options.cgSteps > 0) {
      let longest = 0;
      for (let r = 0; r < side.rows; r++) longest = Math.max(longest, ptr[r + 1] - ptr[r]);
      const dualBelow = Math.min(d, DUAL_BEFORE_CG);
      const scratch = 4 * (3 * stride + 2 * (longest + 4)) + 16 * stride + 64 + 2 * square;
      const args = [ptr, place, weight, fixed.values, stride, options.cgSteps, dualBelow, longest, out.values];
      jobs.run('solveRowsCg', side.rows, chunk, args, scratch, pause);
      return;
    }
    const base = baseTiles(engine, options.base, d);
    solveExactly(engine, side, fixed, { base, ridge: options.ridge, dual: options.base === null }, out, chunk, pause);
  });
}

/** What every row's system starts from, as the kernel reads it; null: the identity. */
export function baseTiles(engine: Engine, base: Float64Array | null, d: number): Float32Array {
  const identity = new Float64Array(d * d);
  for (let f = 0; f < d; f++) identity[f * d + f] = 1;
  return createTiles(engine, base ?? identity, d, d, 1).values;
}

/** Runs the exact kernel with a prepared base. @param system `dual`: whether that base is the identity */
export function solveExactly(
  engine: Engine,
  side: WeightedRows,
  fixed: Matrix,
  system: { readonly base: Float32Array; readonly ridge: Float32Array | null; readonly dual: boolean },
  out: Matrix,
  chunk = 1,
  pause?: Pause,
): void {
  const { columns: d, stride } = fixed;
  const { ptr, place, weight, pull = 0 } = side;
  const size = Math.ceil(d / 4) * 4;
  const square = 4 * stride * stride;
  const scratch = 4 * (3 * stride + 128) + square + Math.max(square, 4 * 64 * stride);
  const numbers = [system.base, system.ridge ?? 0, system.dual ? d : 0];
  const args = [ptr, place, weight, pull, fixed.values, stride, size, ...numbers, out.values];
  engine.jobs!.run('solveRows', side.rows, chunk, args, scratch, pause);
}

/** Multiplications between two pauses: some tens of milliseconds. */
const STRIDE = 30_000_000;

function solveInTypeScript(
  side: WeightedRows,
  fixed: Matrix,
  { base, ridge, cgSteps }: SolveOptions,
  out: Matrix,
  pause?: Pause,
): void {
  const { columns: d, stride } = fixed;
  const system = new Float64Array(d * d);
  const x = new Float64Array(d);
  const rows = new Float32Array(d * d);
  const q = new Float64Array(d);
  let work = 0;
  for (let r = 0; r < side.rows; r++) {
    const from = side.ptr[r];
    const count = side.ptr[r + 1] - from;
    x.fill(0);
    if (count >= Math.min(d, DUAL_BEFORE_CG) && cgSteps > 0) {
      for (let f = 0; f < d; f++) x[f] = out.values[r * stride + f];
      conjugateGradients(side, r, fixed, cgSteps, x);
    } else if (count > 0 && count < d && base === null) {
      for (let k = 0; k < count; k++) {
        const w = side.weight[from + k];
        const root = Math.sqrt(Math.max(Math.abs(w), 1e-8));
        q[k] = pullOf(side, from + k) / root;
        const z = side.place[from + k] * stride;
        for (let f = 0; f < d; f++) rows[k * d + f] = root * fixed.values[z + f];
      }
      for (let a = 0; a < count; a++)
        for (let b = 0; b <= a; b++)
          system[a * count + b] = jsKernels.dot(rows, a * d, rows, b * d, d) + (a === b ? 1 : 0);
      solve(system, count, q);
      for (let k = 0; k < count; k++) jsKernels.axpy(q[k], rows, k * d, x, d);
    } else if (count > 0) {
      system.fill(0);
      if (base) system.set(base);
      for (let f = 0; f < d; f++) system[f * d + f] += (base ? 0 : 1) + (ridge ? ridge[r] : 0);
      for (let e = from; e < from + count; e++) {
        const w = side.weight[e];
        const z = side.place[e] * stride;
        jsKernels.axpy(pullOf(side, e), fixed.values, z, x, d);
        const extra = Math.max(Math.abs(w), 1e-8);
        for (let i = 0; i < d; i++) {
          const a = extra * fixed.values[z + i];
          for (let j = 0; j <= i; j++) system[i * d + j] += a * fixed.values[z + j];
        }
      }
      solve(system, d, x);
    }
    out.values.set(x, r * stride);
    work += d * (d + count * Math.min(count, d));
    if (work >= STRIDE) {
      work = 0;
      pause?.((r + 1) / side.rows);
    }
  }
}

function pullOf(side: WeightedRows, e: number): number {
  if (side.pull) return side.pull[e];
  return side.weight[e] < 0 ? 0 : 1 + side.weight[e];
}

function solve(a: Float64Array, n: number, b: Float64Array): void {
  if (!jsKernels.choleskyFactor(a, n)) throw new RangeError('The factors or the weights are too large.');
  jsKernels.forwardSolve(a, n, b);
  jsKernels.backwardSolve(a, n, b);
}

/** Improves x, `steps` times: Hestenes and Stiefel 1952. */
function conjugateGradients(side: WeightedRows, r: number, fixed: Matrix, steps: number, x: Float64Array): void {
  const { columns: d, stride, values } = fixed;
  const apply = (vector: Float64Array, out: Float64Array, wanted: boolean): void => {
    for (let e = side.ptr[r]; e < side.ptr[r + 1]; e++) {
      const w = side.weight[e];
      const z = side.place[e] * stride;
      let product = 0;
      for (let f = 0; f < d; f++) product += vector[f] * values[z + f];
      const weighted = Math.abs(w) * product;
      const factor = wanted ? (w < 0 ? 0 : 1 + w) - weighted : weighted;
      jsKernels.axpy(factor, values, z, out, d);
    }
  };
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, f) => sum + value * b[f], 0);
  const residual = x.map((value) => -value);
  apply(x, residual, true);
  const direction = residual.slice();
  let square = dot(residual, residual);
  for (let step = 0; step < steps && square > 1e-20; step++) {
    const image = direction.slice();
    apply(direction, image, false);
    const alpha = square / dot(direction, image);
    for (let f = 0; f < d; f++) {
      x[f] += alpha * direction[f];
      residual[f] -= alpha * image[f];
    }
    const next = dot(residual, residual);
    for (let f = 0; f < d; f++) direction[f] = residual[f] + (next / square) * direction[f];
    square = next;
  }
}
