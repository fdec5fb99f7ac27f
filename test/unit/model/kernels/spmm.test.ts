import { describe, expect, it } from '@jest/globals';
import { createMatrix, createSparse, type Engine } from '../../../../src/model/kernels/engine.js';
import { spmm } from '../../../../src/model/kernels/spmm.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, expectSameBytes, matrixOf, normals, SIZES, valuesOf } from './matrices.js';
import { LENGTHS, randomEntries, type Entries } from './sparse-rows.js';

const multiplied = (engine: Engine, entries: Entries, dense: Float32Array, n: number): Float32Array =>
  engine.scope(() => {
    const matrix = matrixOf(engine, dense.length / n, n, dense);
    const out = createMatrix(engine, entries.ptr.length - 1, n);
    spmm(engine, createSparse(engine, { columns: matrix.rows, ...entries }), matrix, out);
    return valuesOf(out);
  });

const engines = allEngines();
describe.each(engines)('spmm on %s', (_, engine) => {
  it('a row of 2 x row 1 and 3 x row 0, and an empty row', () => {
    const entries = { ptr: Int32Array.of(0, 2, 2), column: Int32Array.of(1, 0), value: Float32Array.of(2, 3) };
    expect([...multiplied(engine, entries, Float32Array.of(1, 2, 10, 20), 2)]).toEqual([23, 46, 0, 0]);
  });

  it.each(SIZES)('equals the definition with %i columns', (n) => {
    const random = createRandom(n);
    const dense = normals(random, 50 * n);
    const entries = randomEntries(random, LENGTHS, 50, () => random.normal());
    const expected = new Float64Array(LENGTHS.length * n);
    for (let r = 0; r < LENGTHS.length; r++)
      for (let e = entries.ptr[r]; e < entries.ptr[r + 1]; e++)
        for (let f = 0; f < n; f++) expected[r * n + f] += entries.value[e] * dense[entries.column[e] * n + f];
    expectClose(multiplied(engine, entries, dense, n), expected);
  });
});

describe('spmm', () => {
  it('does not depend on the threads', () => {
    const random = createRandom(2);
    const dense = normals(random, 50 * 20);
    const entries = randomEntries(random, LENGTHS, 50, () => random.normal());
    expectSameBytes(multiplied(engines[1][1], entries, dense, 20), multiplied(engines[2][1], entries, dense, 20));
  });
});
