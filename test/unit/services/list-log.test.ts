import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '../../../src/logger.js';
import { isLogged, newListId } from '../../../src/services/list-id.js';
import { createListLog } from '../../../src/services/list-log.js';
import type { RecommendationList } from '../../../src/services/recommendation.js';
import type { ListWrite } from '../../../src/store/list.store.js';

type Deps = Parameters<typeof createListLog>[0];

const list = (userId: string | null, contentIds: readonly string[], more: object = {}): RecommendationList =>
  ({
    id: newListId(false),
    userId,
    servedBy: { modelVersion: '7', strategy: 'HYBRID' },
    items: contentIds.map((id, n) => ({
      rank: n + 11,
      content: { id },
      reasons: () => (n === 0 ? [{ kind: 'COHORT' }] : []),
    })),
    ...more,
  }) as unknown as RecommendationList;

describe('the log of lists', () => {
  let stored: ListWrite[] = [];
  let failures = 0;
  const open = (more: Partial<Deps> = {}) =>
    createListLog({
      lists: {
        insertMany: async (rows: readonly ListWrite[]) => {
          if (failures-- > 0) throw new Error('the database is away');
          stored.push(...rows);
          return rows.length;
        },
      },
      users: {
        findByIds: async (ids: readonly string[]) =>
          ids.filter((id) => id !== 'gone').map((id) => ({ id, pk: Number(id.slice(1)) })),
      },
      contents: {
        findByIds: async (ids: readonly string[]) => ids.map((id) => ({ id, pk: 100 + Number(id.slice(1)) })),
      },
      share: 1,
      now: () => new Date(5000),
      logger: createLogger('silent', false),
      ...more,
    } as unknown as Deps);
  beforeEach(() => {
    stored = [];
    failures = 0;
  });
  afterEach(() => void jest.useRealTimers());

  it('stores what was answered, after the answer', async () => {
    const log = open();
    const answered = log.offer(list('u1', ['c1', 'c2']));
    expect(isLogged(answered.id)).toBe(true);
    expect(stored).toEqual([]);
    await log.close();
    expect(stored).toEqual([
      {
        id: answered.id,
        userPk: 1,
        modelVersionId: 7,
        createdAt: new Date(5000),
        firstRank: 11,
        contentPks: [101, 102],
        reasonKinds: ['COHORT', ''],
      },
    ]);
    expect(log.figures()).toEqual({ stored: 1, dropped: 0, waiting: 0 });
  });

  it('stores by itself within some seconds', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const log = open();
    log.offer(list('u1', ['c1']));
    await jest.advanceTimersByTimeAsync(5000);
    for (let turn = 0; turn < 20 && stored.length === 0; turn++) await new Promise(setImmediate);
    expect(stored).toHaveLength(1);
  });

  it('draws its share, and leaves the others as they are', async () => {
    const draws = [0.05, 0.1, 0.95, 0];
    const log = open({ share: 0.1, random: () => draws.shift()! });
    const lists = Array.from({ length: 4 }, () => list('u1', ['c1']));
    expect(lists.map((one) => log.offer(one) === one)).toEqual([false, true, true, false]);
    await log.close();
    expect(stored).toHaveLength(2);
  });

  it('passes over lists that can lead to nothing', () => {
    const log = open();
    for (const one of [
      list(null, ['c1']),
      list('u1', []),
      list('u1', ['c1'], { servedBy: { modelVersion: '7', strategy: 'UNKNOWN_USER' } }),
    ])
      expect(log.offer(one)).toBe(one);
    expect(log.figures().waiting).toBe(0);
  });

  it('drops what it cannot store, and goes on', async () => {
    failures = 1;
    const log = open();
    log.offer(list('u1', ['c1']));
    await log.close();
    log.offer(list('u2', ['c1']));
    log.offer(list('gone', ['c1']));
    await log.close();
    expect(stored.map(({ userPk }) => userPk)).toEqual([2]);
    expect(log.figures()).toEqual({ stored: 1, dropped: 1, waiting: 0 });
  });

  it('keeps a bounded number waiting', async () => {
    const log = open();
    const one = list('u1', ['c1']);
    for (let n = 0; n < 5000; n++) expect(log.offer(one)).not.toBe(one);
    expect(log.offer(one)).toBe(one);
    expect(log.figures()).toEqual({ stored: 0, dropped: 1, waiting: 5000 });
    await log.close();
    expect(log.figures()).toEqual({ stored: 5000, dropped: 1, waiting: 0 });
  });
});
