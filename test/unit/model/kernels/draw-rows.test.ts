import { describe, expect, it } from '@jest/globals';
import { drawRows } from '../../../../src/model/kernels/draw-rows.js';
import { createMatrix, readMatrix, type Engine } from '../../../../src/model/kernels/engine.js';
import { jsEngine } from '../../../../src/model/kernels/js-engine.js';
import { allEngines } from '../../../support/engines.js';
import { expectSameBytes } from './matrices.js';

function drawn(engine: Engine, rows: number, columns: number, deviation = 1, seed = 5): Float64Array {
  return engine.scope(() => {
    const matrix = createMatrix(engine, rows, columns);
    drawRows(engine, matrix, deviation, seed);
    expect(matrix.values.every((x, n) => n % matrix.stride < columns || x === 0)).toBe(true);
    return Float64Array.from(readMatrix(matrix));
  });
}

const mean = (values: Float64Array, of = (x: number): number => x): number =>
  values.reduce((sum, x) => sum + of(x), 0) / values.length;

const engines = allEngines();
describe.each(engines)('drawRows on %s', (_, engine) => {
  it('draws the standard normal distribution: moments, centre and tails within four standard errors', () => {
    const n = 200_000;
    const values = drawn(engine, n / 8, 8);
    const error = (variance: number): number => 4 * Math.sqrt(variance / n);
    expect(Math.abs(mean(values))).toBeLessThan(error(1));
    expect(Math.abs(mean(values, (x) => x ** 2) - 1)).toBeLessThan(error(2));
    expect(Math.abs(mean(values, (x) => x ** 3))).toBeLessThan(error(15));
    expect(Math.abs(mean(values, (x) => x ** 4) - 3)).toBeLessThan(error(96));
    // Shares below some bounds, from a table of the normal distribution; -3.6 lies in the tail beyond the layers.
    for (const [bound, share] of [
      [-3.6, 0.000159109],
      [-2, 0.0227501],
      [-1, 0.158655],
      [0, 0.5],
      [0.5, 0.691462],
      [3, 0.99865],
      [3.6, 0.999840891],
    ]) {
      const below = mean(values, (x) => (x < bound ? 1 : 0));
      expect(Math.abs(below - share)).toBeLessThan(error(share * (1 - share)));
    }
  });

  it('is the TypeScript, to the bit', () => {
    expectSameBytes(drawn(engine, 5000, 20, 0.1), drawn(jsEngine, 5000, 20, 0.1));
  });

  it('gives a row the same numbers however many rows there are, and others to other rows and seeds', () => {
    const few = drawn(engine, 3, 4);
    expectSameBytes(drawn(engine, 700, 4).slice(0, 12), few);
    const all = new Set([...drawn(engine, 700, 4), ...drawn(engine, 700, 4, 1, 6)]);
    expect(all.size).toBeGreaterThan(2 * 700 * 4 - 5);
  });

  it('scales by the deviation; 0 gives 0', () => {
    expect([...drawn(engine, 2, 3, 0)].every((x) => Math.abs(x) === 0)).toBe(true);
    const unit = drawn(engine, 10, 3);
    drawn(engine, 10, 3, 2).forEach((x, n) => expect(x).toBe(2 * unit[n]));
  });
});
