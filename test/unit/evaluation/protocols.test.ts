import { describe, expect, it } from '@jest/globals';
import { PROTOCOLS, splitBy } from '../../../src/evaluation/protocols.js';
import { perUserSplit, temporalSplit } from '../../../src/evaluation/split.js';
import { createRandom } from '../../../src/model/random.js';
import { columnsOf, type Row } from './engagement-rows.js';

const rows = Array.from({ length: 40 }, (_, n): Row => [n % 4, n, n]);

describe('splitBy', () => {
  it('holds out the share of each protocol: a fifth, a quarter at random, one each', () => {
    const held = PROTOCOLS.map((protocol) => [protocol, splitBy(protocol, columnsOf(rows), undefined, 1).test.length]);
    // 40 rows of 4 learners with 10 each: 8 by time, 4 x 2, 4 x 1, 4 x (10 - 7).
    expect(Object.fromEntries(held)).toEqual({ TEMPORAL: 8, PER_USER_RATIO: 8, LEAVE_LAST_OUT: 4, STRATIFIED: 12 });
    expect(splitBy('TEMPORAL', columnsOf(rows), 0.5, 1).test).toHaveLength(20);
    expect(splitBy('PER_USER_RATIO', columnsOf(rows), 0.5, 1).test).toHaveLength(20);
    expect(splitBy('STRATIFIED', columnsOf(rows), 0.5, 1).test).toHaveLength(20);
  });

  it('parts as a training of the same seed does', () => {
    const random = createRandom(5).fork('hold-out');
    expect(splitBy('PER_USER_RATIO', columnsOf(rows), 0.2, 5)).toEqual(perUserSplit(columnsOf(rows), 0.2, random));
    expect(splitBy('TEMPORAL', columnsOf(rows), 0.2, 5)).toEqual(temporalSplit(columnsOf(rows), 0.2));
  });

  it('says so where time cannot part the rows', () => {
    const timeless = rows.map(([user, item]): Row => [user, item, 0]);
    expect(() => splitBy('TEMPORAL', columnsOf(timeless), undefined, 1)).toThrow(
      expect.objectContaining({ code: 'NOT_ENOUGH_DATA', message: expect.stringContaining('PER_USER_RATIO') }),
    );
  });
});
