import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../src/cli/run-cli.js';
import { readConfig } from '../../src/config.js';
import { openContainer, type Container } from '../../src/container.js';
import { createLogger } from '../../src/logger.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { S3_CREDENTIALS, startS3Server, type S3Server } from '../support/s3-server.js';
import { fillTestData } from '../support/service.js';
import { fakeContext } from '../unit/cli/fake-context.js';

/** One service over models that are kept in Postgres, then in a folder, then in a bucket. */
describe('the places of snapshots', () => {
  let database: TestDatabase;
  let s3: S3Server;
  let folder = '';
  let container: Container | undefined;
  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = S3_CREDENTIALS.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = S3_CREDENTIALS.secretAccessKey;
    database = await createTestDatabase();
    s3 = await startS3Server('models');
    folder = await mkdtemp(join(tmpdir(), 'learnrec-places-'));
  });
  afterAll(async () => {
    await container?.close();
    await s3.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const open = (store: string): Promise<Container> => {
    const environment = { DATABASE_URL: database.url, LOG_LEVEL: 'silent', GATE: 'off', LEARNREC_DATA_DIR: folder };
    const places = { SNAPSHOT_FOLDER: folder, SNAPSHOT_S3: 's3://models/one', S3_ENDPOINT: s3.endpoint };
    const config = readConfig({ ...environment, ...places, SNAPSHOT_STORE: store });
    return openContainer({ config, logger: createLogger('silent', false), live: true });
  };
  /** As after a restart with this setting. */
  const restart = async (store: string): Promise<Container> => {
    await container?.close();
    container = await open(store);
    return container;
  };
  const served = async (): Promise<string> =>
    (await container!.services.recommendations.forUser({ userId: 'u1', k: 3 })).servedBy.modelVersion;
  const cli = async (store: string, action: string) => {
    const fake = fakeContext();
    const code = await runCli(['snapshots', action, '--json'], { ...fake.context, openContainer: () => open(store) });
    const reports = JSON.parse(fake.stdout()) as {
      model: string;
      place: string;
      moved: boolean;
      error: null | { code: string };
    }[];
    return {
      code,
      reports: reports.map(({ model, place, moved, error }) => [model, place, moved, error?.code ?? null]),
    };
  };

  it('live side by side: each model is read where it is', async () => {
    const { services, train } = await restart('postgres');
    await fillTestData(services);
    expect((await train({ algorithm: 'POPULARITY' })).id).toBe('1');
    expect((await (await restart('folder')).train({ algorithm: 'POPULARITY' })).id).toBe('2');
    expect((await (await restart('s3')).train({ algorithm: 'POPULARITY' })).id).toBe('3');
    expect(await served()).toBe('3');
    for (const id of ['1', '2', '3']) {
      await container!.services.models.activate(id);
      expect(await served()).toBe(id);
    }
    expect(await cli('s3', 'check')).toEqual({
      code: 0,
      reports: [
        ['3', 'S3', false, null],
        ['2', 'FOLDER', false, null],
        ['1', 'POSTGRES', false, null],
      ],
    });
  });

  it('refuse what is damaged, and the model before serves', async () => {
    for (const object of s3.objects.values()) object.bytes[100]! ^= 1;
    await restart('s3');
    expect(await served()).toBe('2');
    await expect(container!.services.models.activate('3')).rejects.toMatchObject({ code: 'SNAPSHOT_DAMAGED' });
    const [key] = (await readdir(folder)).filter((name) => name.length === 36);
    const path = join(folder, key!, '000000');
    const bytes = await readFile(path);
    bytes[100]! ^= 1;
    await writeFile(path, bytes);
    await restart('s3');
    expect(await served()).toBe('1');
    for (const object of s3.objects.values()) object.bytes[100]! ^= 1;
    bytes[100]! ^= 1;
    await writeFile(path, bytes);
    await restart('s3');
    expect(await served()).toBe('3');
  });

  it('change by a command, while the service goes on', async () => {
    const moved = await cli('folder', 'move');
    expect(moved).toEqual({
      code: 0,
      reports: [
        ['3', 'FOLDER', true, null],
        ['2', 'FOLDER', false, null],
        ['1', 'FOLDER', true, null],
      ],
    });
    expect(s3.objects.size).toBe(0);
    expect(await served()).toBe('3');
    await container!.services.models.activate('1');
    expect(await served()).toBe('1');
    await rm(join(folder, (await readdir(folder)).filter((name) => name.length === 36).sort()[0]!), {
      recursive: true,
    });
    const { code, reports } = await cli('folder', 'check');
    expect(code).toBe(3);
    expect(reports.filter(([, , , error]) => error === 'SNAPSHOT_DAMAGED')).toHaveLength(1);
  });
});
