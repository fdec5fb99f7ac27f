import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Kernels } from '../../../../src/model/kernels/kernels.js';

const number = fc.float({ min: -4, max: 4, noNaN: true });
const matrix = (rows: number, n: number) => fc.array(number, { minLength: rows * n, maxLength: rows * n });
const shape = fc.record({ count: fc.nat(11), n: fc.integer({ min: 1, max: 9 }) });
const close = (actual: ArrayLike<number>, expected: readonly number[], digits = 8): void => {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, place) => expect(actual[place]).toBeCloseTo(value, digits));
};

/**
 * What every implementation of the kernels has to hold.
 * @param digits decimals to which results on numbers up to 4 agree with double precision
 */
export function describeKernels(name: string, kernels: Kernels, digits = 8): void {
  describe(`${name} kernels`, () => {
    it('dot: 1*4 + 2*5 + 3*6 = 32, from any offset, for any length', () => {
      const a = Float32Array.of(9, 1, 2, 3, 9);
      const b = Float32Array.of(4, 5, 6, 7);
      expect(kernels.dot(a, 1, b, 0, 3)).toBe(32);
      expect(kernels.dot(a, 0, b, 1, 0)).toBe(0);
      fc.assert(
        fc.property(fc.array(number, { maxLength: 40 }), (values) => {
          const x = Float32Array.from(values);
          const expected = values.reduce((sum, value) => sum + value * value, 0);
          expect(kernels.dot(x, 0, x, 0, x.length)).toBeCloseTo(expected, digits);
        }),
      );
    });

    it('axpy: adds a multiple of a row', () => {
      const y = Float64Array.of(1, 1, 1);
      kernels.axpy(-2, Float32Array.of(9, 9, 1, 2), 2, y, 2);
      expect([...y]).toEqual([-1, -3, 1]);
    });

    it('rankUpdate: [1 2]x1 + [3 4]x10 by hand, lower triangle, added to what is there', () => {
      const out = Float64Array.of(100, 7, 0, 1000);
      kernels.rankUpdate(Float32Array.of(3, 4, 1, 2), Int32Array.of(1, 0), Float64Array.of(1, 10), 2, 2, out);
      // [1 2; 2 4] + 10 [9 12; 12 16] = [91 122; 122 164]
      expect([out[0], out[2], out[3]]).toEqual([191, 122, 1164]);
    });

    it('rankUpdate: agrees with the definition for all shapes, with and without index and weights', () => {
      const input = shape.chain(({ count, n }) =>
        fc.record({
          n: fc.constant(n),
          rows: matrix(12, n),
          index: fc.option(fc.array(fc.nat(11), { minLength: count, maxLength: count })),
          weights: fc.option(fc.array(number, { minLength: count, maxLength: count })),
          count: fc.constant(count),
        }),
      );
      fc.assert(
        fc.property(input, ({ n, rows, index, weights, count }) => {
          const out = new Float64Array(n * n);
          kernels.rankUpdate(
            Float32Array.from(rows),
            index && Int32Array.from(index),
            weights && Float64Array.from(weights),
            count,
            n,
            out,
          );
          for (let i = 0; i < n; i++)
            for (let j = 0; j <= i; j++) {
              let sum = 0;
              for (let k = 0; k < count; k++) {
                const row = (index ? index[k] : k) * n;
                sum += (weights ? weights[k] : 1) * rows[row + i] * rows[row + j];
              }
              expect(out[i * n + j]).toBeCloseTo(sum, digits);
            }
        }),
      );
    });

    it('choleskyFactor: [4 2; 2 5] = [2 0; 1 2] [2 1; 0 2], reading the lower triangle only', () => {
      const a = Float64Array.of(4, Number.NaN, 2, 5);
      expect(kernels.choleskyFactor(a, 2)).toBe(true);
      expect([a[0], a[2], a[3]]).toEqual([2, 1, 2]);
    });

    it.each([
      ['a negative diagonal', [1, 0, 0, -1]],
      ['a singular matrix', [1, 1, 1, 1]],
      ['NaN', [1, 0, Number.NaN, 1]],
    ])('choleskyFactor: refuses %s', (_, values) => {
      expect(kernels.choleskyFactor(Float64Array.from(values), 2)).toBe(false);
    });

    it('forwardSolve and backwardSolve: by hand with L = [2 0; 1 2]', () => {
      const l = Float64Array.of(2, Number.NaN, 1, 2);
      const forward = Float64Array.of(6, 7);
      kernels.forwardSolve(l, 2, forward);
      expect([...forward]).toEqual([3, 2]);
      const backward = Float64Array.of(8, 6);
      kernels.backwardSolve(l, 2, backward);
      expect([...backward]).toEqual([2.5, 3]);
    });

    it('factor and both solves together invert A = R R^T + I', () => {
      const input = fc
        .integer({ min: 1, max: 8 })
        .chain((n) => fc.record({ n: fc.constant(n), r: matrix(n, n), b: matrix(1, n) }));
      fc.assert(
        fc.property(input, ({ n, r, b }) => {
          const a = new Float64Array(n * n);
          for (let i = 0; i < n; i++)
            for (let j = 0; j < n; j++) {
              a[i * n + j] = i === j ? 1 : 0;
              for (let k = 0; k < n; k++) a[i * n + j] += r[i * n + k] * r[j * n + k];
            }
          const x = Float64Array.from(b);
          const l = a.slice();
          expect(kernels.choleskyFactor(l, n)).toBe(true);
          kernels.forwardSolve(l, n, x);
          kernels.backwardSolve(l, n, x);
          for (let i = 0; i < n; i++) {
            let sum = 0;
            for (let j = 0; j < n; j++) sum += a[i * n + j] * x[j];
            expect(sum).toBeCloseTo(b[i], digits - 2);
          }
        }),
      );
    });

    it('multiply: products of chosen rows, or of all rows, with a vector', () => {
      const rows = Float32Array.of(1, 2, 3, 4, 5, 6);
      const out = new Float64Array(4).fill(7);
      kernels.multiply(rows, null, 3, 2, Float64Array.of(10, 1), out);
      expect([...out]).toEqual([12, 34, 56, 7]);
      kernels.multiply(rows, Int32Array.of(2, 0), 2, 2, Float64Array.of(10, 1), out);
      expect([...out]).toEqual([56, 12, 56, 7]);
      const input = shape.chain(({ count, n }) =>
        fc.record({ n: fc.constant(n), rows: matrix(count, n), v: matrix(1, n) }),
      );
      fc.assert(
        fc.property(input, ({ n, rows: values, v }) => {
          const count = values.length / n;
          const product = new Float64Array(count);
          kernels.multiply(Float32Array.from(values), null, count, n, Float64Array.from(v), product);
          const expected = Array.from({ length: count }, (_, k) =>
            v.reduce((sum, x, f) => sum + x * values[k * n + f], 0),
          );
          close(product, expected, digits);
        }),
      );
    });

    it('sgdStep: moves both rows from their old values', () => {
      const p = Float32Array.of(9, 1, 2);
      const q = Float32Array.of(3, -1, 9);
      kernels.sgdStep(p, 1, q, 0, 2, 0.5, 0.25);
      // p: 1 + 0.5*3 - 0.25*1, 2 - 0.5*1 - 0.25*2; q: 3 + 0.5*1 - 0.25*3, -1 + 0.5*2 + 0.25*1
      expect([...p]).toEqual([9, 2.25, 1]);
      expect([...q]).toEqual([2.75, 0.25, 9]);
    });
  });
}
