import { describe, expect, it } from '@jest/globals';
import { relevantItems } from '../../../src/evaluation/relevance.js';
import { segmentOf, segmentPositions, SEGMENTS } from '../../../src/evaluation/segments.js';
import { interactionsOf, type Row } from './engagement-rows.js';

describe('segments', () => {
  it('parts learners by training history: 0, 1-5, 6-99, 100 and more', () => {
    expect([0, 1, 5, 6, 99, 100, 12345].map(segmentOf)).toEqual([
      'COLD',
      'CASUAL',
      'CASUAL',
      'REGULAR',
      'REGULAR',
      'POWER',
      'POWER',
    ]);
  });

  it('leaves no gap and no overlap', () => {
    SEGMENTS.forEach(({ minimum }, i) => expect(minimum).toBe(i === 0 ? 0 : SEGMENTS[i - 1].maximum + 1));
  });

  it('puts every held-out learner into exactly one segment, by distinct training items', () => {
    const lengths = [6, 0, 100, 5, 0];
    const train = lengths.flatMap((length, user) => Array.from({ length }, (_, item): Row => [user, item, 1]));
    train.push([3, 0, 2]); // the same pair again: still 5 items
    const test = [0, 1, 2, 3].map((user): Row => [user, 150, 9]);
    const data = interactionsOf(train, 5, 151);
    const relevance = relevantItems(interactionsOf(test, 5, 151), data);
    expect(segmentPositions(relevance, data)).toEqual({
      COLD: Int32Array.of(1),
      CASUAL: Int32Array.of(3),
      REGULAR: Int32Array.of(0),
      POWER: Int32Array.of(2),
    });
  });
});
