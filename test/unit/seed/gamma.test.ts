import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/model/random.js';
import { drawDirichlet, drawGamma } from '../../../seed/gamma.js';

const N = 40_000;

describe('drawGamma', () => {
  it.each([0.5, 0.8, 1, 2.5])('has the moments of the shape %d', (shape) => {
    const random = createRandom(9);
    const draws = Array.from({ length: N }, () => drawGamma(shape, random));
    const mean = draws.reduce((sum, x) => sum + x, 0) / N;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N;
    const log = draws.reduce((sum, x) => sum + Math.log(x), 0) / N;
    // Mean and variance are the shape; the fourth central moment is 3 shape^2 + 6 shape.
    expect(Math.abs(mean - shape)).toBeLessThan(4.5 * Math.sqrt(shape / N));
    expect(Math.abs(variance - shape)).toBeLessThan(4.5 * Math.sqrt((2 * shape ** 2 + 6 * shape) / N));
    // The mean of the logarithm is the digamma function: -1.9635, -0.9650, -0.5772, 0.7032.
    const digamma = { 0.5: -1.96351, 0.8: -0.96501, 1: -0.57722, 2.5: 0.70316 }[shape]!;
    const trigamma = { 0.5: 4.9348, 0.8: 2.2995, 1: 1.6449, 2.5: 0.4904 }[shape]!;
    expect(Math.abs(log - digamma)).toBeLessThan(4.5 * Math.sqrt(trigamma / N));
  });
});

describe('drawDirichlet', () => {
  it('spreads the weights by its concentration: the expected sum of squared shares is (c + 1) / (n c + 1)', () => {
    for (const [concentration, size] of [
      [0.5, 2000],
      [0.8, 2000],
    ] as const) {
      const weights = drawDirichlet(size, concentration, createRandom(3));
      const sum = weights.reduce((total, w) => total + w, 0);
      const squares = weights.reduce((total, w) => total + (w / sum) ** 2, 0);
      expect(squares / ((concentration + 1) / (size * concentration + 1))).toBeGreaterThan(0.8);
      expect(squares / ((concentration + 1) / (size * concentration + 1))).toBeLessThan(1.2);
    }
  });
});
