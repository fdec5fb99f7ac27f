import { describe, expect, it } from '@jest/globals';
import { jsEngine } from '../../../../src/model/kernels/js-engine.js';
import { byActivity, createWeightedRows } from '../../../../src/model/kernels/weighted-rows.js';

// Learner 0: item 2; learner 1: items 0, 1 (a dislike) and 2; learner 2: nothing; learner 3: item 1.
const data = {
  users: 4,
  items: 3,
  size: 5,
  rowPtr: Int32Array.of(0, 1, 4, 4, 5),
  item: Int32Array.of(2, 0, 1, 2, 1),
  disliked: Uint8Array.of(0, 0, 1, 0, 0),
};
const rows = ({ ptr, place, weight }: { ptr: Int32Array; place: Int32Array; weight: Float32Array }) =>
  Array.from({ length: ptr.length - 1 }, (_, r) =>
    Array.from({ length: ptr[r + 1] - ptr[r] }, (_entry, k) => [place[ptr[r] + k], weight[ptr[r] + k]]),
  );

describe('createWeightedRows', () => {
  it('lays the entries out by learner and by item, dislikes with a negative weight', () => {
    const { byUser, byItem } = createWeightedRows(jsEngine, data, (e) => e + 1);
    expect(rows(byUser)).toEqual([
      [[2, 1]],
      [
        [0, 2],
        [1, -3],
        [2, 4],
      ],
      [],
      [[1, 5]],
    ]);
    expect(rows(byItem)).toEqual([
      [[1, 2]],
      [
        [1, -3],
        [3, 5],
      ],
      [
        [0, 1],
        [1, 4],
      ],
    ]);
  });

  it('makes learners rows in another order', () => {
    const { byUser, byItem } = createWeightedRows(jsEngine, data, (e) => e + 1, undefined, [1, 0, 3, 2]);
    expect(rows(byUser)).toEqual([
      [
        [0, 2],
        [1, -3],
        [2, 4],
      ],
      [[2, 1]],
      [[1, 5]],
      [],
    ]);
    expect(rows(byItem)).toEqual([
      [[0, 2]],
      [
        [0, -3],
        [2, 5],
      ],
      [
        [0, 4],
        [1, 1],
      ],
    ]);
  });
});

describe('byActivity', () => {
  it('orders learners by how much they engaged with, those alike by place', () => {
    expect([...byActivity(data)]).toEqual([1, 0, 3, 2]);
    expect([...byActivity({ users: 0, rowPtr: Int32Array.of(0) })]).toEqual([]);
  });
});
