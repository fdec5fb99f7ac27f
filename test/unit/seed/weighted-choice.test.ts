import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../src/model/random.js';
import { choose, runningSums } from '../../../seed/weighted-choice.js';

describe('choose', () => {
  it('draws by weight, never what weighs nothing', () => {
    const sums = runningSums([0, 1, 0, 3, 0]);
    const random = createRandom(1);
    const drawn = [0, 0, 0, 0, 0];
    for (let i = 0; i < 10_000; i++) drawn[choose(sums, random)]++;
    expect([drawn[0], drawn[2], drawn[4]]).toEqual([0, 0, 0]);
    expect(Math.abs(drawn[1]! - 2500)).toBeLessThan(200);
  });

  it('keeps to its bounds', () => {
    const sums = runningSums([5, 1, 1, 5]);
    const random = createRandom(2);
    const drawn = new Set(Array.from({ length: 500 }, () => choose(sums, random, 1, 3)));
    expect([...drawn].sort()).toEqual([1, 2]);
  });
});
