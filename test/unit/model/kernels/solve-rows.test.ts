import { describe, expect, it } from '@jest/globals';
import { createMatrix, type Engine } from '../../../../src/model/kernels/engine.js';
import { jsEngine } from '../../../../src/model/kernels/js-engine.js';
import { jsKernels } from '../../../../src/model/kernels/js-kernels.js';
import { solveRows } from '../../../../src/model/kernels/solve-rows.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, expectSameBytes, matrixOf, normals, SIZES, valuesOf } from './matrices.js';
import { LENGTHS, randomEntries, type Entries } from './sparse-rows.js';

interface Problem {
  readonly fixed: Float32Array;
  readonly entries: Entries;
  readonly base: Float64Array | null;
  readonly ridge: Float32Array | null;
  readonly cgSteps: number;
  readonly start?: Float32Array;
}

const solved = (engine: Engine, n: number, problem: Problem): Float32Array =>
  engine.scope(() => {
    const { fixed, entries, base, ridge, cgSteps, start } = problem;
    const rows = entries.ptr.length - 1;
    const side = {
      rows,
      entries: entries.column.length,
      ptr: engine.int32(rows + 1),
      place: engine.int32(entries.column.length),
      weight: engine.float32(entries.column.length),
    };
    side.ptr.set(entries.ptr);
    side.place.set(entries.column);
    side.weight.set(entries.value);
    const own = ridge && engine.float32(rows);
    own?.set(ridge!);
    const out = start ? matrixOf(engine, rows, n, start) : createMatrix(engine, rows, n);
    const matrix = matrixOf(engine, fixed.length / n, n, fixed);
    solveRows(engine, side, matrix, { base, ridge: own, cgSteps }, out);
    return valuesOf(out);
  });

/** The normal equations in double precision, row by row. */
function normalEquations(n: number, { fixed, entries, base, ridge }: Problem): Float64Array {
  const rows = entries.ptr.length - 1;
  const out = new Float64Array(rows * n);
  for (let r = 0; r < rows; r++) {
    if (entries.ptr[r] === entries.ptr[r + 1]) continue;
    const a = base ? base.slice() : new Float64Array(n * n);
    for (let f = 0; f < n; f++) a[f * n + f] += (base ? 0 : 1) + (ridge ? ridge[r] : 0);
    const b = new Float64Array(n);
    for (let e = entries.ptr[r]; e < entries.ptr[r + 1]; e++) {
      const z = fixed.subarray(entries.column[e] * n, (entries.column[e] + 1) * n);
      const w = entries.value[e];
      // Not in the loop: looking up a global costs much in a test's own context.
      const extra = Math.abs(w);
      for (let i = 0; i < n; i++) {
        if (w >= 0) b[i] += (1 + w) * z[i];
        for (let j = 0; j <= i; j++) a[i * n + j] += extra * z[i] * z[j];
      }
    }
    expect(jsKernels.choleskyFactor(a, n)).toBe(true);
    jsKernels.forwardSolve(a, n, b);
    jsKernels.backwardSolve(a, n, b);
    out.set(b, r * n);
  }
  return out;
}

/** Likes, dislikes and weights of 0. */
function problem(n: number): Problem {
  const random = createRandom(n);
  const weight = (): number => {
    const kind = random.next();
    return kind < 0.1 ? 0 : kind < 0.2 ? -3 * random.next() - 0.1 : 5 * random.next();
  };
  const fixed = normals(random, 60 * n).map((value) => value / 4);
  return { fixed, entries: randomEntries(random, LENGTHS, 60, weight), base: null, ridge: null, cgSteps: 0 };
}

function withBase(n: number): Problem {
  const base = new Float64Array(n * n).map((_value, place) => (place % (n + 1) === 0 ? 3 : 0.01));
  return { ...problem(n), base, ridge: Float32Array.from(LENGTHS, (_length, r) => r / 50) };
}

const expected = new Map(SIZES.map((n) => [n, normalEquations(n, problem(n))]));
const expectedWithBase = new Map(SIZES.map((n) => [n, normalEquations(n, withBase(n))]));

const engines = allEngines();
describe.each(engines)('solveRows on %s', (_, engine) => {
  it('one column by hand: weights 3 and -2 on 1 and 2 give 4 / (1 + 3 + 8)', () => {
    const entries = { ptr: Int32Array.of(0, 2, 2), column: Int32Array.of(0, 1), value: Float32Array.of(3, -2) };
    const x = solved(engine, 1, { fixed: Float32Array.of(1, 2), entries, base: null, ridge: null, cgSteps: 0 });
    expectClose(x, [4 / 12, 0]);
  });

  it.each(SIZES)('solves the normal equations with %i columns, rows shorter than that and longer', (n) => {
    expectClose(solved(engine, n, problem(n)), expected.get(n)!, 1e-4);
  });

  it.each(SIZES)('starts from a matrix and a ridge of the row with %i columns', (n) => {
    expectClose(solved(engine, n, withBase(n)), expectedWithBase.get(n)!, 1e-4);
  });

  it.each(SIZES)('conjugate gradients reach the same with enough steps, from anywhere, with %i columns', (n) => {
    const start = normals(createRandom(1), LENGTHS.length * n);
    const x = solved(engine, n, { ...problem(n), cgSteps: 3 * n + 20, start });
    expectClose(x, expected.get(n)!, 1e-3);
  });

  it('a few steps of conjugate gradients are those of the TypeScript', () => {
    const input = { ...problem(24), cgSteps: 2, start: normals(createRandom(1), LENGTHS.length * 24) };
    expectClose(solved(engine, 24, input), solved(jsEngine, 24, input), 1e-4);
  });
});

describe('solveRows', () => {
  it.each([
    ['exact', problem(24)],
    ['with a base', withBase(24)],
    ['conjugate gradients', { ...problem(24), cgSteps: 3 }],
  ])('does not depend on the threads: %s', (_, input) => {
    expectSameBytes(solved(engines[1][1], 24, input), solved(engines[2][1], 24, input));
  });
});
