import { describe, it } from '@jest/globals';
import { orthonormalise } from '../../../../src/model/kernels/orthonormalise.js';
import { gram } from '../../../../src/model/kernels/gram.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, matrixOf, normals } from './matrices.js';

describe.each(allEngines())('orthonormalise on %s', (_, engine) => {
  const gramAfter = (values: Float32Array, n: number): Float64Array =>
    engine.scope(() => {
      const matrix = matrixOf(engine, values.length / n, n, values);
      orthonormalise(engine, matrix);
      const out = new Float64Array(n * n);
      gram(engine, matrix, out);
      return out;
    });

  it('leaves columns of length 1 at right angles, also from nearly parallel ones', () => {
    const random = createRandom(7);
    const values = normals(random, 300 * 10);
    for (let r = 0; r < 300; r++) values[r * 10 + 9] = values[r * 10] + 1e-2 * random.normal();
    const identity = new Float64Array(100).map((_value, place) => (place % 11 === 0 ? 1 : 0));
    expectClose(gramAfter(values, 10), identity, 1e-5);
  });

  it('gives 0 for a column that others make up', () => {
    const values = Float32Array.from({ length: 60 }, (_value, place) => [1, place, 2 * place - 2][place % 3]);
    for (let r = 0; r < 20; r++) values[3 * r + 2] = 2 * values[3 * r] + values[3 * r + 1];
    expectClose(gramAfter(values, 3), [1, 0, 0, 0, 1, 0, 0, 0, 0], 1e-5);
  });
});
