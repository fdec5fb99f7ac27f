import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom } from '../../../../src/model/random.js';
import { ALGORITHMS, resolveHyperParameters } from '../../../../src/model/registry.js';
import { configurationKey, drawPoint, searchSpace, type SearchSpace } from '../../../../src/model/search/space.js';

const draw = (space: SearchSpace, count: number): Record<string, number>[] => {
  const random = createRandom(3);
  return Array.from({ length: count }, () => drawPoint(space, random));
};

describe('a search space', () => {
  const rule = { description: '', default: 1, minimum: 0, maximum: 100 };

  it('is what declares a range and was not set by the caller', () => {
    const table = {
      fixed: rule,
      open: { ...rule, search: { scale: 'linear', from: 0, to: 2 } },
      given: { ...rule, search: { scale: 'log', from: 1, to: 9 } },
      whole: { ...rule, integer: true, search: { scale: 'log', from: 1, to: 9 } },
    } as const;
    expect(searchSpace(table, { given: 4 })).toEqual([
      { name: 'open', scale: 'linear', from: 0, to: 2, integer: false },
      { name: 'whole', scale: 'log', from: 1, to: 9, integer: true },
    ]);
  });

  it('is drawn from within its bounds, whole numbers where they must be', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('log', 'linear'),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        fc.boolean(),
        (scale, from, width, integer) => {
          const space: SearchSpace = [{ name: 'x', scale: scale as 'log' | 'linear', from, to: from + width, integer }];
          for (const { x } of draw(space, 20)) {
            expect(x).toBeGreaterThanOrEqual(from);
            expect(x).toBeLessThanOrEqual(from + width);
            if (integer) expect(Number.isInteger(x)).toBe(true);
          }
        },
      ),
    );
  });

  it('halves a logarithmic range at its geometric mean, a linear one at its arithmetic mean', () => {
    const below = (scale: 'log' | 'linear', middle: number): number =>
      draw([{ name: 'x', scale, from: 1, to: 10_000, integer: false }], 4000).filter(({ x }) => x < middle).length /
      4000;
    // Four standard errors of a share of one half: 0.032.
    expect(Math.abs(below('log', 100) - 0.5)).toBeLessThan(0.032);
    expect(Math.abs(below('linear', 5000) - 0.5)).toBeLessThan(0.032);
  });

  it('gives every whole number of a linear range the same chance', () => {
    const counts = [0, 0, 0];
    for (const { x } of draw([{ name: 'x', scale: 'linear', from: 1, to: 3, integer: true }], 3000)) counts[x - 1]++;
    // Four standard errors of a third of 3000: 103.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(104);
  });

  it.each(Object.values(ALGORITHMS))('of $name holds values that it takes, whatever is drawn', (algorithm) => {
    const space = searchSpace(algorithm.hyperParameters, {});
    for (const { name, from, to, scale } of space) {
      expect(from).toBeLessThan(to);
      if (scale === 'log') expect(from).toBeGreaterThan(0);
      for (const value of [from, to])
        expect(resolveHyperParameters(algorithm, { [name]: value })).toHaveProperty(name, value);
    }
    for (const point of draw(space, 50)) expect(resolveHyperParameters(algorithm, point)).toMatchObject(point);
  });
});

describe('the key of a configuration', () => {
  it('does not depend on the order of the names, and tells values apart', () => {
    expect(configurationKey({ a: 1, b: 2 })).toBe(configurationKey({ b: 2, a: 1 }));
    expect(configurationKey({ a: 1, b: 2 })).not.toBe(configurationKey({ a: 2, b: 1 }));
  });
});
