import { describe, expect, it } from '@jest/globals';
import { liftedContent } from '../../../src/services/lifted-content.js';
import type { ServingModel } from '../../../src/services/serving-model.js';
import type { ContentRow } from '../../../src/store/content.store.js';

const DAY = 86_400_000;
const NOW = 1000 * DAY + 5;

/** Three rows to look at, then a hundred that are fresh. */
const serving = {
  rows: [
    { id: 'old', publishedAt: new Date(NOW - 91 * DAY), createdAt: new Date(NOW) },
    { id: 'popular', publishedAt: null, createdAt: new Date(NOW) },
    null,
    ...Array.from({ length: 100 }, (_, n) => ({
      id: `f${n}`,
      publishedAt: n % 2 === 0 ? new Date(NOW - 80 * DAY) : null,
      createdAt: new Date(NOW - 10 * DAY),
    })),
  ] as unknown as (ContentRow | null)[],
  firstAddedAt: NOW - 60 * DAY,
  // The last fifty came after the training.
  model: { popularity: Int32Array.from({ length: 53 }, (_, place) => (place === 1 ? 10 : 9)) },
} as unknown as Pick<ServingModel, 'rows' | 'model' | 'firstAddedAt'>;

const lifted = (exploration: number, key: unknown = 'u1', asOf = NOW, of = serving): number[] => {
  const isLifted = liftedContent(of, exploration, key, asOf);
  return isLifted ? [...serving.rows.keys()].filter(isLifted) : [];
};

describe('liftedContent', () => {
  it('is nothing at 0, and at 1 all that is new and little known', () => {
    expect(liftedContent(serving, 0, 'u1', NOW)).toBeNull();
    const all = Array.from({ length: 100 }, (_, n) => n + 3);
    expect(lifted(1)).toEqual(all);
    // 90 days old on the tenth day from now, and older on the next.
    expect(lifted(1, 'u1', NOW + 10 * DAY)).toEqual(all);
    expect(lifted(1, 'u1', NOW + 11 * DAY)).toEqual(all.filter((_, n) => n % 2 === 1));
  });

  it('is not what the first import brought, unless it is known to be new or came after the training', () => {
    const imported = { ...serving, firstAddedAt: NOW - 10.5 * DAY };
    // Of the first fifty only those whose publication is known, of the last fifty all.
    expect(lifted(1, 'u1', NOW, imported)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 3).filter((place) => place >= 53 || place % 2 === 1),
    );
  });

  it('is about the share asked for, more of it at a larger share', () => {
    const [some, more] = [lifted(0.2), lifted(0.5)];
    expect(some.length).toBeGreaterThan(8);
    expect(some.length).toBeLessThan(35);
    expect(more).toEqual(expect.arrayContaining(some));
    expect(more.length).toBeGreaterThan(some.length);
  });

  it('is drawn by learner and day, and stays all day', () => {
    expect(lifted(0.5, 'u1', NOW + DAY - 10)).toEqual(lifted(0.5));
    expect(lifted(0.5, 'u2')).not.toEqual(lifted(0.5));
    expect(lifted(0.5, 'u1', NOW + DAY)).not.toEqual(lifted(0.5));
  });
});
