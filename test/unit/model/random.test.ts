import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRandom, hash32 } from '../../../src/model/random.js';

/** Expected values: a Python transcription of the published C of xoshiro128** 1.1, checked there against its known vector. */
describe('random numbers', () => {
  it.each([
    [42, [660444221, 3652823732, 77672526, 910233633, 2297337756]],
    [0, [1789933344, 44971166, 2521387044, 3848737593, 1138324114]],
    [-1, [4104197751, 1825856343, 1152209388, 2427537429, 3685145430]],
  ])('seed %i gives the bits of xoshiro128** seeded by splitmix32', (seed, bits) => {
    const random = createRandom(seed);
    expect(bits.map(() => random.next() * 2 ** 32)).toEqual(bits);
  });

  it('takes the low 32 bits of the seed', () => {
    expect(createRandom(2 ** 32 + 42).next()).toBe(createRandom(42).next());
    expect(createRandom(2 ** 32 - 1).next()).toBe(createRandom(-1).next());
  });

  it('makes normals in pairs by Box and Muller', () => {
    const random = createRandom(42);
    expect(random.normal()).toBeCloseTo(0.3410982991979371, 14);
    expect(random.normal()).toBeCloseTo(-0.4664590385291652, 14);
  });

  it('has the mean and the deviation of the standard normal over 20,000 draws', () => {
    const random = createRandom(1);
    const draws = Array.from({ length: 20_000 }, () => random.normal());
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it('integers stay below the bound and reach every value', () => {
    const random = createRandom(9);
    const counts = new Array<number>(7).fill(0);
    for (let n = 0; n < 7000; n++) counts[random.integer(7)]++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(random.integer(1)).toBe(0);
  });

  it('shuffles in place to a permutation', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
        const copy = [...values];
        expect(createRandom(seed).shuffle(copy)).toBe(copy);
        expect(copy.sort((a, b) => a - b)).toEqual([...values].sort((a, b) => a - b));
      }),
    );
    expect(createRandom(1).shuffle(Int32Array.of(5))).toEqual(Int32Array.of(5));
  });

  it('forks by name and seed, whatever was drawn before', () => {
    const fresh = createRandom(3).fork('split').next();
    const used = createRandom(3);
    used.normal();
    expect(used.fork('split').next()).toBe(fresh);
    expect(createRandom(3).fork('fit').next()).not.toBe(fresh);
    expect(createRandom(4).fork('split').next()).not.toBe(fresh);
    expect(createRandom(3).fork('split').fork('split').next()).not.toBe(fresh);
  });

  it('hashes text by FNV-1a with a final mix', () => {
    expect(hash32('abc')).toBe(482950588);
    expect(hash32('abc', 7)).toBe(3531537131);
    expect(hash32('')).toBe(2872998923);
  });
});
