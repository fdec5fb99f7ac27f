import { describe, expect, it } from '@jest/globals';
import { gram } from '../../../../src/model/kernels/gram.js';
import type { Engine } from '../../../../src/model/kernels/engine.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, expectSameBytes, matrixOf, normals, product, SIZES } from './matrices.js';

const gramOf = (engine: Engine, rows: number, n: number, values: ArrayLike<number>): Float64Array =>
  engine.scope(() => {
    const out = new Float64Array(n * n).fill(Number.NaN);
    gram(engine, matrixOf(engine, rows, n, values), out);
    return out;
  });

const engines = allEngines();
describe.each(engines)('gram on %s', (_, engine) => {
  it('[1 2; 3 4]: [10 14; 14 20]', () => {
    expect([...gramOf(engine, 2, 2, [1, 2, 3, 4])]).toEqual([10, 14, 14, 20]);
  });

  it.each(SIZES)('equals the definition with %i columns, for few rows and many', (n) => {
    for (const rows of [0, 1, 7, 64, 1003]) {
      const values = normals(createRandom(n), rows * n);
      const transposed = Float32Array.from(
        { length: n * rows },
        (_value, i) => values[(i % rows) * n + Math.floor(i / rows)],
      );
      expectClose(gramOf(engine, rows, n, values), product(transposed, values, n, n, rows));
    }
  });
});

describe('gram', () => {
  it('does not depend on the threads', () => {
    const values = normals(createRandom(3), 5000 * 20);
    expectSameBytes(gramOf(engines[1][1], 5000, 20, values), gramOf(engines[2][1], 5000, 20, values));
  });
});
