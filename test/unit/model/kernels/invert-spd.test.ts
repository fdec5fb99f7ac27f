import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../../../../src/model/kernels/engine.js';
import { invertSpd } from '../../../../src/model/kernels/invert-spd.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, expectSameBytes, matrixOf, normals, product, SIZES, valuesOf } from './matrices.js';

const inverted = (engine: Engine, n: number, values: ArrayLike<number>): Float32Array | null =>
  engine.scope(() => {
    const matrix = matrixOf(engine, n, n, values);
    return invertSpd(engine, matrix) ? valuesOf(matrix) : null;
  });

/** RR' + n I, well conditioned. */
function definite(n: number): Float32Array {
  const r = normals(createRandom(n), n * n);
  const out = new Float32Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let sum = i === j ? n : 0;
      for (let k = 0; k < n; k++) sum += r[i * n + k] * r[j * n + k];
      out[i * n + j] = sum;
    }
  return out;
}

const engines = allEngines();
describe.each(engines)('invertSpd on %s', (_, engine) => {
  it('[4 2; 2 5]: [5 -2; -2 4] / 16, from the upper triangle alone', () => {
    expectClose(inverted(engine, 2, [4, 2, 99, 5])!, [5 / 16, -2 / 16, -2 / 16, 4 / 16]);
  });

  it.each([...SIZES, 129, 200])('times the matrix gives the identity, %i x %i', (n) => {
    const a = definite(n);
    const identity = new Float64Array(n * n).map((_value, place) => (place % (n + 1) === 0 ? 1 : 0));
    expectClose(product(inverted(engine, n, a)!, a, n, n, n), identity, 1e-4);
  });

  it.each([
    ['a negative diagonal', [1, 0, 0, -1]],
    ['a singular matrix', [1, 1, 1, 1]],
    ['NaN', [1, 0, Number.NaN, Number.NaN]],
  ])('refuses %s', (_case, values) => {
    expect(inverted(engine, 2, values)).toBeNull();
  });
});

describe('invertSpd', () => {
  it('does not depend on the threads', () => {
    const a = definite(200);
    expectSameBytes(inverted(engines[1][1], 200, a)!, inverted(engines[2][1], 200, a)!);
  });
});
