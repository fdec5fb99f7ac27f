import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Exchange } from '../../../../src/store/exchange/exchange.js';
import { createFolderExchange } from '../../../../src/store/exchange/folder-exchange.js';
import { createS3Exchange } from '../../../../src/store/exchange/s3-exchange.js';
import { S3_CREDENTIALS, startS3Server, type S3Server } from '../../../support/s3-server.js';

let folder: string;
let server: S3Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'learnrec-test-'));
  server = await startS3Server('bucket');
  process.env['AWS_ACCESS_KEY_ID'] = S3_CREDENTIALS.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = S3_CREDENTIALS.secretAccessKey;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const s3 = (endpoint = server.endpoint): Exchange =>
  createS3Exchange({ bucket: 'bucket', prefix: 'some/where', endpoint, region: undefined });

describe.each([
  ['a folder', () => createFolderExchange(join(folder, 'made', 'when needed'))],
  ['a bucket', () => s3()],
])('%s to hand over files', (_, open) => {
  it('gives back what was written, lists it and removes it', async () => {
    const exchange = open();
    expect([...(await exchange.folders())]).toEqual([]);
    expect(await exchange.list('run/rows')).toEqual([]);
    await exchange.write('run/rows/b', Uint8Array.of(1, 2));
    await exchange.write('run/rows/a', Uint8Array.of(3));
    await exchange.write('run/rows/deeper/c', Uint8Array.of(4));
    await exchange.write('other/d', Uint8Array.of(5));
    expect(await exchange.list('run/rows')).toEqual(['run/rows/a', 'run/rows/b']);
    expect([...(await exchange.read('run/rows/b'))]).toEqual([1, 2]);
    const folders = await exchange.folders();
    expect([...folders.keys()].sort()).toEqual(['other', 'run']);
    expect(Date.now() - folders.get('run')!.getTime()).toBeLessThan(60_000);
    await exchange.remove('run');
    await exchange.remove('run');
    expect([...(await exchange.folders()).keys()]).toEqual(['other']);
    exchange.close();
  });
});

describe('where Spark finds it', () => {
  it('is a file address or s3a, with what hadoop-aws must know', () => {
    const folderExchange = createFolderExchange('/data/a b');
    expect([folderExchange.url('run/x'), folderExchange.properties]).toEqual(['file:///data/a%20b/run/x', {}]);
    const bucket = s3('http://127.0.0.1:9000');
    expect(bucket.url('run/x')).toBe('s3a://bucket/some/where/run/x');
    expect(bucket.properties).toEqual({
      'spark.hadoop.fs.s3a.endpoint': 'http://127.0.0.1:9000',
      'spark.hadoop.fs.s3a.path.style.access': 'true',
    });
  });
});

describe('a place that cannot be used', () => {
  it('says so, naming the setting', async () => {
    await writeFile(join(folder, 'file'), '');
    const unusable = createFolderExchange(join(folder, 'file'));
    await expect(unusable.write('run/x', Uint8Array.of(1))).rejects.toMatchObject({
      code: 'SPARK_UNAVAILABLE',
      message: expect.stringContaining('SPARK_EXCHANGE'),
    });
    const refused = createS3Exchange({ bucket: 'none', prefix: '', endpoint: server.endpoint, region: undefined });
    await expect(refused.read('x')).rejects.toMatchObject({
      code: 'SPARK_UNAVAILABLE',
      message: expect.stringContaining('SPARK_EXCHANGE'),
    });
  });
});
