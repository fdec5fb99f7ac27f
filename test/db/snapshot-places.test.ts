import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.js';
import { createModelStore, type ModelStore, type NewModel } from '../../src/store/model.store.js';
import { CHUNK_BYTES } from '../../src/store/snapshots/chunk-store.js';
import { createFolderChunks } from '../../src/store/snapshots/folder-chunks.js';
import { createS3Chunks } from '../../src/store/snapshots/s3-chunks.js';
import { SNAPSHOT_PLACES, type SnapshotPlace } from '../../src/store/snapshots/snapshot-bytes.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { S3_CREDENTIALS, startS3Server, type S3Server } from '../support/s3-server.js';

const BUCKET = 'models';
const PREFIX = "team's/learnrec";
const META: NewModel = {
  algorithm: 'IALS',
  hyperParameters: {},
  alpha: 0.7,
  metrics: null,
  fingerprint: {},
  timings: {},
  formatVersion: 1,
};

let test: TestDatabase;
let db: Database;
let s3: S3Server;
let folder = '';
const closing: (() => void)[] = [];
beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = S3_CREDENTIALS.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = S3_CREDENTIALS.secretAccessKey;
  test = await createTestDatabase();
  db = await openDatabase(test.url);
  s3 = await startS3Server(BUCKET);
  folder = await mkdtemp(join(tmpdir(), 'learnrec-snapshots-'));
});
afterAll(async () => {
  for (const close of closing) close();
  await s3.close();
  await db.close();
  await test.drop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await db.pool.query('DELETE FROM model_versions');
  s3.objects.clear();
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
});

/** @param known other places that are set up too; default all */
function open(place: SnapshotPlace, known: readonly SnapshotPlace[] = SNAPSHOT_PLACES): ModelStore {
  const chunks = {
    ...(known.includes('FOLDER') && { FOLDER: createFolderChunks(folder) }),
    ...(known.includes('S3') && {
      S3: createS3Chunks({ bucket: BUCKET, prefix: PREFIX, endpoint: s3.endpoint, region: undefined }),
    }),
  };
  closing.push(...Object.values(chunks).map((store) => () => store.close()));
  return createModelStore(db, { place, chunks });
}

function bytesOf(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = ((i + seed) * 2654435761) >>> 24;
  return bytes;
}

/** Sizes of what lies in each place, in the order of positions. */
const held: Record<SnapshotPlace, () => Promise<number[]>> = {
  POSTGRES: async () =>
    (await db.pool.query<{ n: number }>('SELECT length(bytes) AS n FROM snapshot_chunks ORDER BY 1 DESC')).rows.map(
      ({ n }) => n,
    ),
  FOLDER: async () => {
    const sizes: number[] = [];
    for (const key of await readdir(folder))
      for (const name of (await readdir(join(folder, key))).sort())
        sizes.push((await readFile(join(folder, key, name))).length);
    return sizes;
  },
  S3: async () => [...s3.objects.keys()].sort().map((name) => s3.objects.get(name)!.bytes.length),
};

/** Turns one bit of the second chunk. */
const damage: Record<SnapshotPlace, () => Promise<unknown>> = {
  POSTGRES: () =>
    db.pool.query('UPDATE snapshot_chunks SET bytes = set_byte(bytes, 5, get_byte(bytes, 5) # 1) WHERE position = 1'),
  FOLDER: async () => {
    const [key] = await readdir(folder);
    const path = join(folder, key!, '000001');
    const bytes = await readFile(path);
    bytes[5]! ^= 1;
    await writeFile(path, bytes);
  },
  S3: async () => {
    const name = [...s3.objects.keys()].find((path) => path.endsWith('/000001'))!;
    s3.objects.get(name)!.bytes[5]! ^= 1;
  },
};

const SIZE = 2 * CHUNK_BYTES + 5;
const CHUNKS = [CHUNK_BYTES, CHUNK_BYTES, 5];

describe.each(SNAPSHOT_PLACES)('snapshots in %s', (place) => {
  it('are cut into chunks, and given back whole and aligned', async () => {
    const models = open(place);
    const bytes = bytesOf(SIZE);
    const row = await models.create(META, new Uint8Array([0, ...bytes]).subarray(1));
    expect(row).toMatchObject({ snapshotPlace: place, sizeBytes: SIZE });
    expect(await models.get(row.id)).toEqual(row);
    expect(await held[place]()).toEqual(CHUNKS);
    const read = await models.readSnapshot(row.id);
    expect(read.byteOffset % 8).toBe(0);
    expect(Buffer.from(read).equals(bytes)).toBe(true);
  });

  it('are refused when damaged, and the others are not', async () => {
    const models = open(place);
    const victim = await models.create(META, bytesOf(SIZE));
    await damage[place]();
    const whole = await models.create(META, bytesOf(10));
    await expect(models.readSnapshot(victim.id)).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' });
    expect([...(await models.readSnapshot(whole.id))]).toEqual([...bytesOf(10)]);
  });

  it('go with their models: deleted by hand, by retention, or never stored', async () => {
    const models = open(place);
    const rows = [];
    for (let n = 0; n < 4; n++) rows.push(await models.create(META, bytesOf(SIZE, n)));
    await models.activate(rows[0]!.id);
    expect(await models.remove(rows[1]!.id)).toBe(true);
    expect(await held[place]()).toHaveLength(9);
    expect(await models.removeOld(1)).toEqual([rows[2]!.id]);
    expect((await held[place]()).sort()).toEqual([...CHUNKS, ...CHUNKS].sort());
    const lost = { id: randomUUID(), attempt: 1 } as Parameters<ModelStore['create']>[2];
    await expect(models.create(META, bytesOf(SIZE), lost)).rejects.toMatchObject({ code: 'TRAINING_CANCELLED' });
    expect(await held[place]()).toHaveLength(6);
    expect(await models.count()).toBe(2);
  });

  it.each(SNAPSHOT_PLACES)('move from there to %s', async (to) => {
    const bytes = bytesOf(SIZE);
    const { id } = await open(place).create(META, bytes);
    const models = open(to);
    expect(await models.relocate(id)).toBe(to !== place);
    expect(await models.get(id)).toMatchObject({ snapshotPlace: to });
    expect(await held[to]()).toEqual(CHUNKS);
    if (to !== place) expect(await held[place]()).toEqual([]);
    expect(Buffer.from(await models.readSnapshot(id)).equals(bytes)).toBe(true);
    expect(await models.relocate(id)).toBe(false);
  });

  it('stay where they are when they are damaged', async () => {
    const { id } = await open(place).create(META, bytesOf(SIZE));
    await damage[place]();
    const other = place === 'FOLDER' ? 'S3' : 'FOLDER';
    await expect(open(other).relocate(id)).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' });
    expect(await held[place]()).toEqual(CHUNKS);
    expect(await held[other]()).toEqual([]);
  });
});

describe.each(['FOLDER', 'S3'] as const)('snapshots outside of Postgres, in %s', (place) => {
  const setting = { FOLDER: 'SNAPSHOT_FOLDER', S3: 'SNAPSHOT_S3' }[place];

  it('are not reached where the place is not set up, and the message names the setting', async () => {
    const { id } = await open(place).create(META, bytesOf(10));
    await expect(open('POSTGRES', ['POSTGRES']).readSnapshot(id)).rejects.toMatchObject({
      code: 'SNAPSHOT_UNAVAILABLE',
      message: expect.stringContaining(setting),
    });
  });

  it('are damaged where a chunk is missing', async () => {
    const { id } = await open(place).create(META, bytesOf(SIZE));
    if (place === 'S3') s3.objects.delete([...s3.objects.keys()].sort()[1]!);
    else await rm(join(folder, (await readdir(folder))[0]!, '000001'));
    await expect(open(place).readSnapshot(id)).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' });
  });

  it('are removed when no model has them, once they are old', async () => {
    const models = open(place);
    const kept = await models.create(META, bytesOf(SIZE));
    await models.create(META, bytesOf(SIZE, 2));
    const orphaned = (await models.page({ first: 1 }))[0]!;
    await db.pool.query('DELETE FROM model_versions WHERE id = $1', [orphaned.id]);
    const day = 86_400_000;
    expect(await models.removeOrphans(new Date(Date.now() - day))).toBe(0);
    const old = new Date(Date.now() - 2 * day);
    if (place === 'S3') for (const object of s3.objects.values()) object.modified = old;
    else for (const key of await readdir(folder)) await utimes(join(folder, key), old, old);
    expect(await models.removeOrphans(new Date(Date.now() - day))).toBe(1);
    expect(await held[place]()).toEqual(CHUNKS);
    expect((await models.readSnapshot(kept.id)).length).toBe(SIZE);
  });
});

describe('a place that does not answer', () => {
  it('is unavailable, not damaged: a folder that is not there', async () => {
    const { id } = await open('FOLDER').create(META, bytesOf(10));
    const nowhere = { FOLDER: createFolderChunks(join(folder, 'not', 'mounted')) };
    await expect(createModelStore(db, { place: 'FOLDER', chunks: nowhere }).readSnapshot(id)).rejects.toMatchObject({
      code: 'SNAPSHOT_UNAVAILABLE',
    });
  });

  it('is unavailable: a bucket that refuses, is not there, or knows another secret', async () => {
    const { id } = await open('S3').create(META, bytesOf(10));
    s3.failWith(501);
    await expect(open('S3').readSnapshot(id)).rejects.toMatchObject({ code: 'SNAPSHOT_UNAVAILABLE' });
    await expect(open('S3').create(META, bytesOf(10))).rejects.toMatchObject({ code: 'SNAPSHOT_UNAVAILABLE' });
    s3.failWith(null);
    expect(await db.pool.query('SELECT FROM model_versions')).toMatchObject({ rowCount: 1 });
    const elsewhere = createS3Chunks({ bucket: 'other', prefix: '', endpoint: s3.endpoint, region: 'eu-central-1' });
    await expect(elsewhere.read(randomUUID(), 0)).rejects.toMatchObject({
      code: 'SNAPSHOT_UNAVAILABLE',
      message: expect.stringContaining('other'),
    });
    elsewhere.close();
    expect(s3.refused()).toBe(0);
    process.env['AWS_SECRET_ACCESS_KEY'] = 'another secret';
    await expect(open('S3').readSnapshot(id)).rejects.toMatchObject({ code: 'SNAPSHOT_UNAVAILABLE' });
    process.env['AWS_SECRET_ACCESS_KEY'] = S3_CREDENTIALS.secretAccessKey;
    expect(s3.refused()).toBe(1);
  });
});
