import { describe, expect, it } from '@jest/globals';
import type { HyperParameters, HyperParameterTable } from '../../../../src/model/recommender.js';
import {
  runSearch,
  type SearchContext,
  type SearchOutcome,
  type SearchPlan,
  type Trial,
} from '../../../../src/model/search/search.js';

const rule = { description: '', minimum: 0, maximum: 100 };
const table: HyperParameterTable = {
  x: { ...rule, default: 90, search: { scale: 'linear', from: 0, to: 100 } },
  kept: { ...rule, default: 7 },
};

/** Highest at x = 30, whatever the share. */
const hill = ({ x }: HyperParameters): number => -Math.abs(x - 30);

function search(plan: Partial<SearchPlan>, context: Partial<SearchContext> = {}): SearchOutcome {
  return runSearch(
    { method: 'RANDOM', trials: 20, budgetSeconds: Infinity, seed: 1, ...plan },
    { table, fixed: {}, measure: hill, known: [], clock: () => 0, ...context },
  );
}

describe('a random search', () => {
  it('begins with the defaults, varies what may be varied, and keeps the best', () => {
    const { trials, best, complete } = search({});
    expect(complete).toBe(true);
    expect(trials).toHaveLength(20);
    expect(trials[0].hyperParameters).toEqual({ x: 90, kept: 7 });
    expect(trials.every((trial) => trial.hyperParameters.kept === 7 && trial.share === 1)).toBe(true);
    expect(best?.value).toBe(Math.max(...trials.map(({ value }) => value!)));
    expect(Math.abs(best!.hyperParameters.x - 30)).toBeLessThan(10);
  });

  it('is the same for the same seed, and more trials only add to it', () => {
    expect(search({})).toEqual(search({}));
    expect(search({ trials: 30 }).trials.slice(0, 20)).toEqual(search({}).trials);
    expect(search({ seed: 2 })).not.toEqual(search({}));
  });

  it('does not vary what the caller has set', () => {
    const { trials } = search({}, { fixed: { x: 12 } });
    expect(trials.map(({ hyperParameters }) => hyperParameters)).toEqual([{ x: 12, kept: 7 }]);
  });

  it('begins no trial after the budget, but always measures one', () => {
    let now = 0;
    const slow = (point: HyperParameters): number => {
      now += 4;
      return hill(point);
    };
    const cut = search({ budgetSeconds: 10 }, { measure: slow, clock: () => now });
    expect(cut.complete).toBe(false);
    expect(cut.trials).toHaveLength(3);
    expect(cut.trials[0].seconds).toBe(4);
    expect(search({ budgetSeconds: 0 }, { measure: slow, clock: () => now }).trials).toHaveLength(1);
  });

  it('goes on where an earlier search ended, measuring nothing twice', () => {
    const earlier = search({ trials: 8 }).trials;
    let measured = 0;
    const counted = (point: HyperParameters): number => {
      measured++;
      return hill(point);
    };
    const resumed = search({ trials: 20 }, { known: earlier, measure: counted });
    expect(measured).toBe(12);
    expect(resumed.trials.filter(({ reused }) => reused)).toHaveLength(8);
    expect(resumed.best?.hyperParameters).toEqual(search({ trials: 20 }).best?.hyperParameters);
  });

  it('passes over what cannot be fitted', () => {
    const { best, trials } = search({}, { measure: (point) => (point.x > 50 ? null : hill(point)) });
    expect(trials.some(({ value }) => value === null)).toBe(true);
    expect(best?.hyperParameters.x).toBeLessThanOrEqual(50);
    expect(search({}, { measure: () => null }).best).toBeNull();
  });

  it('tells how far it is and what is best so far', () => {
    const seen: [number, number, number | null | undefined][] = [];
    search({ trials: 3 }, { onTrial: (position, total, best) => seen.push([position, total, best?.value]) });
    expect(seen.map(([position, total]) => [position, total])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(seen[0][2]).toBeUndefined();
    expect(seen[1][2]).toBe(-60);
  });
});

describe('successive halving', () => {
  it('measures all on little data, the better third on more, and the defaults throughout', () => {
    const { trials, best } = search({ method: 'HALVING', trials: 9 });
    const round = (share: number): readonly Trial[] => trials.filter((trial) => trial.share === share);
    const bestOf = (share: number, count: number): number[] =>
      [...round(share)]
        .sort((a, b) => b.value! - a.value!)
        .slice(0, count)
        .map(({ number }) => number);
    const withDefaults = (numbers: number[]): number[] => [...new Set([1, ...numbers])].sort((a, b) => a - b);
    expect(round(1 / 9).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(round(1 / 3).map(({ number }) => number)).toEqual(withDefaults(bestOf(1 / 9, 3)));
    expect(round(1).map(({ number }) => number)).toEqual(withDefaults(bestOf(1 / 3, 1)));
    expect(best?.number).toBe(bestOf(1, 1)[0]);
    expect(best?.number).not.toBe(1);
  });

  it('trusts a value on more data over a higher one on less', () => {
    const { best } = search(
      { method: 'HALVING', trials: 9 },
      { measure: (point, share) => hill(point) - 1000 * share },
    );
    expect(best?.share).toBe(1);
  });
});
