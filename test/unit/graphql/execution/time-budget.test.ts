import { describe, expect, it } from '@jest/globals';
import { createTimeBudget } from '../../../../src/graphql/execution/time-budget.js';

describe('a time budget', () => {
  let now = 0;
  const budgetOf = (share: number, saved: number) => createTimeBudget(share, saved, () => now);
  const takes = (milliseconds: number) => () => {
    now += milliseconds;
    return milliseconds;
  };

  it('gives out a share of the time, and what was saved', () => {
    const budget = budgetOf(0.1, 100);
    expect(budget.left()).toBe(true);
    expect(budget.spend(takes(100))).toBe(100);
    // 100 saved, 100 spent, a tenth of 100 come in.
    expect(budget.left()).toBe(true);
    budget.spend(takes(60));
    // 10 left, 60 spent, 6 come in: 44 are missing, which take 440.
    expect(budget.left()).toBe(false);
    now += 430;
    expect(budget.left()).toBe(false);
    now += 20;
    expect(budget.left()).toBe(true);
  });

  it('saves no more than it may, and counts work that fails', () => {
    const budget = budgetOf(0.5, 10);
    now += 10_000;
    expect(budget.left()).toBe(true);
    const fail = (): never => {
      now += 30;
      throw new Error('no');
    };
    expect(() => budget.spend(fail)).toThrow('no');
    // 10 saved, 30 spent, 15 come in.
    expect(budget.left()).toBe(false);
    now += 11;
    expect(budget.left()).toBe(true);
  });
});
