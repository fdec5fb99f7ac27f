import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readyModel } from '../../src/compute/ready-model.js';
import { createModelLoader, type LoadModel } from '../../src/services/loading/load-model.js';
import { catalogueColumns } from '../../src/services/serving-model.js';
import { createContentStore } from '../../src/store/content.store.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createModelStore, type ModelRow } from '../../src/store/model.store.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { smallSnapshot } from '../support/small-snapshot.js';

/** Values as the other realm's arrays have them too. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('loading a model on a thread', () => {
  let test: TestDatabase;
  let database: Database;
  let row: ModelRow;
  let load: LoadModel;
  beforeAll(async () => {
    test = await createTestDatabase();
    database = await openDatabase(test.url, { poolSize: 2 });
    const meta = { hyperParameters: {}, alpha: 0.5, metrics: null, fingerprint: {}, timings: {}, formatVersion: 2 };
    row = await createModelStore(database).create({ ...meta, algorithm: 'POPULARITY' }, smallSnapshot());
    // More than are handed over at once.
    await createContentStore(database).upsertMany(
      Array.from({ length: 600 }, (_, n) => ({
        id: `c${n}`,
        title: n % 2 === 0 ? 'Python' : 'Rust',
        publishedAt: new Date(n),
        ...(n === 599 && { tags: ['a', 'b'], retiredAt: new Date(1) }),
      })),
    );
    const places = { place: 'POSTGRES', folder: undefined, s3: undefined } as const;
    load = createModelLoader({ url: test.url, places });
  });
  afterAll(async () => {
    await database?.close();
    await test?.drop();
  });

  it('gives what loading it here would, and the rows of the catalogue', async () => {
    const { ready, content } = await load(row, { withCatalogue: true });
    const rows = await createContentStore(database).all();
    expect(plain(content)).toEqual(plain(rows));
    expect(content.find(({ id }) => id === 'c599')!.retiredAt!.getTime()).toBe(1);
    const here = readyModel(smallSnapshot(), catalogueColumns(rows));
    expect(plain(ready)).toEqual(plain(here));
  });

  it('looks at a model without the catalogue', async () => {
    const { ready, content } = await load(row, { withCatalogue: false, inBackground: true });
    expect([content, ready.space.vectors.rows]).toEqual([[], 2]);
  });

  it('fails with the code of what is wrong', async () => {
    const options = { withCatalogue: false };
    await expect(load({ ...row, checksum: '0'.repeat(64) }, options)).rejects.toMatchObject({
      code: 'SNAPSHOT_DAMAGED',
    });
    const place = { snapshotPlace: 'FOLDER', snapshotKey: '00000000-0000-4000-8000-000000000000' } as const;
    await expect(load({ ...row, ...place }, options)).rejects.toMatchObject({ code: 'SNAPSHOT_UNAVAILABLE' });
    const nowhere = createModelLoader({
      url: 'postgresql://nobody@127.0.0.1:1/none',
      places: { place: 'POSTGRES', folder: undefined, s3: undefined },
    });
    await expect(nowhere(row, { withCatalogue: true })).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const loading = load(row, { withCatalogue: true, signal: stop.signal });
    stop.abort(new Error('closed'));
    await expect(loading).rejects.toThrow('closed');
    await expect(load(row, { withCatalogue: true, signal: stop.signal })).rejects.toThrow('closed');
  });
});
