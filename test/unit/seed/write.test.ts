import { describe, expect, it } from '@jest/globals';
import { generateSeed } from '../../../seed/generate.js';
import { writeSeed, type SeedStores } from '../../../seed/write.js';

const data = generateSeed({ users: 30, contents: 20, engagements: 300 }, 7);

/** Keys in no order that a place could be mistaken for. */
function fakeStores() {
  const inserted: Parameters<SeedStores['engagements']['insertMany']>[0][number][] = [];
  const stores: SeedStores = {
    users: { upsertMany: async (rows) => rows.map(({ id }) => ({ pk: 1000 - Number(id) })) },
    contents: { upsertMany: async (rows) => rows.map(({ id }) => ({ pk: 2000 + 7 * Number(id) })) },
    engagements: {
      insertMany: async (rows) => {
        inserted.push(...rows);
        return rows.length - 1;
      },
    },
  };
  return { stores, inserted };
}

describe('writeSeed', () => {
  it('inserts engagements under the keys of their learners and content, and counts what was stored', async () => {
    const { stores, inserted } = fakeStores();
    const seen: number[] = [];
    expect(await writeSeed(stores, data, { onProgress: (written) => seen.push(written) })).toBe(299);
    expect(seen).toEqual([30, 50, 350]);
    const { userPk, contentPk, durationSeconds, liked, timestamp } = data.engagements;
    expect(inserted.map((row) => row.userPk)).toEqual(Array.from(userPk, (place) => 1000 - (place + 1)));
    expect(inserted.map((row) => row.contentPk)).toEqual(Array.from(contentPk, (place) => 2000 + 7 * (place + 1)));
    const unseen = durationSeconds.indexOf(-1);
    expect(inserted[unseen]).toMatchObject({ durationSeconds: null, idempotencyKey: null });
    const likes = liked.indexOf(1);
    expect(inserted[likes]).toMatchObject({ liked: true, timestamp: new Date(timestamp[likes]!) });
  });

  it('stops between batches when asked', async () => {
    const { stores, inserted } = fakeStores();
    const stop = new AbortController();
    const writing = writeSeed(stores, data, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(writing).rejects.toThrow(/abort/i);
    expect(inserted).toEqual([]);
  });
});
