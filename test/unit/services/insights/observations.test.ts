import { describe, expect, it } from '@jest/globals';
import { observe, type ObservedData } from '../../../../src/services/insights/observations.js';

/** Data about which there is nothing to say. */
function even(): ObservedData {
  return {
    totals: {
      users: 100,
      activeUsers: 100,
      contents: 40,
      engagements: 2800,
      likes: 280,
      dislikes: 0,
      completions: 0,
    },
    calendar: {
      days: Array.from({ length: 57 }, (_, n) => ({ day: `day ${n}`, engagements: 50, users: 10 })),
      hours: new Array<number>(24).fill(100),
      weekdays: new Array<number>(7).fill(400),
    },
    learners: {
      total: 100,
      without: 0,
      median: 28,
      maximum: 28,
      gini: 0,
      topTenthShare: 0.1,
      doubling: [0, 0, 0, 0, 100],
    },
    content: { total: 40, without: 0, median: 70, maximum: 70, gini: 0, topTenthShare: 0.1, doubling: [] },
    durations: { count: 2800, mean: 1, quartiles: [1, 1, 1], bins: [], likeCorrelation: 0 },
    catalogue: ['A', 'B', 'C', 'D'].map((value) => ({ dimension: 'DOMAIN', value, contents: 10, neverEngaged: 0 })),
    domains: ['A', 'B', 'C', 'D'].map((value) => ({
      value,
      engagements: 700,
      likes: 70,
      dislikes: 0,
      completions: 0,
      likeRate: 0.1,
      dislikeRate: 0,
      completionRate: 0,
    })),
  };
}

const texts = (data: ObservedData): string[] => observe(data).map(({ text }) => text);

describe('observe', () => {
  it('says nothing about even data', () => {
    expect(observe(even())).toEqual([]);
  });

  it('says what the figures show', () => {
    const data = even();
    expect(texts({ ...data, totals: { ...data.totals, users: 125 } })).toEqual([
      '20% of the learners (25 of 125) have no engagement: they get cold-start lists.',
    ]);
    expect(texts({ ...data, content: { ...data.content, total: 1234, without: 50 } })).toEqual([
      '4.1% of the content on offer (50 of 1,234) was never engaged with.',
    ]);
    expect(texts({ ...data, content: { ...data.content, topTenthShare: 0.48, gini: 0.614 } })).toEqual([
      'The most engaged tenth of the content has 48% of the engagements (Gini 0.61).',
    ]);
    expect(texts({ ...data, learners: { ...data.learners, doubling: [30, 25, 45] } })).toEqual([
      '55% of the active learners have at most 3 engagements.',
    ]);
    expect(texts({ ...data, durations: { ...data.durations, likeCorrelation: 0.146 } })).toEqual([
      'Longer engagements are liked more often (correlation 0.15).',
    ]);
  });

  it('names what the catalogue is skewed to', () => {
    const data = even();
    const group = (dimension: 'DIFFICULTY' | 'CONTENT_TYPE', value: string, contents: number) => ({
      dimension,
      value,
      contents,
      neverEngaged: 0,
    });
    const skewed = [
      group('DIFFICULTY', 'BEGINNER', 50),
      group('DIFFICULTY', 'INTERMEDIATE', 35),
      group('DIFFICULTY', 'ADVANCED', 15),
      group('CONTENT_TYPE', 'Video', 60),
      group('CONTENT_TYPE', 'Article', 40),
    ];
    expect(observe({ ...data, catalogue: [...data.catalogue, ...skewed] })).toEqual([
      {
        code: 'CATALOGUE_SKEW',
        text: 'The catalogue is skewed: most content has difficulty beginner (50%) and type Video (60%).',
        value: 0.6,
      },
    ]);
  });

  it('compares demand with supply, and like rates only beyond their intervals', () => {
    const data = even();
    const domains = data.domains.map((group, n) => (n === 0 ? { ...group, engagements: 2100 } : group));
    // 2100 of 4200 engagements over a quarter of the catalogue.
    expect(observe({ ...data, domains })[0]).toEqual({
      code: 'SUPPLY_GAP',
      text: 'A is 25% of the catalogue and 50% of the engagements: demand is ahead of supply.',
      value: 2,
    });
    const rated = (likes: number): ObservedData => ({
      ...data,
      domains: data.domains.map((group, n) => (n === 0 ? { ...group, likes, likeRate: likes / 700 } : group)),
    });
    expect(observe(rated(80))).toEqual([]);
    expect(texts(rated(140))).toEqual(['A is liked most (20% of its engagements), D least (10%).']);
  });

  it('finds busy weekdays and hours, over midnight too', () => {
    const data = even();
    const weekdays = [900, 400, 400, 400, 400, 200, 100];
    expect(texts({ ...data, calendar: { ...data.calendar, weekdays } })).toEqual([
      'Mondays are busiest with 32% of the engagements, Sundays quietest with 3.6%.',
    ]);
    const hours = data.calendar.hours.map((n, hour) => (hour >= 22 || hour < 2 ? 400 : n));
    expect(texts({ ...data, calendar: { ...data.calendar, hours } })).toEqual([
      '44% of the engagements fall between 22:00 and 02:00 UTC.',
    ]);
  });

  it('tells a trend from chance, and leaves out the day that is not over', () => {
    const data = even();
    const days = (before: number, last: number) =>
      Array.from({ length: 57 }, (_, n) => ({
        day: `day ${n}`,
        engagements: n < 28 ? before : n < 56 ? last : 0,
        users: 1,
      }));
    const of = (before: number, last: number) =>
      texts({ ...data, calendar: { ...data.calendar, days: days(before, last) } });
    expect(of(50, 50)).toEqual([]);
    expect(of(50, 40)).toEqual(['Engagements in the last 28 days are 20% below the 28 days before.']);
    // 112 against 140: within twice the square root of 252.
    expect(of(4, 5)).toEqual([]);
  });

  it('says nothing about the spread of few engagements', () => {
    const data = even();
    expect(
      observe({
        ...data,
        totals: { ...data.totals, engagements: 99 },
        content: { ...data.content, topTenthShare: 1, gini: 0.9 },
      }),
    ).toEqual([]);
  });
});
