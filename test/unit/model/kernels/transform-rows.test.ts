import { describe, expect, it } from '@jest/globals';
import { createMatrix, type Engine } from '../../../../src/model/kernels/engine.js';
import { transformRows } from '../../../../src/model/kernels/transform-rows.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, expectSameBytes, matrixOf, normals, product, SIZES, valuesOf } from './matrices.js';

const transformed = (engine: Engine, rows: number, n: number, m: number, values: ArrayLike<number>, b: Float64Array) =>
  engine.scope(() => {
    const out = createMatrix(engine, rows, m);
    transformRows(engine, matrixOf(engine, rows, n, values), b, out);
    return valuesOf(out);
  });

const engines = allEngines();
describe.each(engines)('transformRows on %s', (_, engine) => {
  it('[1 2] times [1 0 2; 0 1 3]: [1 2 8]', () => {
    expect([...transformed(engine, 1, 2, 3, [1, 2], Float64Array.of(1, 0, 2, 0, 1, 3))]).toEqual([1, 2, 8]);
  });

  it.each(SIZES)('equals the definition with %i columns, to more of them and to fewer', (n) => {
    for (const [rows, m] of [
      [1, 1],
      [13, n + 3],
      [203, n],
    ]) {
      const random = createRandom(n + m);
      const values = normals(random, rows * n);
      const b = Float64Array.from(normals(random, n * m));
      expectClose(transformed(engine, rows, n, m, values, b), product(values, b, rows, m, n));
    }
  });

  it('works in place', () => {
    const random = createRandom(9);
    const values = normals(random, 203 * 13);
    const b = Float64Array.from(normals(random, 13 * 13));
    engine.scope(() => {
      const matrix = matrixOf(engine, 203, 13, values);
      transformRows(engine, matrix, b, matrix);
      expectClose(valuesOf(matrix), product(values, b, 203, 13, 13));
    });
  });
});

describe('transformRows', () => {
  it('does not depend on the threads', () => {
    const random = createRandom(4);
    const values = normals(random, 1000 * 20);
    const b = Float64Array.from(normals(random, 400));
    const [one, two] = [engines[1][1], engines[2][1]].map((engine) => transformed(engine, 1000, 20, 20, values, b));
    expectSameBytes(one, two);
  });
});
