import type { S3Client } from '@aws-sdk/client-s3';
import { DomainError } from '../../errors.js';
import type { S3Settings } from '../snapshots/s3-chunks.js';
import type { Exchange } from './exchange.js';

const ATTEMPTS = 4;
const REQUEST_MS = 120_000;

/**
 * A bucket of Amazon S3 or of a service that speaks like it; Spark reaches it by `s3a://`. Credentials come by the AWS SDK's own
 * chain here, and by that of hadoop-aws there: both take AWS_ACCESS_KEY_ID and its like.
 */
export function createS3Exchange({ bucket, prefix, endpoint, region }: S3Settings): Exchange {
  const root = prefix === '' ? '' : `${prefix}/`;
  let made: S3Client | undefined;
  const open = async () => {
    const sdk = await import('@aws-sdk/client-s3');
    made ??= new sdk.S3Client({
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(region !== undefined ? { region } : endpoint !== undefined && { region: 'us-east-1' }),
      maxAttempts: ATTEMPTS,
      requestHandler: { requestTimeout: REQUEST_MS },
      // Others' services do not know these.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return { sdk, client: made };
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      const { name, message } = cause as Error;
      throw new DomainError(
        'SPARK_UNAVAILABLE',
        `The bucket of SPARK_EXCHANGE, ${bucket}, cannot be used: ${name}${message && message !== name ? `, ${message}` : ''}.`,
        {},
        { cause },
      );
    }
  };
  const objects = async (under: string): Promise<{ path: string; modified: Date }[]> => {
    const { sdk, client } = await open();
    const found: { path: string; modified: Date }[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(
        new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: `${root}${under}`, ContinuationToken }),
      );
      for (const { Key = '', LastModified = new Date() } of page.Contents ?? [])
        found.push({ path: Key.slice(root.length), modified: LastModified });
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
    return found;
  };
  return {
    write: (path, bytes) =>
      guarded(async () => {
        const { sdk, client } = await open();
        const Key = `${root}${path}`;
        await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key, Body: bytes, ContentLength: bytes.length }));
      }),
    read: (path) =>
      guarded(async () => {
        const { sdk, client } = await open();
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: `${root}${path}` }));
        return Body!.transformToByteArray();
      }),
    list: (folder) =>
      guarded(async () => {
        const paths = (await objects(`${folder}/`)).map(({ path }) => path);
        return paths.filter((path) => !path.slice(folder.length + 1).includes('/')).sort();
      }),
    remove: (folder) =>
      guarded(async () => {
        const { sdk, client } = await open();
        for (const { path } of await objects(`${folder}/`))
          await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: `${root}${path}` }));
      }),
    folders: () =>
      guarded(async () => {
        const found = new Map<string, Date>();
        for (const { path, modified } of await objects('')) {
          const [name = '', ...rest] = path.split('/');
          const before = found.get(name);
          if (rest.length > 0 && (!before || before < modified)) found.set(name, modified);
        }
        return found;
      }),
    url: (path) => `s3a://${bucket}/${root}${path}`,
    properties: {
      ...(endpoint !== undefined && {
        'spark.hadoop.fs.s3a.endpoint': endpoint,
        'spark.hadoop.fs.s3a.path.style.access': 'true',
      }),
      ...(region !== undefined && { 'spark.hadoop.fs.s3a.endpoint.region': region }),
    },
    close: () => made?.destroy(),
  };
}
