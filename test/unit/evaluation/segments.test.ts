import { describe, expect, it } from '@jest/globals';
import { relevantItems } from '../../../src/evaluation/relevance.js';
import { byActivity, byTrait, segmentOf, SEGMENTS } from '../../../src/evaluation/segments.js';
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
    const { names, groupOf } = byActivity(relevance, data);
    expect([...groupOf].map((group) => names[group])).toEqual(['REGULAR', 'COLD', 'POWER', 'CASUAL']);
  });
});

describe('byTrait', () => {
  const named = (values: readonly (string | null)[], order?: readonly string[]): string[] => {
    const { names, groupOf, groups } = byTrait('DEPARTMENT', values, order);
    expect(groups).toBe(names.length);
    return [...groupOf].map((group) => names[group]);
  };

  it('has a group per value, the most frequent first, and one for learners without', () => {
    expect(byTrait('DEPARTMENT', ['b', 'a', null, 'a']).names).toEqual(['a', 'b', '(none)']);
    expect(named(['b', 'a', null, 'a'])).toEqual(['b', 'a', '(none)', 'a']);
    expect(byTrait('SENIORITY', ['LEAD', 'MID', 'LEAD'], ['MID', 'LEAD']).names).toEqual(['MID', 'LEAD']);
  });

  it('puts the rare values past the twentieth into one group', () => {
    const values = Array.from({ length: 25 }, (_, n) => Array.from({ length: 25 - n }, () => `d${n}`)).flat();
    const { names } = byTrait('DEPARTMENT', values);
    expect(names).toHaveLength(21);
    expect(names.at(-1)).toBe('(others)');
    expect(named(['x', ...values])[0]).toBe('(others)');
  });
});
