import { describe, expect, it } from '@jest/globals';
import { createServingRows } from '../../../../src/model/kernels/serving-rows.js';
import { createRandom } from '../../../../src/model/random.js';
import { allEngines } from '../../../support/engines.js';
import { expectClose, normals, product, SIZES } from './matrices.js';

describe.each(allEngines())('serving rows on %s', (_, engine) => {
  it.each(SIZES)('scores all rows for one vector after the other, %i columns', (n) => {
    const random = createRandom(n);
    const rows = normals(random, 203 * n);
    const serving = createServingRows(engine, rows, 203, n);
    for (let call = 0; call < 2; call++) {
      const vector = Float64Array.from(normals(random, n));
      const out = new Float64Array(203);
      serving.score(vector, out);
      expectClose(out, product(rows, vector, 203, 1, n));
    }
  });

  it('solves one column by hand: v = (4 x 1 + 0 x 2) / (1 + 3 x 1 + 2 x 4), then with more terms than before', () => {
    const { solve } = createServingRows(engine, Float32Array.of(1, 2), 2, 1);
    if (!solve) return expect(engine.jobs).toBeNull();
    const out = new Float64Array(1);
    solve(2, Int32Array.of(0, 1), Float64Array.of(3, 2), Float64Array.of(4, 0), out);
    expectClose(out, [4 / 12]);
    const many = 300;
    solve(many, new Int32Array(many), new Float64Array(many).fill(0.01), new Float64Array(many).fill(0.5), out);
    expectClose(out, [150 / 4]);
    solve(0, new Int32Array(0), new Float64Array(0), new Float64Array(0), out);
    expect(out[0]).toBe(0);
  });
});
