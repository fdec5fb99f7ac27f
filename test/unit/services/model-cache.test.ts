import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readyModel } from '../../../src/compute/ready-model.js';
import { DomainError, type ErrorCode } from '../../../src/errors.js';
import { createLogger } from '../../../src/logger.js';
import { createModelCache } from '../../../src/services/model-cache.js';
import { catalogueColumns } from '../../../src/services/serving-model.js';
import type { ModelRow } from '../../../src/store/model.store.js';
import { smallSnapshot } from '../../support/small-snapshot.js';

/** Models 1 to 3, of which 3 is active; reading one fails as `faults` says. */
function open() {
  const faults = new Map<number, ErrorCode>();
  const read: number[] = [];
  let active = 3;
  const row = (id: number) => ({ id, algorithm: 'POPULARITY', createdAt: new Date(0), fingerprint: {} }) as ModelRow;
  const recovered = jest.fn();
  const cache = createModelCache({
    models: {
      active: async () => row(active),
      page: async ({ beforeId = Infinity }: { beforeId?: number }) => [3, 2, 1].filter((id) => id < beforeId).map(row),
      get: async (id: number) => row(id),
    },
    contents: {
      async *readAll() {},
    },
    loadModel: async ({ id }: { id: number }) => {
      read.push(id);
      const fault = faults.get(id);
      if (fault) throw new DomainError(fault, 'as the test wants it');
      return { ready: readyModel(smallSnapshot(), catalogueColumns([])), content: [] };
    },
    logger: createLogger('silent', false),
    onRecovered: recovered,
  } as unknown as Parameters<typeof createModelCache>[0]);
  return { cache, faults, read, recovered, activate: (id: number) => (active = id) };
}

describe('the active model in memory', () => {
  beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
  afterEach(() => void jest.useRealTimers());
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  };

  it.each(['SNAPSHOT_DAMAGED', 'SNAPSHOT_VERSION'] as const)(
    'at the start, where the active one is %s, is the newest readable one before',
    async (fault) => {
      const { cache, faults } = open();
      faults.set(3, fault).set(2, fault);
      await cache.refresh();
      expect(cache.current()?.version.id).toBe('1');
    },
  );

  it('says why nothing serves, and what to do', async () => {
    const { cache, faults } = open();
    expect(cache.missing()).toMatch(/No model is active yet.*train/);
    for (const id of [3, 2, 1]) faults.set(id, 'SNAPSHOT_DAMAGED');
    await cache.refresh();
    expect(cache.missing()).toMatch(/Model 3 is active, and cannot be read: as the test wants it.*train/);
    expect([cache.faultOf(3), cache.faultOf(2)]).toEqual(['as the test wants it', null]);
    faults.clear();
    await cache.refresh();
    expect([cache.missing(), cache.faultOf(3)]).toEqual([null, null]);
  });

  it('stays the one that serves where the next cannot be read', async () => {
    const { cache, faults, activate, read } = open();
    await cache.refresh();
    faults.set(2, 'SNAPSHOT_DAMAGED');
    activate(2);
    await cache.refresh();
    expect(cache.current()?.version.id).toBe('3');
    expect(read).toEqual([3, 2]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(read).toEqual([3, 2]);
  });

  it('is tried again where Postgres did not answer', async () => {
    const { cache, faults, activate, recovered } = open();
    await cache.refresh();
    faults.set(2, 'DATABASE_UNAVAILABLE');
    activate(2);
    await expect(cache.refresh()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(cache.current()?.version.id).toBe('3');
    faults.clear();
    await jest.advanceTimersByTimeAsync(11_000);
    await settle();
    expect(cache.current()?.version.id).toBe('2');
    expect(recovered).toHaveBeenCalledTimes(1);
    cache.close();
  });

  it('is tried again where its place does not answer, and says so when it serves', async () => {
    const { cache, faults, read, recovered } = open();
    faults.set(3, 'SNAPSHOT_UNAVAILABLE').set(2, 'SNAPSHOT_UNAVAILABLE').set(1, 'SNAPSHOT_UNAVAILABLE');
    await cache.refresh();
    expect(() => cache.require()).toThrow(expect.objectContaining({ code: 'MODEL_NOT_READY' }));
    faults.delete(1);
    await jest.advanceTimersByTimeAsync(11_000);
    await settle();
    expect(cache.current()?.version.id).toBe('1');
    expect(recovered).not.toHaveBeenCalled();
    faults.clear();
    await jest.advanceTimersByTimeAsync(11_000);
    await settle();
    expect(cache.current()?.version.id).toBe('3');
    expect(recovered).toHaveBeenCalledTimes(1);
    const times = read.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveLength(times);
    cache.close();
  });
});
