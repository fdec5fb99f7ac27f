import { describe, expect, it } from '@jest/globals';
import { generateSeed } from '../../../seed/generate.js';
import { writeSeed, type SeedStores } from '../../../seed/write.js';

const data = generateSeed({ users: 30, contents: 20, engagements: 300 }, 7);

/** Keys in no order that a place could be mistaken for. */
function fakeStores() {
  const copied: Parameters<SeedStores['engagements']['copyColumns']>[0][] = [];
  const inserted: Parameters<SeedStores['engagements']['insertMany']>[0][number][] = [];
  const stores: SeedStores = {
    users: { upsertMany: async (rows) => rows.map(({ id }) => ({ pk: 1000 - Number(id) })) },
    contents: { upsertMany: async (rows) => rows.map(({ id }) => ({ pk: 2000 + 7 * Number(id) })) },
    engagements: {
      copyColumns: async (columns) => void copied.push(columns),
      insertMany: async (rows) => {
        inserted.push(...rows);
        return rows.length - 1;
      },
    },
  };
  return { stores, copied, inserted };
}

describe('writeSeed', () => {
  it('copies engagements under the keys of their learners and content', async () => {
    const { stores, copied } = fakeStores();
    const seen: number[] = [];
    expect(await writeSeed(stores, data, { bulk: true, onProgress: (written) => seen.push(written) })).toBe(300);
    expect(seen).toEqual([30, 50, 350]);
    const [columns] = copied;
    expect([...columns!.userPk]).toEqual(Array.from(data.engagements.userPk, (place) => 1000 - (place + 1)));
    expect([...columns!.contentPk]).toEqual(Array.from(data.engagements.contentPk, (place) => 2000 + 7 * (place + 1)));
    expect(columns!.timestamp).toEqual(data.engagements.timestamp);
  });

  it('inserts rows where some may be there already, and counts what was stored', async () => {
    const { stores, copied, inserted } = fakeStores();
    expect(await writeSeed(stores, data, { bulk: false })).toBe(299);
    expect(copied).toEqual([]);
    expect(inserted).toHaveLength(300);
    const unseen = data.engagements.durationSeconds.indexOf(-1);
    expect(inserted[unseen]).toMatchObject({ durationSeconds: null, idempotencyKey: null });
    const liked = data.engagements.liked.indexOf(1);
    expect(inserted[liked]).toMatchObject({ liked: true, timestamp: new Date(data.engagements.timestamp[liked]!) });
  });

  it('stops between batches when asked', async () => {
    const { stores, copied } = fakeStores();
    const stop = new AbortController();
    const writing = writeSeed(stores, data, { bulk: true, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(writing).rejects.toThrow(/abort/i);
    expect(copied).toEqual([]);
  });
});
