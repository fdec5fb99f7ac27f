import { describe, expect, it } from '@jest/globals';
import { interestVector, sharedInterest } from '../../../src/model/interest.js';
import type { History } from '../../../src/model/interactions.js';

const history = (entries: readonly (readonly [item: number, strength: number])[]): History => ({
  length: entries.length,
  items: Int32Array.from(entries, ([item]) => item),
  strength: Float32Array.from(entries, ([, strength]) => strength),
  rating: new Float32Array(entries.length),
  timestamp: new Float64Array(entries.length),
  disliked: Uint8Array.from(entries, ([, strength]) => (strength > 0 ? 0 : 1)),
});

describe('the interest of a learner', () => {
  it('is the strengths by item, without dislikes', () => {
    const { indices, values } = interestVector(
      history([
        [7, 2],
        [3, 4],
        [5, 0],
      ]),
    );
    expect([...indices]).toEqual([3, 7]);
    expect([...values]).toEqual([4, 2]);
    expect(interestVector(history([])).indices).toHaveLength(0);
  });

  it('is shared by the product of the strengths, ties by item', () => {
    const a = interestVector(
      history([
        [1, 1],
        [2, 3],
        [4, 2],
        [5, 9],
      ]),
    );
    const b = interestVector(
      history([
        [1, 6],
        [2, 2],
        [4, 4],
        [6, 1],
      ]),
    );
    expect(sharedInterest(a, b)).toEqual([4, 1, 2]);
    expect(sharedInterest(a, interestVector(history([])))).toEqual([]);
  });
});
