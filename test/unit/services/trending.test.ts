import { describe, expect, it } from '@jest/globals';
import { createTrending } from '../../../src/services/trending.js';
import type { ContentRow } from '../../../src/store/content.store.js';
import type { TrendingStore, WindowCounts } from '../../../src/store/trending.store.js';

const DAY = 86_400_000;
const NEWEST = new Date(100 * DAY);

function setUp(counts: WindowCounts[]) {
  const state = { now: NEWEST.getTime(), newest: NEWEST as Date | null, fail: false, asked: [] as number[] };
  const trends: TrendingStore = {
    newest: async () => state.newest,
    windows: async (start, middle, end) => {
      state.asked.push(end.getTime() - middle.getTime());
      expect(middle.getTime() - start.getTime()).toBe(end.getTime() - middle.getTime());
      if (state.fail) throw new Error('gone');
      return counts;
    },
  };
  const findByPks = async (pks: readonly number[]) =>
    pks.filter((pk) => pk < 90).map((pk) => ({ pk, id: `c${pk}`, title: `T${pk}`, retiredAt: null }) as ContentRow);
  const trending = createTrending({
    trends,
    contents: { findByPks },
    cache: { current: () => null },
    now: () => new Date(state.now),
  });
  return { state, trending };
}

const COUNTS: WindowCounts[] = [
  { contentPk: 3, before: 0, now: 4 },
  { contentPk: 2, before: 0, now: 4 },
  { contentPk: 1, before: 3, now: 9 },
  { contentPk: 4, before: 5, now: 5 },
  { contentPk: 99, before: 0, now: 50 },
];

describe('trending', () => {
  it('ranks what rises by how clearly, ties by id, and passes over what is gone', async () => {
    const { trending } = setUp(COUNTS);
    const { items, from, to } = await trending({ windowDays: 3 });
    expect(items.map(({ rank, content, score }) => [rank, content.id, score])).toEqual([
      [1, 'c2', 2],
      [2, 'c3', 2],
      [3, 'c1', 6 / Math.sqrt(12)],
    ]);
    expect([from, to]).toEqual([new Date(97 * DAY), NEWEST]);
  });

  it('counts once a minute for each window, also for requests at once', async () => {
    const { state, trending } = setUp(COUNTS);
    await Promise.all([trending({}), trending({ k: 1 }), trending({ windowDays: 2 })]);
    state.now += 59_999;
    await trending({});
    expect(state.asked).toEqual([7 * DAY, 2 * DAY]);
    state.now += 1;
    await trending({});
    expect(state.asked).toEqual([7 * DAY, 2 * DAY, 7 * DAY]);
  });

  it('keeps neither failures nor an empty table', async () => {
    const { state, trending } = setUp(COUNTS);
    state.newest = null;
    expect(await trending({})).toEqual({ windowDays: 7, from: null, to: null, items: [] });
    state.newest = NEWEST;
    state.fail = true;
    await expect(trending({})).rejects.toThrow('gone');
    state.fail = false;
    expect((await trending({})).items).toHaveLength(3);
  });
});
